import { describe, expect, test } from "vitest";
import { Days, type Duration, Hours, Minutes } from "../../src/base/duration.ts";
import type { RepairCommands } from "../../src/ports/repair-commands.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakePathProbe } from "../support/fake-path-probe.ts";
import { shippedFamilies } from "../support/shipped-families.ts";

const STEP: Duration = Minutes(10);
const BUDGET = 32_768;
const SETTINGS = [
  "bearer.owner=agent",
  "bearer.apn=cmiot",
  "clock.trust_system=true",
  "fleet.size=60",
  "recovery.reboots_per_day=4",
  "modem.poll_interval=10min",
  "meter.sample_interval=1min",
  "probe.echo=198.51.100.7:7",
  "probe.tcp=203.0.113.9:443",
  "probe.page=http://203.0.113.80/alive",
  "probe.bytes_per_day=32 KiB",
];

const RESET = /\+CFUN=(0|1,1|6|15)|^ATZ|&F/;
const CYCLE = /\+CFUN=4/;
/** What the network sees and may refuse. */
const ATTEMPT = /\+CGACT=1|\+CGATT=1|\+CGDATA|\+COPS=|^ATD/;

/** A device that works on for a week while its card is stopped, and may do whatever repairs there are. */
class StoppedWeek {
  readonly scene = new AgentScene();
  readonly repairs: string[] = [];
  readonly #far = new FakePathProbe();
  readonly #acts: { readonly line: string; readonly at: number }[] = [];
  /** On probes, the most of a day. */
  spent = 0;
  #heard = 0;
  #open = true;

  static async boot(): Promise<StoppedWeek> {
    const week = new StoppedWeek();
    const repairCommands: RepairCommands = {
      can: ["power-cycle", "reboot"],
      run: async ({ request }) => {
        week.repairs.push(request);
        return { kind: "done" };
      },
    };
    week.#far.answer = () => (week.#open ? "answered" : "silent");
    const ports = { families: shippedFamilies, mqtt: false, pathProbe: week.#far, repairCommands };
    await week.scene.boot({ wall: Date.UTC(2026, 10, 12, 1), settings: SETTINGS, ...ports });
    await week.pass(Minutes(30));
    return week;
  }

  stop(kind: string, variant: string): void {
    this.scene.modem.suspend(kind, { variant });
    this.#open = false;
  }

  resume(): void {
    this.scene.modem.restore({ radioCycle: false });
    this.#open = true;
  }

  async pass(time: Duration): Promise<void> {
    for (let n = 0; n < time / STEP; n += 1) {
      this.scene.counters.carry("tx", 2, 150);
      if (this.#open) this.scene.counters.carry("rx", 2, 400);
      await this.scene.pass(STEP);
      const at = this.scene.clock.wallMs();
      this.#acts.push(...this.scene.heard.slice(this.#heard).map((line) => ({ line, at })));
      this.#heard = this.scene.heard.length;
      this.spent = Math.max(this.spent, this.scene.diagnosis.answer(false).probes?.spentToday ?? 0);
    }
  }

  count(what: RegExp): number {
    return this.#acts.filter(({ line }) => what.test(line)).length;
  }

  /** The most of them within any hour. */
  busiest(what: RegExp): number {
    const times = this.#acts.filter(({ line }) => what.test(line)).map(({ at }) => at);
    return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + Hours(1)).length));
  }

  get isWell(): boolean {
    return this.scene.diagnosis.view?.diagnosis.state === "calm" && this.scene.status.state.service.data === "up";
  }

  /** Until it looks again, as it is told. */
  get untilNext(): number {
    return Date.parse(this.scene.status.recovery?.next ?? "") - this.scene.clock.wallMs();
  }
}

describe.each([
  ["arrears", "one-way", [0, 2]],
  ["arrears", "two-way", [1, 0]],
  ["over-limit", "barred", [0, 2]],
  ["over-limit", "gate", [0, 0]],
] as const)("a week of %s, %s", (kind, variant, [cycles, attempts]) => {
  test("no reset and no power cut, few attempts and few bytes, and its end is noticed at the next look", async () => {
    const week = await StoppedWeek.boot();
    const dialled = week.count(ATTEMPT);
    week.stop(kind, variant);
    await week.pass(Days(1));
    expect(week.count(CYCLE)).toBeLessThanOrEqual(4);
    await week.pass(Days(6));
    expect(week.scene.diagnosis.view?.diagnosis.state).toBe("trouble");
    expect([week.count(RESET), week.repairs]).toEqual([0, []]);
    expect(week.busiest(CYCLE)).toBe(cycles);
    expect(week.count(CYCLE)).toBeLessThanOrEqual(cycles * 10);
    expect(week.count(ATTEMPT) - dialled).toBeLessThanOrEqual(attempts * 6);
    expect(week.spent).toBeLessThanOrEqual(BUDGET);
    const next = week.untilNext;
    week.resume();
    // The business's own packets are the first to know of a gate that is open again, but for those beside a probe.
    await week.pass(variant === "gate" ? Minutes(20) : Minutes(Math.ceil(next / Minutes(1)) + 2 * (STEP / Minutes(1))));
    expect(week.isWell).toBe(true);
  }, 120_000);
});
