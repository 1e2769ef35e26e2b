import { Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { ClassLimit } from "../enforce/kernel-limits.ts";
import { queuePlan, queueRemoval } from "../enforce/queue-plan.ts";
import type { Clock } from "../ports/clock.ts";
import type { UplinkQueue } from "../ports/uplink-queue.ts";
import type { TellLimits } from "./tell-limits.ts";

const LOOK_EVERY = Minutes(1);

/** How the metered uplinks send: whole packets, so that they are counted as they are billed, and no class faster than it may. */
export class EnforceQueues {
  readonly #queue: UplinkQueue;
  readonly #clock: Clock;
  readonly #tell: TellLimits;
  /** The metered interfaces that are there now. */
  readonly #names: () => readonly string[];
  #limits: readonly ClassLimit[] = [];
  #looked: { readonly at: MonoMs; readonly names: string } | undefined;
  readonly #said = new Map<string, string>();

  constructor(
    ports: { readonly queue: UplinkQueue; readonly clock: Clock; readonly tell: TellLimits },
    names: () => readonly string[],
  ) {
    this.#queue = ports.queue;
    this.#clock = ports.clock;
    this.#tell = ports.tell;
    this.#names = names;
  }

  /** What is not as it should be, a sentence for each interface. */
  get lacking(): readonly string[] {
    return [...this.#said].map(([name, why]) => `rates on ${name} are not kept: ${why}`);
  }

  /** Nothing is looked at while the rates are those of before. */
  async apply(limits: readonly ClassLimit[]): Promise<void> {
    const same = limits.every(
      (limit) => limit.upRate === this.#limits.find((one) => one.class === limit.class)?.upRate,
    );
    this.#limits = limits;
    if (!same || this.#looked === undefined) await this.#look(this.#names());
  }

  /** An interface that came again has the kernel's default; it takes three processes to see that. */
  async inspect(): Promise<void> {
    const names = this.#names();
    const due = this.#looked === undefined || elapsed(this.#looked.at, this.#clock.monoMs()) >= LOOK_EVERY;
    if (due || names.join("/") !== this.#looked?.names) await this.#look(names);
  }

  async #look(names: readonly string[]): Promise<void> {
    this.#looked = { at: this.#clock.monoMs(), names: names.join("/") };
    for (const gone of [...this.#said.keys()].filter((name) => !names.includes(name))) this.#said.delete(gone);
    for (const name of names) {
      const seen = await this.#queue.look(name);
      if (seen.kind === "absent") continue;
      if (seen.kind === "unavailable") {
        this.#say(name, `${seen.why} (${seen.remedy})`);
        continue;
      }
      const plan = queuePlan(this.#limits, seen);
      const end = plan.steps.length === 0 ? { kind: "done" as const } : await this.#queue.change(name, plan.steps);
      if (end.kind !== "done") this.#say(name, end.why);
      else if (plan.kind === "foreign") this.#say(name, `${plan.why}: ${plan.remedy}`);
      else this.#said.delete(name);
    }
  }

  async remove(): Promise<void> {
    for (const name of this.#names()) {
      const seen = await this.#queue.look(name);
      if (seen.kind === "link") await this.#queue.change(name, queueRemoval(seen));
    }
  }

  #say(name: string, why: string): void {
    if (this.#said.get(name) === why) return;
    this.#said.set(name, why);
    this.#tell("limit-refused", { interface: name, why });
  }
}
