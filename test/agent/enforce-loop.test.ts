import { expect, test } from "vitest";
import { drop, EnforceBench, lease, limits } from "../support/enforce-bench.ts";
import { SHAPE } from "../support/gate-contract.ts";
import { MemoryStore } from "../support/memory-store.ts";

test("a class with a lease gets what it was allowed and not a byte more, slice by slice", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ bulk: lease(55_000n) }));
  let passed = 0;
  for (let second = 0; second < 40; second += 1) {
    passed += bench.pass("bulk", 4);
    await loop.review();
  }
  expect(passed).toBe(55);
});

test("an agent that died leaves bulk to the end of its slice, and payments to the end of the plan", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ payment: drop(100_000n), bulk: lease(50_000n) }));
  await bench.die();
  expect(bench.pass("bulk", 100)).toBe(10);
  // What nobody uses of the leases is there for payments.
  expect(bench.pass("payment", 200)).toBe(140);
});

test("what everybody uses is taken off what is left for payments", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ payment: drop(20_000n), management: drop(5_000n) }));
  expect(bench.pass("management", 30)).toBe(5);
  expect(bench.pass("telemetry", 10)).toBe(10);
  expect(bench.pass("payment", 30)).toBe(5);
});

test("where more than the plan is a matter of money, payments are counted and not dropped", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ payment: { kind: "ceiling", bytes: 3_000n, over: "count" }, management: drop(2_000n) }));
  expect(bench.pass("payment", 30)).toBe(30);
  expect(bench.pass("management", 30)).toBe(2);
});

test("after a top-up payments go on at once, whatever was dropped before", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ payment: drop(3_000n) }));
  expect(bench.pass("payment", 500)).toBe(3);
  await loop.apply(limits({ payment: drop(10_000n) }));
  expect(bench.pass("payment", 50)).toBe(10);
});

test("offline holds all but management", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  const held = { kind: "held" } as const;
  await loop.apply(limits({ payment: held, management: drop(2_000n), telemetry: held, bulk: held }));
  expect(["payment", "telemetry", "bulk"].map((name) => bench.pass(name, 3))).toEqual([0, 0, 0]);
  expect(bench.pass("management", 3)).toBe(2);
});

test("what passed between the mark and the limits is taken off them", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ payment: drop(50_000n) }));
  await loop.mark();
  bench.pass("payment", 4);
  await loop.apply(limits({ payment: drop(10_000n) }));
  expect(bench.pass("payment", 20)).toBe(6);
});

test("a restart goes on with the kernel's quotas, resets nothing and charges nothing", async () => {
  const bench = new EnforceBench();
  await (await bench.start()).apply(limits({ payment: drop(90_000n), bulk: lease(55_000n) }));
  bench.pass("bulk", 3);
  await bench.die();
  const before = bench.gate.ran.length;
  const loop = await bench.start();
  expect(bench.gate.ran.slice(before).filter((command) => JSON.stringify(command).includes("reset"))).toEqual([]);
  let passed = 3;
  for (let second = 0; second < 40; second += 1) {
    passed += bench.pass("bulk", 4);
    await loop.review();
  }
  expect(passed).toBe(55);
  expect(bench.pass("payment", 200)).toBe(90);
});

test("after a reboot the whole open lease is charged", async () => {
  const bench = new EnforceBench();
  await (await bench.start()).apply(limits({ bulk: lease(55_000n) }));
  bench.pass("bulk", 3);
  await bench.die();
  bench.gate.table = undefined;
  const loop = await bench.start({ bootId: "boot-2" });
  expect(bench.pass("bulk", 3)).toBe(0);
  let passed = 0;
  for (let second = 0; second < 40; second += 1) {
    await loop.review();
    passed += bench.pass("bulk", 4);
  }
  expect(passed).toBe(45);
});

test("rules that somebody has deleted are restored within ten seconds, with what was left, and it is said", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ payment: drop(50_000n), bulk: lease(55_000n) }));
  bench.pass("payment", 20);
  await loop.review();
  bench.gate.table = undefined;
  await bench.seconds(11);
  expect(bench.log.said("limits-restored")).toHaveLength(1);
  expect(loop.view.enforced).toBe("kernel");
  expect(bench.pass("payment", 100)).toBe(85);
});

test("rules that come back go by what the meter says at that moment: what passed without them is off what is left", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ payment: drop(50_000n), management: drop(30_000n), bulk: lease(55_000n) }));
  bench.pass("payment", 20);
  await loop.review();
  bench.gate.table = undefined;
  expect(bench.pass("payment", 60)).toBe(60);
  bench.allowed = limits({ payment: drop(7_000n), management: drop(3_000n), bulk: lease(2_000n) });
  const loads: bigint[] = [];
  bench.gate.refuses = () => {
    const rest = bench.gate.table?.quotas.get("rest");
    if (rest !== undefined) loads.push(rest.cap);
    return false;
  };
  await bench.seconds(2);
  expect(loads[0]).toBe(9_000n);
  expect(Math.max(...loads.map(Number))).toBe(9_000);
  expect([bench.pass("bulk", 5), bench.pass("management", 9), bench.pass("payment", 60)]).toEqual([2, 3, 4]);
});

