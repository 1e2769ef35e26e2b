import * as v from "valibot";
import { expect, it } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { statusScreen } from "../../src/cli/status-screen.ts";
import { apartLines } from "../../src/cli/uplink-lines.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { ClassCounters } from "../../src/ports/class-counters.ts";
import { seal, unseal } from "../../src/meter/sealed-record.ts";
import { State } from "../../src/report/contract.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakeInterfaces } from "../support/fake-interfaces.ts";

const NOVEMBER = Date.UTC(2026, 10, 22, 3);

/** Two metered ways out, one of them found by its beginning, and one that is not metered. */
async function booted(scene: AgentScene, more: readonly string[] = [], classCounters?: ClassCounters) {
  let seen: FakeInterfaces | undefined;
  await scene.boot({
    wall: NOVEMBER,
    settings: [
      ...(more.some((text) => text.startsWith("uplink=")) ? [] : ["uplink=wwan0,ppp*,wlan0:unmetered"]),
      "meter.sample_interval=1s",
      "plan.thresholds=[50,80,100]",
      ...more,
    ],
    seen: (clock: Clock, bootId: string) => {
      seen = new FakeInterfaces(clock, bootId);
      seen.plugIn("wwan0");
      seen.plugIn("wlan0").carry("rx", 1, 5_000);
      return seen;
    },
    ...(classCounters === undefined ? {} : { classCounters }),
  });
  if (seen === undefined) throw new TypeError("nobody asked for the interfaces");
  return seen;
}

it("what is not metered is counted apart: no plan, no line to cross, no card's book, kept over a power cut", async () => {
  const scene = new AgentScene();
  const seen = await booted(scene);
  seen.counters("wwan0").carry("rx", 1, 400_000);
  seen.counters("wlan0").carry("rx", 5, 1_000_000);
  await scene.pass(Minutes(11));
  expect(scene.usage.used.total).toBe(400_000);
  expect(scene.thresholds).toEqual([]);
  const { state } = scene.status;
  expect(v.parse(State, JSON.parse(JSON.stringify(state))).uplinks).toEqual([
    { name: "wwan0", metered: true, present: true },
    { name: "ppp*", metered: true, present: false, text: "there is no interface whose name begins with ppp" },
    { name: "wlan0", metered: false, present: true, used: { up: 0, down: 5_000_000, total: 5_000_000 } },
  ]);
  const again = await booted(scene);
  again.counters("wlan0").carry("tx", 1, 300);
  await scene.pass(Minutes(1));
  // The kernel's counters began again with the boot: what the scene put there before the agent came is new.
  expect(scene.status.state.uplinks?.[2]?.used?.total).toBe(5_000_000 + 5_000 + 300);
  expect(scene.usage.used.total).toBe(400_000);
});

it("each way out that is not metered has a total of its own, and all have one together, also of those that are gone", async () => {
  const scene = new AgentScene();
  const unmetered = ["uplink=wwan0,eth*:unmetered,wlan0:unmetered"];
  const seen = await booted(scene, unmetered);
  seen.plugIn("eth0");
  await scene.pass(Seconds(20));
  seen.counters("eth0").carry("tx", 1, 700);
  seen.plugIn("eth1").carry("rx", 1, 40);
  seen.counters("wlan0").carry("rx", 1, 2_000);
  await scene.pass(Minutes(11));
  const used = (up: number, down: number) => ({ up, down, total: up + down });
  const { state } = scene.status;
  expect(v.parse(State, JSON.parse(JSON.stringify(state))).uplinks).toMatchObject([
    { name: "wwan0", metered: true },
    { name: "eth0", metered: false, used: used(700, 0) },
    { name: "eth1", metered: false, used: used(0, 40) },
    { name: "wlan0", metered: false, used: used(0, 2_000) },
  ]);
  expect(state.notMetered).toMatchObject(used(700, 2_040));
  seen.unplug("eth0");
  await scene.pass(Minutes(1));
  const interfaces = [
    { name: "eth0", ...used(700, 0) },
    { name: "eth1", ...used(0, 40) },
    { name: "wlan0", ...used(0, 2_000) },
  ];
  expect(scene.status.state.notMetered).toEqual({ ...used(700, 2_040), interfaces });
  expect(apartLines(scene.status)).toEqual([
    expect.stringMatching(/^eth0: 700 B /),
    expect.stringMatching(/^eth1: 40 B /),
    expect.stringMatching(/^wlan0: 1\.95 KiB /),
    expect.stringMatching(/^not metered in all .*: 2\.68 KiB/),
  ]);
  expect(statusScreen(scene.status)).toMatch(/^ +not metered in all 不计入套餐合计: 2\.68 KiB/m);
  expect(scene.usage.used.total).toBe(0);
  await booted(scene, unmetered);
  // What the kernel has after the boot is beside it: wlan0 came with 5,000 bytes.
  expect(scene.status.state.notMetered?.interfaces).toMatchObject([...interfaces.slice(0, 2), { name: "wlan0" }]);
});

