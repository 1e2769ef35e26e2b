import { minBytes } from "../base/bytes.ts";
import { cgroupLines, FLUSH_CGROUPS } from "../enforce/cgroup-rules.ts";
import { filterSteps, type Loaded, wantedPrint } from "../enforce/filter-diff.ts";
import { type FilterTable, filterTable, REST } from "../enforce/filter-rules.ts";
import type { FilterShape } from "../enforce/filter-shape.ts";
import type { LeaseEffect } from "../enforce/lease.ts";
import { DELETE_TABLE, LIST_COUNTERS, LIST_QUOTAS, LIST_TABLE, resetQuota, setQuota } from "../enforce/nft-words.ts";
import {
  type QuotaReading,
  readCounts,
  readQuotas,
  readTable,
  readWaste,
  type TableReading,
} from "../enforce/table-reading.ts";
import type { Gate, GateAnswer, GateCommand, NftJson } from "../ports/gate.ts";
import type { TellLimits } from "./tell-limits.ts";

export interface NotKept {
  readonly kind: "not-kept";
  readonly why: string;
  readonly remedy: string;
}

export interface Ready {
  readonly kind: "ready";
  readonly reading: TableReading;
  readonly loaded: Loaded;
  /** Rules of the settings that are not in force, and why, for people. */
  readonly lacking: readonly string[];
  /** Somebody had changed or deleted the rules: what passed until now was counted by nobody here. */
  readonly restored: boolean;
}

type Told = { readonly kind: "told"; readonly objects: readonly NftJson[] } | NotKept;

/** Our table in the kernel: looked at, put right, and told what to change. */
export class EnforceTable {
  readonly #gate: Gate;
  readonly #tell: TellLimits;
  readonly #shape: FilterShape;
  readonly #uplinks: readonly string[];
  readonly #wanted: FilterTable;
  #lacking: readonly string[] = [];
  #wasted: ReadonlyMap<string, bigint> = new Map();
  #quotas: ReadonlyMap<string, QuotaReading> = new Map();

  constructor(
    ports: { readonly gate: Gate; readonly tell: TellLimits },
    shape: FilterShape,
    uplinks: readonly string[],
  ) {
    this.#gate = ports.gate;
    this.#tell = ports.tell;
    this.#shape = shape;
    this.#uplinks = uplinks;
    this.#wanted = filterTable(shape);
  }

