import { isNothing, type Amount, beyond, both, minus, NOTHING } from "../meter/amount.ts";
import type { ClassShare } from "../meter/charge.ts";
import { readAmount, writeAmount } from "../meter/record-fields.ts";
import {
  afterBoot,
  covered,
  divideByReports,
  reported,
  reportedInVain,
  type ReportDivision,
  reportsFrom,
} from "../meter/report-division.ts";
import { readReports, writeReports } from "../meter/report-division-record.ts";
import { fieldsOf, seal, unseal } from "../meter/sealed-record.ts";
import type { UseReport } from "../bridge/decision-source.ts";
import { CLASS_CODES } from "../bridge/wire-codes.ts";
import { maxBytes, minBytes } from "../base/bytes.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import type { ReportsView } from "../report/picture.ts";

/** The totals of a grant as far as they are taken. */
interface Taken extends Amount {
  readonly over: boolean;
}

const DIVISION = "reports/division";
const GRANT = "reports/grant/";
/** The bridge knows 64 that are open and 256 that are over: with as many again no known one is ever forgotten here. */
const MOST = 512;

export interface ReportedUseOptions {
  readonly bootId: string;
  /** By their rank, as the bridge's classes are. */
  readonly classes: readonly string[];
}

export interface ReportedUsePorts {
  readonly clock: Clock;
  readonly store: Store;
}

/**
 * What programs report of their own bytes (`AT+WARDUSE`): it names the class of bytes that the meter counted, and adds none.
 * Totals of a grant are kept in one batch with the bytes that they explained, so that after a kill neither a repeated line nor
 * a line whose bytes were not booked yet is taken twice, or not at all.
 */
export class ReportedUse {
  readonly #clock: Clock;
  readonly #options: ReportedUseOptions;
  readonly #taken: Map<string, Taken>;
  readonly #unwritten = new Set<string>();
  /** The grants of before are of another boot: so are their bytes. */
  readonly #rebooted: boolean;
  #division: ReportDivision;

  /** Throws what the store throws. */
  static async open({ clock, store }: ReportedUsePorts, options: ReportedUseOptions): Promise<ReportedUse> {
    const taken = new Map<string, Taken>();
    for await (const [key, record] of store.range(GRANT, `${GRANT}~`)) {
      const fields = unseal(key, record);
      const amount = readAmount(fieldsOf(fields));
      if (amount !== undefined) taken.set(key, { ...amount, over: fields?.["over"] === true });
    }
    return new ReportedUse(clock, options, taken, readReports(await store.get(DIVISION), DIVISION));
  }

  private constructor(
    clock: Clock,
    options: ReportedUseOptions,
    taken: Map<string, Taken>,
    kept: ReportDivision | undefined,
  ) {
    const { bootId, classes } = options;
    const now = clock.monoMs();
    this.#clock = clock;
    this.#options = options;
    this.#taken = taken;
    this.#rebooted = kept !== undefined && kept.bootId !== bootId;
    this.#division =
      kept === undefined ? reportsFrom(bootId, classes, now) : this.#rebooted ? afterBoot(kept, bootId, now) : kept;
  }

  /** A report as the bridge takes it: a repeat, and a total that falls, bring nothing. */
  take(report: UseReport): void {
    this.#take(report, false);
  }

  /** Reported and booked for no class yet, as far as bytes were counted that it can be of; see `covered`. */
  covered(open: Amount, told: (name: string) => boolean): readonly ClassShare[] {
    return covered(this.#division, { open, told, now: this.#clock.monoMs() });
  }

  /** What the bridge knew before the start: taken already, or written down by the bridge and lost here. */
  takeBefore(report: UseReport): void {
    this.#take(report, this.#rebooted);
  }

  /** What of the bytes is of which class beside what the filter told, and what is to be kept with them. */
  divide(
    bytes: Amount,
    filtered: readonly ClassShare[],
  ): { readonly shares: readonly ClassShare[]; readonly ops: readonly StoreOp[] } {
    const { shares, division } = divideByReports(this.#division, bytes, filtered, this.#clock.monoMs());
    this.#division = division;
    // Where no program reports anything, nothing is written for it.
    if (isNothing(division.claimed)) return { shares, ops: [] };
    return { shares, ops: [{ put: DIVISION, value: writeReports(DIVISION, division) }, ...this.#grantOps()] };
  }

  /** Undefined while no program reported anything. */
  get view(): ReportsView | undefined {
    const { claimed, explained, confirmed, dropped } = this.#division;
    return isNothing(claimed) ? undefined : { claimed, explained, confirmed, dropped };
  }

  #take({ grant, class: word, total, beyond: surplus, last }: UseReport, inVain: boolean): void {
    // What was sent while the agent was silent has no class: it stays unattributed.
    const name = word === undefined ? undefined : this.#options.classes[CLASS_CODES[word].code - 1];
    if (name === undefined) return;
    const key = `${GRANT}${grant}`;
    const before = this.#taken.get(key);
    const said = { up: BigInt(total.up), down: BigInt(total.down) };
    const more = beyond(said, before ?? NOTHING);
    const ends = last && before?.over !== true;
    if (isNothing(more) && (!ends || before === undefined)) return;
    const now = { up: maxBytes(said.up, before?.up ?? 0n), down: maxBytes(said.down, before?.down ?? 0n) };
    // The one that ended last is forgotten last.
    if (ends) this.#taken.delete(key);
    this.#taken.set(key, { ...now, over: last || before?.over === true });
    this.#unwritten.add(key);
    // Beyond the grant nobody may send: what is said of it is not believed.
    const room = maxBytes(both(more) - BigInt(surplus), 0n);
    const up = inVain ? 0n : minBytes(more.up, room);
    const within = { up, down: inVain ? 0n : minBytes(more.down, room - up) };
    this.#division = reported(
      reportedInVain(this.#division, minus(more, within)),
      { name, ...within },
      this.#clock.monoMs(),
    );
    this.#forget();
  }

  #forget(): void {
    for (const over of [true, false]) {
      const keys = [...this.#taken].filter(([, taken]) => taken.over === over).map(([key]) => key);
      for (const key of keys.slice(0, Math.max(0, keys.length - MOST))) {
        this.#taken.delete(key);
        this.#unwritten.add(key);
      }
    }
  }

  #grantOps(): readonly StoreOp[] {
    const ops = [...this.#unwritten].map((key): StoreOp => {
      const taken = this.#taken.get(key);
      if (taken === undefined) return { del: key };
      return { put: key, value: seal(key, { ...writeAmount(taken), over: taken.over }) };
    });
    this.#unwritten.clear();
    return ops;
  }
}
