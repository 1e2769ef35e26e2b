import { maxBytes, minBytes } from "../base/bytes.ts";
import { Millis, Minutes, Seconds } from "../base/duration.ts";
import { ceilingEffects } from "../enforce/ceiling.ts";
import { REST } from "../enforce/filter-rules.ts";
import type { FilterShape } from "../enforce/filter-shape.ts";
import { compared } from "../enforce/guard.ts";
import { ceilingOf, type ClassLimit, restOf, UNLIMITED } from "../enforce/kernel-limits.ts";
import type { QuotaReading } from "../enforce/table-reading.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Gate } from "../ports/gate.ts";
import type { Store } from "../ports/store.ts";
import type { UplinkQueue } from "../ports/uplink-queue.ts";
import { EnforceQueues } from "./enforce-queues.ts";
import { EnforceLeases } from "./enforce-leases.ts";
import { ENFORCE_KEY, type EnforceRecord, readEnforceRecord } from "./enforce-record.ts";
import { EnforceTable, type NotKept } from "./enforce-table.ts";
import { KernelUse } from "./kernel-use.ts";
import type { TellLimits } from "./tell-limits.ts";

/** A review is two lines to a process that is there (0.6 ms each, measured). */
const REVIEW_EVERY = Seconds(1);
/** The whole table is read, 20 KB of text. */
const INSPECT_EVERY = Seconds(10);
/** A checkpoint follows its mark at once, or it does not come. */
const MARK_HOLDS = Seconds(5);
const LONGEST_PAUSE = Minutes(1);

export interface EnforcePorts {
  readonly gate: Gate;
  readonly store: Store;
  readonly clock: Clock;
  readonly tell: TellLimits;
  readonly queue: UplinkQueue;
  /** The metered interfaces that are there now. */
  readonly uplinks: () => readonly string[];
  /** IP bytes of both directions that the metered uplinks have carried in this run. */
  readonly carried: () => bigint;
  /** What each class may do by the counters as they are read at this moment; none where nothing was decided yet. */
  readonly limits: () => readonly ClassLimit[];
}

export interface EnforceOptions {
  readonly bootId: string;
  readonly mode: "auto" | "advise" | "off";
  readonly onExit: "keep" | "remove";
  readonly shape: FilterShape;
  /** The metered ones that are named whole; patterns stand in the shape. */
  readonly uplinks: readonly string[];
  /** A dead agent leaves no more than this to a class with a lease. */
  readonly slice: bigint;
  /** Bytes a second that classes may send, by the settings. */
  readonly rates: ReadonlyMap<string, number>;
}

export interface EnforceView {
  readonly enforced: "no" | "advised" | "kernel";
  /** Why the kernel does not keep the limits, and what to do about it. */
  readonly why?: string;
  readonly remedy?: string;
  readonly lacking: readonly string[];
  /** How much less the filter counts than the interface carries, parts of a million: for the policy to keep back. */
  readonly guard: bigint;
  /** As they were read last. */
  readonly quotas: readonly QuotaReading[];
  /** By class: what was dropped after it was billed. */
  readonly wasted: ReadonlyMap<string, bigint>;
}

/** Keeps the kernel's limits: applies what the policy allows, renews leases, and puts right what others have changed. */
export class EnforceLoop {
  readonly #ports: EnforcePorts;
  readonly #options: EnforceOptions;
  readonly #table: EnforceTable;
  readonly #leases: EnforceLeases;
  readonly #queues: EnforceQueues;
  readonly #use = new KernelUse();
  #standing: Standing | undefined;
  #mark: { readonly at: number; readonly used: ReadonlyMap<string, QuotaReading> } | undefined;
  #compared: { readonly carried: bigint; readonly counts: ReadonlyMap<string, bigint> } | undefined;
  #begun = false;
  #inspectedAt = -Infinity;
  #failures = 0;
  #cancel: Cancel = () => {};
  #turn: Promise<unknown> = Promise.resolve();
  #stopped = false;

  static async open(ports: EnforcePorts, options: EnforceOptions): Promise<EnforceLoop> {
    const kept = readEnforceRecord(await ports.store.get(ENFORCE_KEY));
    return new EnforceLoop(ports, options, kept);
  }

  private constructor(ports: EnforcePorts, options: EnforceOptions, kept: EnforceRecord | undefined) {
    this.#ports = ports;
    this.#options = options;
    this.#table = new EnforceTable(ports, options.shape, options.uplinks);
    this.#queues = new EnforceQueues(ports, ports.uplinks);
    this.#leases = new EnforceLeases({ ...ports, table: this.#table }, options.slice, kept);
  }

  /** Resolves when the kernel has the rules, or it is known why not. */
  async start(): Promise<void> {
    await this.#inTurn(() => this.#begin());
    this.#wait();
  }

