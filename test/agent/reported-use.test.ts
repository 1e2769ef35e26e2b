import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { Bridge } from "../../src/bridge/bridge.ts";
import type { UseReport } from "../../src/bridge/decision-source.ts";
import { BridgeSource } from "../../src/agent/bridge-source.ts";
import type { ClassWord } from "../../src/bridge/wire-codes.ts";
import { MemoryPeer } from "../support/bridge-bench.ts";
import { MeterBench } from "../support/meter-bench.ts";
import { SilentLog } from "../support/silent-log.ts";

async function begun() {
  const bench = new MeterBench();
  const counters = bench.interfaces.plugIn("wwan0");
  await bench.start({ uplinks: ["wwan0"] });
  return { bench, pass: (bytes: number): void => counters.carry("rx", 1, bytes) };
}

const total = (grant: number, of: ClassWord, down: number, last = false): UseReport => ({
  grant,
  class: of,
  up: 0,
  down,
  total: { up: 0, down },
  last,
  beyond: 0,
  from: "pos",
});

test("a report of a program gives counted bytes their class, and adds none", async () => {
  const { bench, pass } = await begun();
  pass(1_000);
  bench.reports.take(total(7, "payment", 300));
  bench.reports.take(total(7, "payment", 400, true));
  bench.reports.take(total(7, "payment", 400, true));
  bench.reports.take(total(8, "telemetry", 50, true));
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 400]);
  expect(bench.ofClass("telemetry")).toEqual([0, 50]);
  expect(bench.ofClass(undefined)).toEqual([0, 550]);
  expect(bench.total).toBe(1_000);
});

test("more than was counted is shown and never booked", async () => {
  const { bench, pass } = await begun();
  pass(100);
  bench.reports.take(total(7, "bulk", 5_000, true));
  await bench.clock.advance(Minutes(11));
  pass(40);
  await bench.clock.advance(Minutes(11));
  pass(1_000);
  await bench.clock.advance(Minutes(11));
  expect(bench.total).toBe(1_140);
  expect(bench.ofClass(undefined)).toEqual([0, 1_000]);
  expect(bench.reports.view).toMatchObject({
    claimed: { down: 5_000n },
    explained: { down: 140n },
    dropped: { down: 4_860n },
  });
});

test("bytes that were sent while the agent was silent have no class", async () => {
  const { bench, pass } = await begun();
  pass(1_000);
  const { class: _, ...silent } = total(0, "payment", 300);
  bench.reports.take(silent);
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass(undefined)).toEqual([0, 1_000]);
  expect(bench.reports.view).toBeUndefined();
});

/** The bridge and the meter on one store, as in the agent; both die together. */
async function onBridge(bench: MeterBench) {
  const { clock } = bench;
  const parts = { clock, log: new SilentLog(), diagnosis: () => undefined };
  const source = new BridgeSource(parts, { zone: "Asia/Shanghai", reports: bench.reports });
  const bridge = await Bridge.open({ clock, store: bench.bench.place.store, source });
  const peer = new MemoryPeer();
  const handler = bridge.welcome(peer);
  return async (line: string): Promise<string> => {
    peer.heard = "";
    handler.receive(Buffer.from(`${line}\r`));
    await clock.advance(20);
    return peer.heard;
  };
}

test("over a kill before the bytes are booked, a report counts once, whether its line comes again or not", async () => {
  const { bench, pass } = await begun();
  let command = await onBridge(bench);
  const asked = await command("AT+WARDASK=1,1,5000,60");
  const grant = Number(/\+WARDASK: 1,(\d+)/.exec(asked)?.[1]);
  pass(1_000);
  expect(await command(`AT+WARDUSE=${grant},0,400,0`)).toContain("OK");
  await bench.killed();
  command = await onBridge(bench);
  expect(await command(`AT+WARDUSE=${grant},0,400,1`)).toContain("OK");
  await bench.clock.advance(Minutes(11));
  expect([bench.ofClass("payment"), bench.ofClass(undefined)]).toEqual([
    [0, 400],
    [0, 600],
  ]);
  // Booked now; killed and said again, it brings nothing.
  pass(1_000);
  await bench.killed();
  command = await onBridge(bench);
  expect(await command(`AT+WARDUSE=${grant},0,400,1`)).toContain("OK");
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 400]);
  expect(bench.total).toBe(2_000);
});

test("totals that the bridge had not written down before a kill are not taken twice", async () => {
  const { bench, pass } = await begun();
  let command = await onBridge(bench);
  const grant = Number(/\+WARDASK: 1,(\d+)/.exec(await command("AT+WARDASK=1,1,50000,60"))?.[1]);
  pass(10_000);
  // Beyond its pace of writing, the bridge keeps totals in memory only.
  for (let bytes = 10; bytes <= 1_000; bytes += 10) await command(`AT+WARDUSE=${grant},0,${bytes},0`);
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 1_000]);
  await bench.killed();
  command = await onBridge(bench);
  await command(`AT+WARDUSE=${grant},0,1000,1`);
  pass(10_000);
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 1_000]);
  expect(bench.reports.view).toMatchObject({ claimed: { down: 1_000n } });
});

test("what was reported before a power cut explains no bytes of after it", async () => {
  const { bench, pass } = await begun();
  pass(1_000);
  bench.reports.take(total(7, "payment", 400));
  await bench.clock.advance(Minutes(11));
  await bench.killed({ uplinks: ["wwan0"], bootId: "boot-2" });
  bench.reports.takeBefore(total(7, "payment", 900));
  pass(2_000);
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 400]);
  expect(bench.reports.view).toMatchObject({ claimed: { down: 900n }, dropped: { down: 500n } });
});
