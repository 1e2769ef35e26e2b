import { type Duration, Millis, Minutes } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import type { ClassLimit } from "../enforce/kernel-limits.ts";
import { limitsOf } from "../enforce/limits-of.ts";
import type { Allowance } from "../policy/allowance.ts";
import type { Enforced } from "../policy/decide.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Gate } from "../ports/gate.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { UplinkQueue } from "../ports/uplink-queue.ts";
import type { LimitsView } from "../report/limits-contract.ts";
import type { Settings } from "../settings/declaration.ts";
import type { EnforceLoop } from "./enforce-loop.ts";
import { openEnforce } from "./enforce-side.ts";
import type { TellLimits } from "./tell-limits.ts";

/** The kernel's side of a machine; absent where nothing of it may be touched. */
export interface KernelParts {
  readonly gate: Gate;
  readonly queue: UplinkQueue;
  /** Whom the agent runs as. */
  readonly uid: number;
}

export interface LimitsPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly interfaces: Interfaces;
  readonly kernel?: KernelParts;
}

export interface LimitsHooks {
  /** IP bytes of both directions that the metered uplinks have carried in this run. */
  carried(): bigint;
  /** Has the counters read now. */
  sample(): void;
  /** What each class may send, as of this moment. */
  allowances(): readonly Allowance[];
  /** The filter has counted so much less than the interface, in parts of a million. */
  guard(partsOfAMillion: bigint): void;
  changed(): void;
  readonly tell: TellLimits;
}

/** Allowances run down as bytes pass: the kernel is told anew so often, and at once when a level changes. */
const EVERY = Minutes(1);
/** What changes in one turn is told the kernel once. */
const TOGETHER = Millis(20);

/** Hands what the policy allows to the kernel, and says whether it is kept there. */
export class LimitsSide {
  readonly #ports: LimitsPorts;
  readonly #settings: Settings;
  readonly #bootId: string;
  readonly #hooks: LimitsHooks;
  #loop: EnforceLoop | undefined;
  #begun: Promise<void> = Promise.resolve();
  #timer: Cancel = () => {};
  #told: Enforced = "no";
  #guard = 0n;
  #passing = false;
  /** Something was decided while the kernel was being told of before. */
  #again = false;
  #stopped = false;

  constructor(ports: LimitsPorts, { settings, bootId }: { settings: Settings; bootId: string }, hooks: LimitsHooks) {
    this.#ports = ports;
    this.#settings = settings;
    this.#bootId = bootId;
    this.#hooks = hooks;
  }

  get enforced(): Enforced {
    return this.#ordered ? (this.#loop?.view.enforced ?? "advised") : "no";
  }

  /** Bytes of the class that the kernel counted in this run; none where it keeps no limits. */
  used(name: string): number {
    return this.#ordered ? Number(this.#loop?.used(name) ?? 0n) : 0;
  }

  /** Undefined where no limits are ordered. */
  get view(): LimitsView | undefined {
    if (!this.#ordered) return undefined;
    const { why, remedy, lacking = [], wasted = new Map<string, bigint>() } = this.#loop?.view ?? {};
    const thrown = Object.fromEntries(
      [...wasted].flatMap(([name, bytes]) => (bytes > 0n ? [[name, Number(bytes)]] : [])),
    );
    return {
      enforced: this.enforced,
      lacking: [...lacking],
      ...(Object.keys(thrown).length === 0 ? {} : { wasted: thrown }),
      ...(why === undefined ? {} : { why }),
      ...(remedy === undefined ? {} : { remedy }),
    };
  }

  start(): void {
    this.#begun = this.#begin().catch((thrown: unknown) =>
      this.#ports.log.error("agent-fault", { what: "keeping limits in the kernel", why: textOf(thrown) }),
    );
  }

  /** Another level, or another word of a person. */
  decided(): void {
    if (this.#loop === undefined || !this.#ordered) return;
    if (this.#passing) this.#again = true;
    else this.#wait(TOGETHER);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    await this.#begun;
    await this.#loop?.stop();
  }

  /** Without a rule that says what is of which class there is nothing that the kernel could hold. */
  get #ordered(): boolean {
    const { enforce, classRule = [] } = this.#settings;
    return this.#ports.kernel !== undefined && enforce.mode !== "off" && classRule.length > 0;
  }

  async #begin(): Promise<void> {
    const { kernel, log: _log, ...ports } = this.#ports;
    if (kernel === undefined) return;
    const { gate, queue, uid } = kernel;
    const { tell } = this.#hooks;
    const limits = (): readonly ClassLimit[] => this.#limits();
    const parts = { ...ports, gate, queue, tell, limits, carried: () => this.#hooks.carried() };
    this.#loop = await openEnforce(parts, this.#settings, { bootId: this.#bootId, uid });
    if (this.#ordered) await this.#pass();
  }

  #limits(): readonly ClassLimit[] {
    this.#hooks.sample();
    return limitsOf(this.#hooks.allowances());
  }

  /** There is one next time, never two: each would arm another. */
  #wait(delay: Duration): void {
    this.#timer();
    if (!this.#stopped) this.#timer = this.#ports.clock.after(delay, () => void this.#pass());
  }

  /** The mark comes before the counters are read: what passes meanwhile is taken off what is applied. */
  async #pass(): Promise<void> {
    const loop = this.#loop;
    if (loop === undefined || this.#stopped) return;
    this.#passing = true;
    this.#again = false;
    try {
      // Where the kernel keeps nothing the counters are read at the meter's own pace, and never for this.
      if (loop.view.enforced === "kernel") {
        await loop.mark();
        const limits = this.#limits();
        // Whatever was decided until here is among these.
        this.#again = false;
        await loop.apply(limits);
      }
    } catch (thrown) {
      this.#ports.log.error("agent-fault", { what: "keeping limits in the kernel", why: textOf(thrown) });
    }
    const { guard } = loop.view;
    if (guard !== this.#guard) this.#hooks.guard((this.#guard = guard));
    if (this.enforced !== this.#told) {
      this.#told = this.enforced;
      this.#hooks.changed();
    }
    this.#passing = false;
    this.#wait(this.#again ? TOGETHER : EVERY);
  }
}