  get view(): EnforceView {
    const standing = this.#standing;
    const { quotas, wasted } = this.#table;
    const shared = { guard: this.#leases.record.guard, quotas: [...quotas.values()], wasted };
    if (this.#options.mode === "off") return { enforced: "no", lacking: [], ...shared };
    if (standing?.kind === "kept")
      return { enforced: "kernel", lacking: [...standing.lacking, ...this.#queues.lacking], ...shared };
    const { why = "the agent has just started", remedy = "nothing" } = standing ?? {};
    return { enforced: "advised", why, remedy, lacking: [], ...shared };
  }

  /** Bytes of the class that the kernel counted in this run, of both directions. */
  used(name: string): bigint {
    return this.#use.of(name);
  }

  /**
   * To be called before the counters are read that the next limits are worked out from: what passes from then on is taken off
   * those limits. Without it, they hold from the moment they are applied.
   */
  mark(): Promise<void> {
    return this.#inTurn(async () => {
      this.#mark = undefined;
      if (!this.#kept || !(await this.#read())) return;
      this.#mark = { at: this.#ports.clock.monoMs(), used: this.#table.quotas };
      // After the quotas: what passes between the two is charged twice until the next time, and never not at all.
      await this.#count(false);
    });
  }

  /** What each class may do from now on (or from the mark on). At most once for each checkpoint. */
  apply(limits: readonly ClassLimit[]): Promise<void> {
    return this.#inTurn(async () => {
      const mark = this.#mark;
      this.#mark = undefined;
      if (!this.#kept || !(await this.#read())) return;
      await this.#applyAll(limits, mark?.used ?? this.#table.quotas);
      await this.#queues.apply(limits.map((limit) => ({ ...this.#rated(limit), ...limit })));
    });
  }

  /** Renews leases, and looks after the rules; comes by itself each second. */
  review(): Promise<void> {
    return this.#inTurn(() => this.#review());
  }

  /** The kernel's rules stay, or go, as the settings say. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#turn;
    if (this.#options.onExit === "remove" && this.#kept) await this.#remove();
    await this.#ports.gate.close();
  }

  get #kept(): boolean {
    return this.#standing?.kind === "kept";
  }

  /** Else the kernel is left alone, and a table of the same name is somebody else's. */
  get #ordered(): boolean {
    const { mode, shape } = this.#options;
    return mode === "auto" && shape.rules.some((rule) => rule.class === shape.classes[0]);
  }

  async #begin(): Promise<void> {
    if (this.#ordered) return await this.#inspect();
    const { mode, shape } = this.#options;
    const [first = ""] = shape.classes;
    // Rules of an earlier run would go on stopping what nobody renews any more.
    if (this.#leases.record.handle !== 0) await this.#remove();
    const why = mode === "auto" ? `no rule says what ${first} is` : `enforce.mode is "${mode}"`;
    const remedy = mode === "auto" ? `write a [[class_rule]] with class = "${first}"` : 'set enforce.mode = "auto"';
    this.#stand({ kind: "not-kept", why, remedy });
  }

  async #review(): Promise<void> {
    const { clock } = this.#ports;
    if (!this.#ordered || this.#stopped) return;
    if (this.#mark !== undefined && clock.monoMs() - this.#mark.at < MARK_HOLDS) return;
    this.#mark = undefined;
    if (!this.#begun || !this.#kept || clock.monoMs() - this.#inspectedAt >= INSPECT_EVERY) await this.#inspect();
    if (!this.#kept) return;
    const before = this.#table.quotas;
    // What is gone is put right at once, before anybody sends much.
    if (!(await this.#read())) return await this.#inspect();
    const moved = [...this.#table.quotas].some(([name, { used }]) => used !== before.get(name)?.used);
    this.#heed(await this.#leases.review(before));
    if (moved) await this.#count(false);
  }

  /** The rules as they should be, and the leases as the kernel has them. */
  async #inspect(): Promise<void> {
    this.#begun = true;
    this.#inspectedAt = this.#ports.clock.monoMs();
    const { record } = this.#leases;
    let now: readonly ClassLimit[] | undefined;
    const limits = (): readonly ClassLimit[] => (now ??= this.#ports.limits());
    const found = await this.#table.ensure(
      record.handle === 0 ? undefined : record.loaded,
      (name) => this.#beginning(name, limits()),
      async () => {
        if (limits().length > 0) await this.#ceiling(REST, restOf(limits()), this.#table.quotas);
      },
    );
    if (found.kind === "not-kept") return this.#stand(found);
    // Counters of another table began at zero.
    const anew = found.reading.handle !== record.handle;
    if (anew) this.#compared = undefined;
    this.#stand({ kind: "kept", lacking: found.lacking });
    this.#heed(await this.#leases.adopt(this.#options.bootId, found));
    if (!this.#kept) return;
    // The figures of before are too high by all that passed without rules.
    if (found.restored) await this.#applyAll(this.#ports.limits(), this.#table.quotas);
    if (!this.#kept) return;
    await this.#queues.inspect();
    await this.#compare(anew);
  }

  /** Whoever has no other counters knows by these what a class used. */
  async #count(anew: boolean): Promise<ReadonlyMap<string, bigint> | undefined> {
    const counts = await this.#table.counts();
    if (!(counts instanceof Map)) return undefined;
    this.#use.take(counts, anew);
    return counts;
  }

  /** What the settings say of a rate, where the policy says nothing. */
  #rated({ class: name }: ClassLimit): Pick<ClassLimit, "upRate"> {
    const upRate = this.#options.rates.get(name);
    return upRate === undefined ? {} : { upRate };
  }

  /** A quota that is missing begins with what is left of it now, and never with more than when it was seen last; a lease begins closed. */
  #beginning(name: string, limits: readonly ClassLimit[]): bigint {
    if (this.#leases.has(name)) return 0n;
    const own = limits.find((limit) => limit.class === name);
    const now = name === REST ? restOf(limits) : own === undefined ? UNLIMITED : ceilingOf(own);
    const seen = this.#table.quotas.get(name);
    return seen === undefined || seen.limit === UNLIMITED ? now : minBytes(now, maxBytes(seen.limit - seen.used, 0n));
  }

  /** What the interface carried beside what the filter counted is charged to who has a lease, by what they used. */
  async #compare(anew: boolean): Promise<void> {
    const counts = await this.#count(anew);
    if (counts === undefined) return;
    const now = { carried: this.#ports.carried(), counts };
    const last = this.#compared;
    this.#compared = now;
    if (last === undefined) return;
    const grown = (name: string): bigint => (counts.get(name) ?? 0n) - (last.counts.get(name) ?? 0n);
    const counted = this.#options.shape.classes.reduce((sum, name) => sum + grown(name), 0n);
    const { unseen, guard } = compared(this.#leases.record.guard, now.carried - last.carried, counted);
    this.#leases.guard(guard);
    if (unseen > 0n && counted > 0n) this.#heed(await this.#leases.charge((name) => (unseen * grown(name)) / counted));
  }

  async #applyAll(limits: readonly ClassLimit[], used: ReadonlyMap<string, QuotaReading>): Promise<void> {
    if (limits.length === 0) return;
    for (const limit of limits) await this.#applyOne(limit, used);
    await this.#ceiling(REST, restOf(limits), used);
  }

  async #applyOne({ class: name, rank, limit }: ClassLimit, used: ReadonlyMap<string, QuotaReading>): Promise<void> {
    if (limit.kind === "lease")
      return this.#heed(await this.#leases.allow(name, limit.bytes, used.get(name)?.used ?? 0n));
    await this.#leases.end(name);
    await this.#ceiling(name, ceilingOf({ class: name, rank, limit }), used);
  }

  async #ceiling(name: string, bytes: bigint, used: ReadonlyMap<string, QuotaReading>): Promise<void> {
    const now = this.#table.quotas.get(name);
    if (now === undefined) return;
    const end = await this.#table.carryOut(name, ceilingEffects(bytes, used.get(name)?.used ?? now.used, now));
    if (end.kind === "not-kept") this.#stand(end);
  }

  async #read(): Promise<boolean> {
    const trouble = await this.#table.read();
    this.#heed(trouble);
    return trouble === undefined;
  }

  async #remove(): Promise<void> {
    await this.#table.remove();
    await this.#queues.remove();
    this.#leases.forget();
    await this.#ports.store.write([{ del: ENFORCE_KEY }]);
  }

  /** How far a step went that was not done is found out at the next look. */
  #heed(trouble: NotKept | undefined): void {
    if (trouble !== undefined) this.#stand(trouble);
  }

  #stand(standing: Standing): void {
    const before = this.#standing;
    this.#standing = standing;
    if (standing.kind === "kept") {
      this.#failures = 0;
      if (before?.kind !== "kept") this.#ports.tell("limits-in-force", { uplinks: this.#options.uplinks });
      return;
    }
    this.#failures += 1;
    if (before?.kind === "not-kept" && before.why === standing.why) return;
    this.#ports.tell("limits-advised", { why: standing.why, remedy: standing.remedy });
  }

  /** Where nothing is ordered there is nothing to look at, for as long as this program runs. */
  #wait(): void {
    if (this.#stopped || !this.#ordered) return;
    const pause = Math.min(REVIEW_EVERY * 2 ** Math.max(this.#failures - 1, 0), LONGEST_PAUSE);
    this.#cancel = this.#ports.clock.after(Millis(pause), () => {
      void this.review().finally(() => this.#wait());
    });
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

type Standing = NotKept | { readonly kind: "kept"; readonly lacking: readonly string[] };
