import { existsSync, mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { EnforceLoop, type EnforceOptions, type EnforcePorts } from "../../src/agent/enforce-loop.ts";
import { TcQueue } from "../../src/host/tc-queue.ts";
import type { FilterShape } from "../../src/enforce/filter-shape.ts";
import { withinGuard } from "../../src/enforce/guard.ts";
import { NftGate } from "../../src/host/nft-gate.ts";
import { pause } from "../support/child-program.ts";
import { drop, lease, limits } from "../support/enforce-bench.ts";
import { EnforceLab } from "../support/enforce-lab.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { PAYMENT_PORT, SHAPE } from "../support/gate-contract.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { describeReal } from "../support/real-parts.ts";
import { SilentLog } from "../support/silent-log.ts";

const [TELEMETRY_PORT, OTHER_PORT] = [1_003, 1_009];

describeReal(["namespaces", "nft"], "limits in the kernel", () => {
  let lab: EnforceLab;
  const clock = new FakeClock();
  const log = new SilentLog();
  const store = new MemoryStore();
  const loops: EnforceLoop[] = [];

  const start = async (over: Partial<EnforceOptions> = {}, program = lab.nft): Promise<EnforceLoop> => {
    const gate = new NftGate({ program });
    const queue = new TcQueue(lab.within);
    const tell: EnforcePorts["tell"] = (type, fields) => log.warn(type, fields);
    const ports = {
      gate,
      store,
      clock,
      tell,
      queue,
      uplinks: () => ["wwan0"],
      carried: () => lab.carried,
      limits: () => [],
    };
    const options = {
      bootId: "b",
      mode: "auto",
      onExit: "keep",
      shape: SHAPE,
      uplinks: ["wwan0"],
      slice: 20_000n,
      rates: new Map<string, number>(),
    } as const;
    const loop = await EnforceLoop.open(ports, { ...options, ...over });
    loops.push(loop);
    await loop.start();
    return loop;
  };

  beforeAll(() => {
    lab = new EnforceLab();
  });
  afterAll(() => lab.close());
  beforeEach(() => {
    lab.reset();
    store.durable.clear();
    log.lines.length = 0;
  });
  afterEach(async () => {
    for (const loop of loops.splice(0)) await loop.stop();
  });
  /** Ends of TCP connections that were stopped are sent again for minutes: the next test has nothing to do with them. */
  const anotherLab = (): void =>
    onTestFinished(() => {
      lab.close();
      lab = new EnforceLab();
    });

  test("count each class by where it goes, who sends and where it came in, and the answers with it", async () => {
    const rules = [
      ...SHAPE.rules,
      { class: "telemetry", uid: 65_534 },
      {
        class: "management",
        from: "lan*",
        sources: ["10.8.0.0/24"],
        to: [{ network: "10.9.0.2", ports: { first: 2_000, last: 2_999 } }],
      },
    ];
    await start({ shape: { ...SHAPE, rules } });
    lab.send("device", PAYMENT_PORT, { count: 3, own: 5_001 });
    lab.send("carrier", 5_001, { count: 4, own: PAYMENT_PORT });
    lab.send("device", TELEMETRY_PORT, { count: 5 });
    lab.send("device", OTHER_PORT, { count: 6, uid: 65_534 });
    lab.send("lan", 2_500, { count: 7 });
    lab.send("lan", PAYMENT_PORT, { count: 8 });
    lab.send("device", OTHER_PORT, { count: 9 });
    lab.send("device", 53, { count: 2 });
    expect(lab.counted).toEqual({
      payment_up: 11_000,
      payment_down: 4_000,
      telemetry_up: 11_000,
      management_up: 9_000,
      bulk_up: 9_000,
    });
    expect(lab.billed).toEqual({ up: 40_000, down: 4_000 });
  });

  test("count what a cgroup sends, as soon as the cgroup is there", async () => {
    const mount = existsSync("/sys/fs/cgroup/cgroup.controllers") ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";
    const cgroup = `cellward-${process.pid}`;
    // nft looks for cgroups below /sys/fs/cgroup and nowhere else (1.0.6).
    const [, net = ""] = lab.within;
    const inside = `mount --bind ${mount} /sys/fs/cgroup && exec nsenter ${net} nft "$@"`;
    const program = lab.program("cgroups", `exec unshare -m sh -c '${inside}' sh "$@"`);
    const rules = [...SHAPE.rules, { class: "telemetry", cgroup }];
    const loop = await start({ shape: { ...SHAPE, rules } }, program);
    expect(loop.view).toMatchObject({ enforced: "kernel", lacking: [new RegExp(`cgroup ${cgroup} is not in force`)] });
    mkdirSync(`${mount}/${cgroup}`);
    try {
      await clock.advance(11_000);
      await loop.review();
      expect(loop.view.lacking).toEqual([]);
      lab.send("device", OTHER_PORT, { count: 4, cgroup: `${mount}/${cgroup}` });
      lab.send("device", OTHER_PORT, { count: 2 });
      expect(lab.counted).toEqual({ telemetry_up: 4_000, bulk_up: 2_000 });
      expect(log.said("limits-restored")).toEqual([]);
    } finally {
      rmdirSync(`${mount}/${cgroup}`);
    }
  });

  test("leave the marks of others in a connection as they are", async () => {
    await start();
    lab.on(
      "device",
      "nft",
      "add table inet other; add chain inet other out { type filter hook output priority -10; }; add rule inet other out ct mark set 0x1234; add counter inet other kept; add chain inet other behind { type filter hook postrouting priority 400; }; add rule inet other behind ct mark & 0x8fffffff == 0x1234 counter name kept",
    );
    lab.send("device", PAYMENT_PORT, { count: 3 });
    expect(lab.on("device", "nft", "list", "counter", "inet", "other", "kept")).toMatch(/packets 3 bytes 3000/);
    expect(lab.counted).toEqual({ payment_up: 3_000 });
  });

  test.each([
    [1, 60_000, 20_000n],
    [10, 600_000, 150_000n],
    [100, 6_000_000, 1_500_000n],
  ])("let a sender of the device at %i Mbit/s not one byte over its lease", async (megabits, bytes, slice) => {
    const loop = await start({ slice });
    await loop.apply(limits({ bulk: lease(BigInt(bytes)) }));
    let over = false;
    const flood = lab
      .flood("device", OTHER_PORT, { count: (3 * bytes) / 1_000, pace: (megabits * 1e6) / 8 / 1_000 })
      .finally(() => (over = true));
    while (!over) {
      await loop.review();
      await pause(50);
    }
    await flood;
    expect(lab.billed.up).toBeLessThanOrEqual(bytes);
    // What was refused between two slices is not sent again; on a busy machine that is much.
    expect(lab.billed.up).toBeGreaterThan(bytes / 2);
  });

  test("let a TCP sender of the device not one byte over what is left", async () => {
    anotherLab();
    const loop = await start();
    await loop.apply(limits({ payment: drop(1_000_000n) }));
    await lab.stream("device", 3_000_000);
    const { up, down } = lab.billed;
    expect(up).toBeGreaterThan(900_000);
    // What came in behind the last packet that went out was billed already.
    expect(up).toBeLessThanOrEqual(1_000_000);
    expect(up + down).toBeLessThanOrEqual(1_000_000 + 5_000);
  });

  test("stop forwarded TCP of a sender with offloads within the guard", async () => {
    anotherLab();
    lab.ip("lan", "link", "set", "eth0", "gso_max_segs", "65535");
    const loop = await start();
    await loop.apply(limits({ payment: drop(50_000_000n) }));
    await loop.review();
    await lab.stream("lan", 1_500_000);
    await clock.advance(11_000);
    await loop.review();
    const { guard } = loop.view;
    const before = lab.billed;
    const allowed = 3_000_000;
    // The policy keeps the guard back.
    await loop.apply(limits({ payment: drop(withinGuard(BigInt(allowed), guard)) }));
    await lab.stream("lan", 6_000_000);
    const used = lab.billed.up + lab.billed.down - before.up - before.down;
    expect(guard).toBeGreaterThan(25_000n);
    expect(used).toBeGreaterThan(allowed * 0.9);
    expect(used).toBeLessThanOrEqual(allowed * 1.01);
  });

  test("of a dead agent stop bulk at its slice and payments at the end of the plan", async () => {
    const loop = await start();
    await loop.apply(limits({ payment: drop(100_000n), bulk: lease(50_000n) }));
    // Whatever it had is gone; only the kernel goes on.
    expect(lab.send("device", OTHER_PORT, { count: 100 })).toBe(20);
    expect(lab.send("device", PAYMENT_PORT, { count: 200 })).toBe(130);
    expect(lab.billed.up).toBe(150_000);
  });

  test("are restored where somebody else deletes the rules, or the table, and it is said", async () => {
    const loop = await start();
    await loop.apply(limits({ payment: drop(50_000n) }));
    lab.send("device", PAYMENT_PORT, { count: 10 });
    await loop.review();
    lab.on("device", "nft", "flush", "chain", "inet", "cellward", "leaving");
    await clock.advance(11_000);
    await loop.review();
    expect(lab.send("device", PAYMENT_PORT, { count: 10 })).toBe(10);
    await loop.review();
    lab.on("device", "nft", "delete", "table", "inet", "cellward");
    await loop.review();
    await loop.review();
    expect(log.said("limits-restored")).toHaveLength(2);
    expect(lab.send("device", PAYMENT_PORT, { count: 100 })).toBe(30);
  });

  test("hold for an interface that goes and comes again", async () => {
    const loop = await start();
    await loop.apply(limits({ payment: drop(50_000n) }));
    lab.send("device", PAYMENT_PORT, { count: 10 });
    lab.unplug();
    lab.plugIn();
    expect(lab.send("device", PAYMENT_PORT, { count: 100 })).toBe(40);
  });

  test("drop what comes in beyond them only where that was ordered, charge it all the same, and say how much was thrown away", async () => {
    const arriving = async (shape: FilterShape) => {
      const loop = await start({ shape });
      await loop.apply(limits({ payment: drop(3_000n), bulk: lease(5_000n) }));
      lab.send("device", PAYMENT_PORT, { count: 1, own: 5_001 });
      lab.send("carrier", 5_001, { count: 10, own: PAYMENT_PORT });
      lab.send("carrier", 5_002, { count: 20, own: OTHER_PORT });
      await clock.advance(11_000);
      await loop.review();
      const { payment_down: payments, bulk_down: bulk, bulk_waste: waste } = lab.counted;
      return { payments, bulk, waste, billed: lab.billed.down, wasted: loop.view.wasted };
    };
    const all = { payments: 10_000, bulk: 20_000, billed: 30_000 };
    expect(await arriving(SHAPE)).toEqual({ ...all, waste: undefined, wasted: new Map() });
    lab.reset();
    expect(await arriving({ ...SHAPE, dropsDown: ["telemetry", "bulk"] })).toEqual({
      ...all,
      waste: 15_000,
      wasted: new Map([
        ["telemetry", 0n],
        ["bulk", 15_000n],
      ]),
    });
  });

  test("are advice where nft is not installed, and are kept as soon as it is", async () => {
    const loop = await start({}, lab.path("absent"));
    expect(loop.view).toMatchObject({ enforced: "advised", why: /nft/, remedy: /nftables/ });
    expect(log.said("limits-advised")).toHaveLength(1);
    lab.program("absent", 'exec $INSIDE nft "$@"');
    await clock.advance(61_000);
    await loop.review();
    expect(loop.view.enforced).toBe("kernel");
    await loop.apply(limits({ bulk: lease(5_000n) }));
    expect(lab.send("device", OTHER_PORT, { count: 20 })).toBe(5);
  });

  test("survive an nft that hangs: it is ended after two seconds and another one goes on", async () => {
    const loop = await start({}, lab.program("slow", `echo $$ >> ${lab.path("pids")}; exec $INSIDE nft "$@"`));
    await loop.apply(limits({ payment: drop(50_000n) }));
    // The one process of nft, by its own number: a shell that becomes nsenter that becomes nft.
    const pid = Number(readFileSync(lab.path("pids"), "utf8").trim());
    expect(pid).toBeGreaterThan(1);
    process.kill(pid, "SIGSTOP");
    const began = performance.now();
    await loop.review();
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(log.said("limits-advised")).toMatchObject([{ fields: { why: /did not answer within 2 s/ } }]);
    expect(loop.view.enforced).toBe("kernel");
    expect(lab.send("device", PAYMENT_PORT, { count: 100 })).toBe(50);
  });

  test("need CAP_NET_ADMIN and nothing more; without it they are advice, and why is said", async () => {
    const nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";
    const without = await start({}, lab.program("without", `exec $INSIDE ${nobody} nft "$@"`));
    expect(without.view).toMatchObject({ enforced: "advised", remedy: /CAP_NET_ADMIN/ });
    const just = `${nobody} --inh-caps=-all,+net_admin --ambient-caps=-all,+net_admin --bounding-set=-all,+net_admin`;
    const alone = await start({}, lab.program("alone", `exec $INSIDE ${just} nft "$@"`));
    expect(alone.view.enforced).toBe("kernel");
    await alone.apply(limits({ bulk: lease(5_000n) }));
    expect(lab.send("device", OTHER_PORT, { count: 20 })).toBe(5);
  });
});
