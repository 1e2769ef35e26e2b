import { afterEach, beforeEach, expect, test } from "vitest";
import { EnforceLoop } from "../../src/agent/enforce-loop.ts";
import { NftGate } from "../../src/host/nft-gate.ts";
import { TcQueue } from "../../src/host/tc-queue.ts";
import { until } from "../support/child-program.ts";
import { limits } from "../support/enforce-bench.ts";
import { EnforceLab } from "../support/enforce-lab.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { PAYMENT_PORT, SHAPE } from "../support/gate-contract.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { describeReal } from "../support/real-parts.ts";

const OTHER_PORT = 1_009;

describeReal(["namespaces", "nft"], "rates of an uplink", () => {
  let lab: EnforceLab;
  let queue: TcQueue;
  let loop: EnforceLoop;
  const clock = new FakeClock();

  beforeEach(async () => {
    lab = new EnforceLab();
    queue = new TcQueue(lab.within);
    lab.ip("device", "link", "set", "wwan0", "gso_max_segs", "100");
    const ports = {
      gate: new NftGate({ program: lab.nft }),
      queue,
      store: new MemoryStore(),
      clock,
      tell: () => {},
    };
    loop = await EnforceLoop.open(
      { ...ports, uplinks: () => ["wwan0", "wwan9"], carried: () => lab.carried, limits: () => [] },
      {
        bootId: "b",
        mode: "auto",
        onExit: "remove",
        shape: SHAPE,
        uplinks: ["wwan0"],
        slice: 20_000n,
        rates: new Map([["bulk", 8_192]]),
      },
    );
    await loop.start();
  });
  afterEach(async () => {
    await loop.stop();
    lab.close();
  });

  test("hold bulk back, and a payment goes by it", async () => {
    await loop.apply(limits({}));
    const began = performance.now();
    lab.send("device", OTHER_PORT, { count: 60 });
    lab.send("device", PAYMENT_PORT, { count: 5 });
    await until(() => lab.billed.up >= 5_000, "the payments to arrive");
    const seconds = (performance.now() - began) / 1_000;
    // What passed of bulk by then is its rate and a burst of HTB.
    expect(lab.billed.up).toBeLessThan(5_000 + 3_000 + 8_192 * seconds);
    expect(loop.view.lacking).toEqual([]);
  });

  test("are there again with an interface that came again, which sends whole packets", async () => {
    await loop.apply(limits({}));
    lab.unplug();
    lab.plugIn();
    lab.ip("device", "link", "set", "wwan0", "gso_max_segs", "100");
    await clock.advance(61_000);
    await loop.review();
    expect(await queue.look("wwan0")).toEqual({
      kind: "link",
      discipline: "htb",
      handle: "ca11:",
      rates: new Map([["ca11:40", 8_192]]),
      wholePackets: true,
    });
  });

  test("are not forced on an interface that somebody has set up, and that is said", async () => {
    lab.on(
      "device",
      "tc",
      "qdisc",
      "add",
      "dev",
      "wwan0",
      "root",
      "handle",
      "8001:",
      "tbf",
      "rate",
      "1mbit",
      "burst",
      "3000",
      "limit",
      "64k",
    );
    await loop.apply(limits({}));
    expect(await queue.look("wwan0")).toMatchObject({ discipline: "tbf", handle: "8001:" });
    expect(loop.view).toMatchObject({ enforced: "kernel", lacking: [/somebody has set up tbf \(8001:\) there/] });
  });

  test("go with the agent where the settings say so, and nothing of it stays", async () => {
    await loop.apply(limits({}));
    await loop.stop();
    expect(await queue.look("wwan0")).toMatchObject({ handle: "0:", wholePackets: false });
    expect(lab.on("device", "nft", "list", "tables")).toBe("table ip mute\n");
  });
});
