import { expect, test } from "vitest";
import { type Duration, Hours, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import type { ProbeOutcome } from "../../src/ports/path-probe.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakePathProbe } from "../support/fake-path-probe.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const QUICK = ["clock.trust_system=true", "modem.poll_interval=30s"];
const ORDERED = [
  "probe.echo=198.51.100.7:7",
  "probe.tcp=203.0.113.9:443",
  "probe.dns_server=203.0.113.53",
  "probe.dns_name=alive.example.com",
  "probe.page=http://203.0.113.80/alive",
];

/** A device behind a gate that a test opens and closes; the modem stays registered with its context up throughout. */
class Gated {
  readonly scene = new AgentScene();
  readonly far = new FakePathProbe();
  open = true;
  /** What comes back although the gate is closed. */
  portal = false;

  constructor() {
    this.far.answer = ({ kind }): ProbeOutcome["kind"] =>
      this.open ? "answered" : this.portal && kind === "page" ? "foreign" : "silent";
  }

  async boot(ordered: readonly string[] = ORDERED, sampled = "10s"): Promise<void> {
    const settings = [...QUICK, `meter.sample_interval=${sampled}`, ...ordered];
    await this.scene.boot({
      wall: Math.max(NOW, this.scene.clock.wallMs()),
      settings,
      mqtt: false,
      pathProbe: this.far,
    });
    await this.scene.pass(Minutes(2));
  }

  /** The device does its business every half minute, or more rarely. */
  async work(minutes: number, every: Duration = Seconds(30)): Promise<void> {
    for (let n = 0; n < Minutes(minutes) / every; n += 1) {
      this.scene.counters.carry("tx", 2, 150);
      if (this.open) this.scene.counters.carry("rx", 2, 400);
      await this.scene.pass(every);
    }
  }

  get kinds(): readonly string[] {
    return this.scene.diagnosis.answer(false).findings.map(({ kind }) => kind);
  }

  get state(): string | undefined {
    return this.scene.diagnosis.answer(false).diagnosis?.state;
  }

  get probes() {
    return this.scene.diagnosis.answer(false).probes;
  }
}

test("a gate without a signal is told within minutes by two probes to two places; without probes it is not told at all", async () => {
  const states: unknown[] = [];
  for (const ordered of [[], ORDERED]) {
    const device = new Gated();
    await device.boot(ordered);
    await device.work(10);
    expect(device.state).toBe("calm");
    device.open = false;
    await device.work(4);
    states.push([device.state, device.kinds.includes("path-silent"), device.far.kinds]);
    await device.scene.stop();
  }
  expect(states).toEqual([
    ["calm", false, []],
    ["trouble", true, ["echo", "tcp", "page"]],
  ]);
});

test("a device that works sends none, and none when its business pauses", async () => {
  const device = new Gated();
  await device.boot();
  await device.work(60);
  await device.scene.pass(Hours(6));
  expect(device.far.kinds).toEqual([]);
  expect(device.probes).toMatchObject({ spentToday: 0, waits: "not-doubted", results: [] });
});

test("a portal's page is no packet of the business, and the gate is told as the portal's", async () => {
  const device = new Gated();
  await device.boot();
  await device.work(5);
  device.open = false;
  device.portal = true;
  // The page is counted by the interface as any other byte.
  const { answer } = device.far;
  device.far.answer = (request) => {
    if (request.kind === "page") device.scene.counters.carry("rx", 2, 700);
    return answer(request);
  };
  await device.work(6);
  expect(device.far.kinds).toContain("page");
  expect(device.kinds).toContain("portal-answers");
  expect(device.kinds).not.toContain("path-open");
});

test("a server that is down is not taken for a closed gate", async () => {
  const device = new Gated();
  await device.boot();
  await device.work(5);
  device.open = false;
  device.far.answer = ({ kind }) => (kind === "echo" ? "silent" : "answered");
  await device.work(5);
  expect(device.far.kinds).toEqual(["echo", "tcp", "dns", "page"]);
  expect(device.kinds).toContain("server-silent");
  expect(device.kinds).not.toContain("path-silent");
});

test("what was found holds until the next round, and ends with the first packet that comes back", async () => {
  const device = new Gated();
  await device.boot();
  await device.work(5);
  device.open = false;
  await device.work(5);
  for (let n = 0; n < 19; n += 1) {
    await device.work(5);
    expect(device.kinds).toContain("path-silent");
  }
  device.open = true;
  await device.work(2);
  expect(device.kinds).not.toContain("path-silent");
  expect(device.kinds).not.toContain("server-silent");
  expect(device.state).toBe("calm");
});

test("behind a closed gate the rounds become ever rarer, and a restart is no new beginning", async () => {
  const device = new Gated();
  await device.boot();
  await device.work(5);
  device.open = false;
  await device.work(60);
  const hour = device.far.asked.length;
  expect(hour).toBeGreaterThan(6);
  await device.work(60);
  const both = device.far.asked.length;
  expect(both - hour).toBeLessThan(hour / 2);
  const spent = device.probes?.spentToday ?? 0;
  for (let n = 0; n < 5; n += 1) {
    await device.boot();
    await device.work(2);
  }
  expect(device.far.asked.length).toBe(both);
  expect(device.probes?.spentToday).toBeGreaterThanOrEqual(spent);
});

test("a day behind a closed gate costs no more than was ordered; the next day has its own", async () => {
  const device = new Gated();
  await device.boot([...ORDERED, "probe.bytes_per_day=1 KiB"], "1min");
  await device.work(5);
  device.open = false;
  await device.work(20 * 60, Minutes(5));
  expect(device.probes).toMatchObject({ waits: "budget" });
  expect(device.probes?.spentToday).toBeGreaterThan(500);
  expect(device.far.asked.length * 88).toBeLessThanOrEqual(1_024);
  const first = device.far.asked.length;
  await device.work(6 * 60, Minutes(5));
  expect(device.far.asked.length).toBeGreaterThan(first);
});

test("what was asked with another address says nothing of this one", async () => {
  const device = new Gated();
  await device.boot();
  await device.work(5);
  device.open = false;
  device.far.answer = () => "held";
  await device.work(3);
  expect(device.far.kinds).toEqual(["echo"]);
  device.far.own = ["10.64.0.99"];
  device.far.end("silent");
  await device.scene.pass(Millis(100));
  expect(device.probes?.results).toEqual([]);
  expect(device.probes?.spentToday).toBeGreaterThan(0);
});

test("while the modem finds no network nothing is sent", async () => {
  const device = new Gated();
  await device.boot();
  await device.work(5);
  device.open = false;
  device.scene.modem.search();
  await device.work(30);
  expect(device.far.kinds).toEqual([]);
  expect(device.probes?.waits).toBe("closed");
});

test("while a person has the device rest nothing is sent", async () => {
  const device = new Gated();
  await device.boot();
  await device.work(5);
  const rest = {
    do: "set-override",
    by: "li",
    level: "offline",
    reason: "a holiday",
    until: "2026-11-22 12:00",
  } as const;
  expect(await device.scene.judge.overrides.set(rest)).toMatchObject({ result: "override-set" });
  device.open = false;
  await device.work(30);
  expect(device.far.kinds).toEqual([]);
  expect(device.probes?.waits).toBe("closed");
});
