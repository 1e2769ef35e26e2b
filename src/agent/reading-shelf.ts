import { defined } from "../base/defined.ts";
import { WallMs } from "../base/instant.ts";
import type { Ask } from "../plan/reading/ask-limit.ts";
import type { AskedAbout } from "../plan/reading/carrier-query.ts";
import type { Comparison } from "../plan/reading/compare.ts";
import type { Reading, ReadingSource } from "../plan/reading/reading.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import { AnswerShelf } from "./answer-shelf.ts";
import { readKept } from "./kept-json.ts";

/** A reading as it lies on the device, with what our books held of the same cycle when it came. */
export interface KeptReading extends Reading {
  readonly comparison?: Comparison;
}

/** The card that is in, and since when this device has known it. */
export interface KnownCard {
  readonly iccid: string;
  readonly since: WallMs;
}

/** A question that went out. */
export interface KeptAsk extends Ask {
  readonly iccid: string;
  readonly to: string;
  readonly text: string;
  /** Absent: how much was used. */
  readonly about?: AskedAbout;
  /** By the network. */
  readonly refused?: true;
  /** By what it says the card has no SMS. */
  readonly noSms?: true;
  /** A report was asked for: references of the parts of which the service centre has not said yet what became of them. */
  readonly waiting?: readonly number[];
  readonly delivery?: "delivered" | "failed";
}

const [ROWS, ASKS, CARD] = ["reading/row/", "reading/asks", "reading/card"] as const;
const MOST_READINGS = 50;
/** A technician's drawer of cards; the one of which nothing was heard for longest goes first. */
const MOST_CARDS = 20;
/** More than any limit looks back to. */
const MOST_ASKS = 10;

/** What the store holds of readings: the newest fifty of a card, the questions asked of late, the card that is in. */
export class ReadingShelf {
  /** To other questions than how much was used. */
  readonly answers: AnswerShelf;
  readonly #store: Store;
  readonly #cards = new Map<string, Map<number, KeptReading>>();
  #asks: readonly KeptAsk[] = [];
  #card: KnownCard | undefined;
  #next = 1;

  private constructor(store: Store, answers: AnswerShelf) {
    this.#store = store;
    this.answers = answers;
  }

  /** Rejects only when the store does; rows that are none of ours are passed over. */
  static async open(store: Store): Promise<ReadingShelf> {
    const shelf = new ReadingShelf(store, await AnswerShelf.open(store));
    for await (const [key, value] of store.range(ROWS, `${ROWS}~`)) {
      const [iccid = "", seq = ""] = key.slice(ROWS.length).split("/");
      const row = readKept(value, isRow);
      if (!/^\d+$/.test(seq)) continue;
      shelf.#next = Math.max(shelf.#next, Number(seq) + 1);
      if (row !== undefined) shelf.#rowsOf(iccid).set(Number(seq), readingOf(row));
    }
    shelf.#asks = readKept(await store.get(ASKS), areAsks) ?? [];
    shelf.#card = readKept(await store.get(CARD), isCard);
    return shelf;
  }