it("a total of before each interface had one goes on as the sum", async () => {
  const scene = new AgentScene();
  const seen = await booted(scene);
  seen.counters("wlan0").carry("rx", 1, 1_000);
  await scene.pass(Minutes(11));
  const fields = unseal("apart/wlan0", scene.disk.get("apart/wlan0") ?? "");
  const { by: _, ...older } = fields ?? {};
  scene.tamper("apart/wlan0", seal("apart/wlan0", older));
  await booted(scene);
  const all = scene.status.state.notMetered;
  expect(all?.interfaces).toEqual([{ name: "wlan0", up: 0, down: 6_000, total: 6_000 }]);
  expect(all?.total).toBe(6_000);
});

it("an interface that is found by its beginning is told by its name while it is there, and by why it is not after it went", async () => {
  const scene = new AgentScene();
  const seen = await booted(scene);
  expect(scene.status.state.interface).toEqual({ name: "wwan0", present: true });
  seen.unplug("wwan0");
  seen.plugIn("ppp0").carry("rx", 1, 900);
  await scene.pass(Seconds(3));
  expect(scene.status.state.interface).toEqual({ name: "ppp0", present: true });
  seen.plugIn("ppp1");
  await scene.pass(Seconds(3));
  expect(scene.status.state.uplinks?.map(({ name }) => name)).toEqual(["wwan0", "ppp0", "ppp1", "wlan0"]);
  seen.unplug("ppp0");
  await scene.pass(Seconds(3));
  expect(scene.status.state.uplinks?.map(({ name }) => name)).toEqual(["wwan0", "ppp1", "wlan0"]);
  seen.unplug("ppp1");
  await scene.pass(Seconds(3));
  expect(scene.status.state.uplinks?.[1]).toMatchObject({ name: "ppp1", present: false });
  expect(scene.usage.used.total).toBe(900);
});

it("the screen shows every way out, and what of the bytes is of a class", async () => {
  const scene = new AgentScene();
  const read = { bytes: 0n };
  const classCounters: ClassCounters = {
    read: async () => ({ kind: "counters", counters: [{ name: "payment_down", bytes: read.bytes, handle: 1 }] }),
  };
  const seen = await booted(scene, ["meter.class_counters=inet cellward"], classCounters);
  await scene.pass(Seconds(2));
  seen.counters("wwan0").carry("rx", 1, 100_000);
  read.bytes = 40_000n;
  seen.counters("wlan0").carry("rx", 1, 2_048);
  await scene.pass(Minutes(11));
  const screen = statusScreen(scene.status);
  expect(screen).toMatch(/^Uplinks 链路 +wwan0 is there, metered 计费$/m);
  expect(screen).toMatch(/^ +wlan0 is there, not metered 不计入套餐, 2\.00 KiB/m);
  expect(screen).toMatch(/^Classes 分类 .*inet cellward counted .* \(40.0 %\)/m);
  expect(apartLines(scene.status)).toEqual([expect.stringMatching(/^wlan0: .* not metered/)]);
});

it("an interface whose packets are handed over in pieces is doubted until somebody has put it right", async () => {
  const scene = new AgentScene();
  const link = { segments: 65_535, kind: "veth" };
  await scene.boot({ wall: NOVEMBER, offloads: { read: async () => ({ ...link }) } });
  await scene.pass(Minutes(3));
  expect(statusScreen(scene.status)).toMatch(/gso_max_segs 1/);
  link.segments = 1;
  await scene.pass(Minutes(2));
  expect(statusScreen(scene.status)).not.toMatch(/gso_max_segs/);
});

it("one interface alone is shown as ever: no list, no source, no classes", async () => {
  const scene = new AgentScene();
  await scene.boot({ wall: NOVEMBER });
  await scene.use(1_000);
  const { state } = scene.status;
  expect([state.uplinks, state.metering]).toEqual([undefined, undefined]);
  expect(statusScreen(scene.status)).not.toMatch(/Uplinks|Classes 分类|Source/);
});
