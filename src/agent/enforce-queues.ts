import type { ClassLimit } from "../enforce/kernel-limits.ts";
import { queuePlan, queueRemoval } from "../enforce/queue-plan.ts";
import type { Log } from "../ports/log.ts";
import type { UplinkQueue } from "../ports/uplink-queue.ts";

/** How the metered uplinks send: whole packets, so that they are counted as they are billed, and no class faster than it may. */
export class EnforceQueues {
  readonly #queue: UplinkQueue;
  readonly #log: Log;
  /** The metered interfaces that are there now. */
  readonly #names: () => readonly string[];
  #limits: readonly ClassLimit[] = [];
  readonly #said = new Map<string, string>();

  constructor(ports: { readonly queue: UplinkQueue; readonly log: Log }, names: () => readonly string[]) {
    this.#queue = ports.queue;
    this.#log = ports.log.station("enforce");
    this.#names = names;
  }

  /** What is not as it should be, a sentence for each interface. */
  get lacking(): readonly string[] {
    return [...this.#said].map(([name, why]) => `rates on ${name} are not kept: ${why}`);
  }

  async apply(limits: readonly ClassLimit[]): Promise<void> {
    this.#limits = limits;
    await this.inspect();
  }

  /** An interface that came again has the kernel's default. */
  async inspect(): Promise<void> {
    const names = this.#names();
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
    this.#log.warn("limit-refused", { interface: name, why });
  }
}
