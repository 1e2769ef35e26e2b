import { expect, test } from "vitest";
import { openEnforce } from "../../src/agent/enforce-side.ts";
import { accepted } from "../support/accepted-settings.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeGate } from "../support/fake-gate.ts";
import { FakeInterfaces } from "../support/fake-interfaces.ts";
import { FakeQueue } from "../support/fake-queue.ts";
import { limits } from "../support/enforce-bench.ts";
import { MemoryStore } from "../support/memory-store.ts";

test("settings come to rules in the kernel and rates on the uplinks that are there", async () => {
  const flags = [
    "class_rule=payment=203.0.113.0/24:443",
    "uplink=wwan0,ppp*,lan0:unmetered",
    "enforce.up_rate_bulk=8 KiB",
  ];
  const { settings } = accepted({ flags });
  const [gate, queue, clock] = [new FakeGate(), new FakeQueue(), new FakeClock()];
  const interfaces = new FakeInterfaces(clock);
  for (const name of ["ppp3", "lan0"]) {
    interfaces.plugIn(name);
    queue.add(name);
  }
  const ports = {
    gate,
    queue,
    store: new MemoryStore(),
    clock,
    tell: () => {},
    interfaces,
    carried: () => 0n,
    limits: () => [],
  };
  const loop = await openEnforce(ports, settings, { bootId: "b", uid: 990 });
  await loop.apply(limits({}));
  expect(loop.view).toMatchObject({ enforced: "kernel", lacking: [] });
  expect(gate.table?.chains.get("leaving")?.rules).toHaveLength(2);
  expect(queue.links.get("ppp3")).toMatchObject({ handle: "ca11:", rates: new Map([["ca11:40", 8_192]]) });
  expect(queue.links.get("lan0")).toMatchObject({ handle: "0:", wholePackets: false });
});
