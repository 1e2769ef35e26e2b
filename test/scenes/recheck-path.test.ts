import { expect, test } from "vitest";
import { obeyRecheck } from "../../src/agent/diagnosis-orders.ts";
import { type Duration, Minutes, Seconds } from "../../src/base/duration.ts";
import { diagnosisSlip } from "../../src/cli/diagnosis-slip.ts";
import { diagnosisScreen } from "../../src/cli/diagnosis-screen.ts";
import type { ProbeOutcome, ProbeRequest } from "../../src/ports/path-probe.ts";
import type { RecheckAnswer } from "../../src/report/recheck-answer.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakePathProbe } from "../support/fake-path-probe.ts";
import { shippedFamilies } from "../support/shipped-families.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const SETTINGS = ["bearer.owner=agent", "clock.trust_system=true", "modem.poll_interval=30s"];
const ECHO = "probe.echo=198.51.100.7:7";
const TCP = "probe.tcp=203.0.113.9:443";
const PAGE = "probe.page=http://203.0.113.80/alive";
/** As long as a probe waits for an answer. */
const SILENCE: Duration = Seconds(10);

type Far = (kind: ProbeRequest["kind"]) => ProbeOutcome["kind"];
const DEAD: Far = () => "silent";
const PORTAL: Far = (kind) => (kind === "page" ? "foreign" : "silent");
const OPEN: Far = () => "answered";

/** A registered device with its call up, whose far side goes by `says`; silence takes its time. */
class Device {
  readonly scene = new AgentScene();
  readonly far = new FakePathProbe();
  says: Far = OPEN;

  constructor() {
    this.far.answer = ({ kind }) => {
      const said = this.says(kind);
      if (said === "answered") return said;
      this.scene.clock.after(SILENCE, () => this.far.end(said));
      return "held";
    };
  }

  async boot(...ordered: readonly string[]): Promise<this> {
    const settings = [...SETTINGS, "meter.sample_interval=10s", ...ordered];
    const { scene, far } = this;
    await scene.boot({ wall: NOW, settings, families: shippedFamilies, mqtt: false, pathProbe: far });
    await this.work(5, true);
    return this;
  }

  async work(minutes: number, answered: boolean): Promise<void> {
    for (let n = 0; n < minutes * 6; n += 1) {
      this.scene.counters.carry("tx", 2, 150);
      if (answered) this.scene.counters.carry("rx", 2, 400);
      await this.scene.pass(Seconds(10));
    }
  }

  async recheck(): Promise<
    NonNullable<RecheckAnswer["recheck"]> & { readonly seconds: number; readonly text: string }
  > {
    expect(obeyRecheck(this.scene.diagnosis, { do: "recheck", by: "Li" }).result).toBe("recheck-begun");
    for (let seconds = 0; seconds <= 90; seconds += 1) {
      const { recheck } = this.scene.diagnosis.rechecks.answer;
      const text = recheck?.lines.map(({ en, zh }) => `${en} ${zh}`).join("\n") ?? "";
      if (recheck?.verdict !== undefined) return { ...recheck, seconds, text };
      await this.scene.pass(Seconds(1));
    }
    throw new Error("no verdict within 90 seconds");
  }

  get answer() {
    return this.scene.diagnosis.answer(false);
  }

  get screen(): string {
    return diagnosisScreen(this.answer, ["en", "zh"]);
  }
}

for (const [name, says] of [
  ["a dead path", DEAD],
  ["a carrier's portal", PORTAL],
] as const)
  test(`behind ${name} the first silence of another look is no good news; what was found stands`, async () => {
    const device = await new Device().boot(ECHO, TCP, PAGE);
    device.says = says;
    await device.work(6, false);
    expect(device.answer.diagnosis?.state).toBe("trouble");
    const before = device.far.asked.length;
    const { cause } = device.answer.diagnosis?.causes[0] ?? {};
    const end = await device.recheck();
    expect(end).toMatchObject({ verdict: "same-cause", cause });
    expect(end.text).not.toMatch(/Data is back/);
    expect(device.far.kinds.slice(before)).toEqual(["echo", "tcp", "page"]);
    expect(device.answer.diagnosis?.state).toBe("trouble");
  });

test("a path that answers again is told as back when the round is complete, and what was not asked again no longer counts", async () => {
  const device = await new Device().boot(ECHO, TCP, PAGE);
  device.says = PORTAL;
  await device.work(6, false);
  // The business's own silence is out of date then; else its server would be told as down.
  await device.scene.pass(Minutes(16));
  device.says = OPEN;
  const before = device.far.asked.length;
  const end = await device.recheck();
  expect(end.verdict).toBe("back");
  expect(device.far.kinds.slice(before)).toEqual(["echo", "tcp"]);
  expect(device.answer.findings.map(({ kind }) => kind)).not.toContain("portal-answers");
  expect(device.screen).toMatch(/Nothing says that anything is wrong/);
});

test("a probe budget that pays for one kind only: neither well nor back, and the budget is named", async () => {
  const device = await new Device().boot(ECHO, TCP, "probe.bytes_per_day=1 KiB");
  expect(device.scene.diagnosis.spend(400)).toBe(true);
  device.says = DEAD;
  await device.work(6, false);
  expect(device.far.kinds).toEqual(["echo"]);
  const used = /not known: the probe budget of today is used up \(\d+ of 1024 bytes.*probe\.bytes_per_day/;
  expect(device.screen).toMatch(used);
  expect(device.screen).toMatch(/今日探测流量额度已用完/);
  expect(device.screen).not.toMatch(/Nothing says that anything is wrong|未发现异常/);
  expect(diagnosisSlip(device.answer, 32, "zh").join("")).toMatch(/今日探测流量额度已用完/);
  expect(device.answer.probes).toMatchObject({ waits: "budget", open: "budget" });
  const end = await device.recheck();
  expect(end.verdict).toBe("not-known");
  expect(end.text).toMatch(used);
  expect(end.text).not.toMatch(/Nothing was wrong|Data is back|cannot be asked/);
  await device.work(1, true);
  expect(device.screen).toMatch(/Nothing says that anything is wrong/);
});

test("one kind of probe alone that is silent proves nothing, neither way", async () => {
  const device = await new Device().boot(ECHO);
  device.says = DEAD;
  await device.work(4, false);
  expect(device.screen).toMatch(/not known: what was sent last was not answered.*two addresses/);
  const end = await device.recheck();
  expect(end.verdict).toBe("not-known");
  expect(end.text).toMatch(/not known: what was sent last was not answered/);
  await device.scene.pass(Minutes(20));
  device.says = OPEN;
  expect((await device.recheck()).verdict).toBe("back");
});

test("with no probe and nothing that came back lately, another look does not say that all is well, as `diagnose` does not", async () => {
  const device = await new Device().boot();
  expect((await device.recheck()).verdict).toBe("nothing-wrong");
  await device.scene.pass(Minutes(30));
  expect(device.answer.diagnosis?.unseen).toContain("path");
  const end = await device.recheck();
  expect(end.verdict).toBe("not-known");
  expect(end.text).toMatch(/whether data passes is not known: nothing came back lately.*数据是否畅通无法确定/);
  expect(end.text).not.toMatch(/Nothing was wrong|一切正常|cannot be asked/);
});