  /** `quantities`: with how much a quota begins that is not there. `lower`: before rules are put back that quotas are there for. */
  async ensure(
    loaded: Loaded | undefined,
    quantities: (quota: string) => bigint,
    lower: () => Promise<void>,
  ): Promise<Ready | NotKept> {
    const seen = await this.#look();
    if (seen.kind === "not-kept") return seen;
    const steps = filterSteps(this.#wanted, this.#uplinks, seen.reading, loaded, quantities);
    if (steps.length === 0 && loaded !== undefined && seen.reading !== undefined && this.#lacking.length === 0)
      return { kind: "ready", reading: seen.reading, loaded, lacking: [], restored: false };
    let restored = false;
    for (const step of steps) {
      if (step.kind === "load" && loaded !== undefined && step.why !== "settings") {
        restored = true;
        this.#tell("limits-restored", { found: step.why === "missing" ? "no table" : "other rules" });
        if (seen.reading !== undefined) await lower();
      }
      const told = await this.#run(step.commands);
      if (told.kind === "not-kept") return told;
    }
    this.#lacking = await this.#byCgroup();
    const after = await this.#look();
    if (after.kind === "not-kept") return after;
    if (after.reading === undefined)
      return { kind: "not-kept", why: "the table was deleted as soon as it was loaded", remedy: "find out by whom" };
    const { reading } = after;
    return {
      kind: "ready",
      reading,
      loaded: { wanted: wantedPrint(this.#wanted), print: reading.print },
      lacking: this.#lacking,
      restored,
    };
  }

  /** By class: what was dropped after it was billed, as it was read last. */
  get wasted(): ReadonlyMap<string, bigint> {
    return this.#wasted;
  }

  /** As they were read last, and with what was set since. */
  get quotas(): ReadonlyMap<string, QuotaReading> {
    return this.#quotas;
  }

  /** Undefined when they were read. */
  async read(): Promise<NotKept | undefined> {
    const told = await this.#run([LIST_QUOTAS]);
    if (told.kind === "not-kept") return told;
    const quotas = new Map(readQuotas(told.objects).map((one) => [one.name, one]));
    // nft tells no quotas where there is no table, and does not complain.
    if (!quotas.has(REST)) return { kind: "not-kept", why: "somebody has deleted the table", remedy: AGAIN };
    this.#quotas = quotas;
    return undefined;
  }

  async counts(): Promise<ReadonlyMap<string, bigint> | NotKept> {
    const told = await this.#run([LIST_COUNTERS]);
    const { dropsDown = [] } = this.#shape;
    // A counter of an earlier table's stays in it, with what it held.
    if (told.kind === "told")
      this.#wasted = new Map([...readWaste(told.objects)].filter(([name]) => dropsDown.includes(name)));
    return told.kind === "told" ? readCounts(told.objects) : told;
  }

  /** One after the other, until one is not done; what the reset returned, where there was one. */
  async carryOut(
    quota: string,
    effects: readonly LeaseEffect[],
  ): Promise<{ readonly kind: "done"; readonly returned: bigint } | NotKept> {
    let returned = 0n;
    for (const effect of effects) {
      const told = await this.#run([effect.kind === "cap" ? setQuota(quota, effect.bytes) : resetQuota(quota)]);
      if (told.kind === "not-kept") return told;
      if (effect.kind === "reset") {
        const [one] = readQuotas(told.objects);
        if (one === undefined) return { kind: "not-kept", why: "nft did not tell what it reset", remedy: AGAIN };
        returned = one.used;
      }
      this.#changed(quota, effect);
    }
    return { kind: "done", returned };
  }

  #changed(name: string, effect: LeaseEffect): void {
    const quota = this.#quotas.get(name);
    if (quota === undefined) return;
    const limit = effect.kind === "cap" ? effect.bytes : quota.limit;
    const used = effect.kind === "reset" ? 0n : minBytes(quota.used, limit);
    this.#quotas = new Map([...this.#quotas, [name, { name, limit, used }]]);
  }

  async remove(): Promise<void> {
    await this.#gate.run([DELETE_TABLE]);
  }

  async #look(): Promise<{ readonly kind: "seen"; readonly reading: TableReading | undefined } | NotKept> {
    const answer = await this.#gate.run([LIST_TABLE]);
    // What the quotas held then is still known: they begin again with what was left of them.
    if (answer.kind === "refused" && /No such file/.test(answer.why)) return { kind: "seen", reading: undefined };
    const told = this.#toldBy(answer, [LIST_TABLE]);
    if (told.kind === "not-kept") return told;
    const reading = readTable(told.objects);
    this.#quotas = new Map((reading?.quotas ?? []).map((one) => [one.name, one]));
    return { kind: "seen", reading };
  }

  async #byCgroup(): Promise<readonly string[]> {
    const lines = cgroupLines(this.#shape);
    if (lines.length === 0) return [];
    await this.#run(FLUSH_CGROUPS);
    const lacking: string[] = [];
    for (const { cgroup, line } of lines) {
      const answer = await this.#gate.run(line);
      if (answer.kind !== "done") lacking.push(`the rule by cgroup ${cgroup} is not in force: ${answer.why}`);
    }
    return lacking;
  }

  async #run(command: GateCommand): Promise<Told> {
    return this.#toldBy(await this.#gate.run(command), command);
  }

  #toldBy(answer: GateAnswer, command: GateCommand): Told {
    if (answer.kind === "done") return { kind: "told", objects: answer.objects };
    if (answer.kind === "unavailable") return { ...answer, kind: "not-kept" };
    const asked = typeof command === "string" ? command : JSON.stringify(command.at(-1));
    this.#tell("limit-refused", { asked: asked.slice(0, 200), why: answer.why });
    return { kind: "not-kept", why: `the kernel's packet filter refused it: ${answer.why}`, remedy: AGAIN };
  }
}

const AGAIN = "nothing: it is tried again";