test("rules that were emptied and come back do not leave what passed meanwhile to be sent a second time", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ payment: drop(50_000n), bulk: lease(40_000n) }));
  bench.pass("payment", 20);
  await loop.review();
  bench.gate.table?.chains.get("leaving")?.rules.splice(0);
  expect(bench.pass("payment", 60)).toBe(60);
  bench.allowed = limits({ payment: drop(8_000n), bulk: { kind: "held" } });
  const ruled: bigint[] = [];
  bench.gate.refuses = () => {
    const [rest, chain] = [bench.gate.table?.quotas.get("rest"), bench.gate.table?.chains.get("leaving")];
    if (rest !== undefined && (chain?.rules.length ?? 0) > 0) ruled.push(rest.cap - rest.used);
    return false;
  };
  await bench.seconds(11);
  expect(bench.log.said("limits-restored")).toHaveLength(1);
  expect(Math.max(...ruled.map(Number))).toBe(8_000);
  expect([bench.pass("bulk", 5), bench.pass("payment", 60)]).toEqual([0, 8]);
});

test("a filter that nobody can use makes the limits advice, with the reason, and is taken up again when it comes", async () => {
  const bench = new EnforceBench();
  bench.gate.absent = { why: "the program nft is not installed", remedy: "install the package nftables" };
  const loop = await bench.start();
  expect(loop.view).toMatchObject({ enforced: "advised", why: /nft is not installed/, remedy: /install/ });
  await loop.apply(limits({ bulk: { kind: "held" } }));
  bench.gate.absent = undefined;
  await bench.seconds(70);
  expect(loop.view.enforced).toBe("kernel");
  expect(bench.log.said("limits-advised")).toHaveLength(1);
});

test("a step that hung is found out about afterwards, and what may have passed is charged", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  await loop.apply(limits({ bulk: lease(40_000n) }));
  bench.pass("bulk", 6);
  bench.gate.refuses = (command) => JSON.stringify(command).includes('"reset"');
  await loop.review();
  bench.gate.refuses = () => false;
  let passed = 6;
  for (let second = 0; second < 40; second += 1) {
    await loop.review();
    passed += bench.pass("bulk", 4);
  }
  expect(passed).toBeLessThanOrEqual(40);
  expect(passed).toBeGreaterThan(15);
});

test("nothing is handed out that the disk has not taken down", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start();
  bench.store.refuse();
  await loop.apply(limits({ bulk: lease(40_000n) }));
  expect(bench.pass("bulk", 5)).toBe(0);
  bench.store.relent();
  await loop.review();
  expect(bench.pass("bulk", 5)).toBe(5);
});

test("what the interface carried beside the filter's count is told, and charged to who has a lease", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start({ slice: 100_000n });
  await loop.apply(limits({ bulk: lease(1_500_000n) }));
  let passed = 0;
  for (let second = 0; second < 20; second += 1) {
    passed += bench.pass("bulk", 50);
    await loop.review();
  }
  expect(passed).toBe(1_000);
  bench.carried = 1_034_000n;
  await bench.seconds(11);
  expect(loop.view.guard).toBe(34_000n);
  for (let second = 0; second < 40; second += 1) {
    passed += bench.pass("bulk", 50);
    await loop.review();
  }
  expect(passed).toBe(1_466);
});

test("a device on which nothing says what a payment is gets advice, and nothing is loaded", async () => {
  const bench = new EnforceBench();
  const loop = await bench.start({ shape: { ...SHAPE, rules: [] } });
  expect(loop.view).toMatchObject({ enforced: "advised", why: "no rule says what payment is" });
  // A table of that name may be the shipped rules', loaded by the owner: no later look touches it either.
  for (let second = 0; second < 20; second += 1) await loop.review();
  expect(bench.gate.ran).toEqual([]);
  expect(bench.gate.table).toBeUndefined();
});

test("a mode that keeps nothing takes away what an earlier run has left", async () => {
  const bench = new EnforceBench();
  await bench.start();
  await bench.die();
  const loop = await bench.start({ mode: "off" });
  expect(loop.view.enforced).toBe("no");
  expect(bench.gate.table).toBeUndefined();
});

test.each([
  ["keep", true],
  ["remove", false],
] as const)("a clean stop with on_exit = %s", async (onExit, stays) => {
  const bench = new EnforceBench();
  const loop = await bench.start({ onExit });
  await loop.stop();
  expect(bench.gate.table !== undefined).toBe(stays);
  expect(bench.gate.closed).toBe(true);
});

test("other settings load the rules anew and keep what the quotas hold", async () => {
  const bench = new EnforceBench();
  await (await bench.start()).apply(limits({ payment: drop(10_000n) }));
  bench.pass("payment", 4);
  await bench.die();
  await bench.start({ shape: { ...SHAPE, rules: SHAPE.rules.slice(0, 1) } });
  expect(bench.pass("payment", 20)).toBe(6);
  expect(bench.log.said("limits-restored")).toEqual([]);
});

test("what an earlier table threw away is told as long as the settings have anything thrown away, and no longer", async () => {
  const bench = new EnforceBench();
  const dropping = { ...SHAPE, dropsDown: ["telemetry", "bulk"] };
  await bench.start({ shape: dropping });
  bench.gate.table?.counters.set("bulk_waste", 124_230n);
  await bench.die();
  const again = await bench.start({ shape: dropping });
  await again.mark();
  expect(again.view.wasted.get("bulk")).toBe(124_230n);
  bench.store = new MemoryStore();
  const fresh = await bench.start();
  await fresh.mark();
  expect(fresh.view.wasted).toEqual(new Map());
});