  /** Of a card, in the order in which they came. */
  readings(iccid: string): readonly KeptReading[] {
    return [...(this.#cards.get(iccid)?.values() ?? [])];
  }

  /** Oldest first. */
  get asks(): readonly KeptAsk[] {
    return this.#asks;
  }

  get card(): KnownCard | undefined {
    return this.#card;
  }

  /** The operations belong into one batch with the message that it was read from. */
  keep(iccid: string, reading: KeptReading): readonly StoreOp[] {
    const seq = this.#next;
    this.#next += 1;
    const rows = this.#rowsOf(iccid);
    rows.set(seq, reading);
    const old = [...rows.keys()].slice(0, Math.max(0, rows.size - MOST_READINGS));
    for (const one of old) rows.delete(one);
    return [
      { put: keyOf(iccid, seq), value: JSON.stringify(rowOf(reading)) },
      ...old.map((one) => ({ del: keyOf(iccid, one) })),
      ...this.#forgetCards(),
    ];
  }

  asked(asks: readonly KeptAsk[]): readonly StoreOp[] {
    this.#asks = asks.slice(-MOST_ASKS);
    return [{ put: ASKS, value: JSON.stringify(this.#asks) }];
  }

  seen(card: KnownCard): readonly StoreOp[] {
    this.#card = card;
    return [{ put: CARD, value: JSON.stringify(card) }];
  }

  async write(ops: readonly StoreOp[]): Promise<"durable" | "kept"> {
    return await this.#store.write(ops);
  }

  #rowsOf(iccid: string): Map<number, KeptReading> {
    const known = this.#cards.get(iccid) ?? new Map<number, KeptReading>();
    this.#cards.set(iccid, known);
    return known;
  }

  #forgetCards(): readonly StoreOp[] {
    if (this.#cards.size <= MOST_CARDS) return [];
    const [oldest] = [...this.#cards].toSorted(([, a], [, b]) => Math.max(...a.keys()) - Math.max(...b.keys()));
    if (oldest === undefined) return [];
    const [iccid, rows] = oldest;
    this.#cards.delete(iccid);
    return [...rows.keys()].map((seq) => ({ del: keyOf(iccid, seq) }));
  }
}

const keyOf = (iccid: string, seq: number): string => `${ROWS}${iccid}/${String(seq).padStart(12, "0")}`;

/** JSON has no bigints. */
interface Row {
  readonly source: ReadingSource;
  readonly asOf: number;
  readonly heardAt: number;
  readonly used?: string;
  readonly remaining?: string;
  readonly total?: string;
  readonly text: string;
  readonly theirs?: string;
  readonly ours?: string;
}

const rowOf = ({ source, asOf, heardAt, text, used, remaining, total, comparison }: KeptReading): Row =>
  defined({
    source,
    asOf,
    heardAt,
    used: used?.toString(),
    remaining: remaining?.toString(),
    total: total?.toString(),
    text,
    theirs: comparison?.theirs.toString(),
    ours: comparison?.ours.toString(),
  });

const amountOf = (text: string | undefined): bigint | undefined => (text === undefined ? undefined : BigInt(text));

function readingOf({ source, asOf, heardAt, text, theirs, ours, ...amounts }: Row): KeptReading {
  return defined({
    source,
    asOf: WallMs(asOf),
    heardAt: WallMs(heardAt),
    text,
    used: amountOf(amounts.used),
    remaining: amountOf(amounts.remaining),
    total: amountOf(amounts.total),
    comparison: theirs === undefined || ours === undefined ? undefined : { theirs: BigInt(theirs), ours: BigInt(ours) },
  });
}

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === "object" && value !== null && key in value;
const isAmount = (value: unknown, key: string): boolean =>
  !has(value, key) || (typeof value[key] === "string" && /^\d{1,30}$/.test(value[key]));

/** Written by this program alone, but BigInt throws where it is not. */
const isRow = (value: unknown): value is Row =>
  has(value, "source") &&
  has(value, "text") &&
  typeof value.text === "string" &&
  has(value, "asOf") &&
  typeof value.asOf === "number" &&
  has(value, "heardAt") &&
  typeof value.heardAt === "number" &&
  ["used", "remaining", "total", "theirs", "ours"].every((key) => isAmount(value, key));

const isAsk = (value: unknown): value is KeptAsk =>
  has(value, "at") && typeof value.at === "number" && has(value, "by") && has(value, "to") && has(value, "iccid");
const areAsks = (value: unknown): value is readonly KeptAsk[] => Array.isArray(value) && value.every(isAsk);
const isCard = (value: unknown): value is KnownCard =>
  has(value, "iccid") && typeof value.iccid === "string" && has(value, "since") && typeof value.since === "number";
