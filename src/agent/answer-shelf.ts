import { defined } from "../base/defined.ts";
import { WallMs } from "../base/instant.ts";
import { ASKED_BESIDE, type AskedBeside } from "../plan/reading/carrier-query.ts";
import type { ReplyFigures } from "../plan/reading/reply-template.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import { readKept } from "./kept-json.ts";

/** What the carrier answered to another question than how much was used. Hearsay, shown and never reckoned with. */
export interface KeptAnswer extends Omit<ReplyFigures, "asOf"> {
  readonly iccid: string;
  readonly about: AskedBeside;
  /** The carrier's "data as of" where it says one, else when it came. */
  readonly asOf: WallMs;
  readonly heardAt: WallMs;
}

const KEY = "reading/answers";
/** A technician's drawer of cards. */
const MOST = 20;

/** The newest answer of each kind that a card's carrier gave. */
export class AnswerShelf {
  #answers: readonly KeptAnswer[];

  private constructor(answers: readonly KeptAnswer[]) {
    this.#answers = answers;
  }

  /** Rejects only when the store does. */
  static async open(store: Pick<Store, "get">): Promise<AnswerShelf> {
    return new AnswerShelf((readKept(await store.get(KEY), areRows) ?? []).map(answerOf));
  }

  of(iccid: string): readonly KeptAnswer[] {
    return this.#answers.filter((answer) => answer.iccid === iccid);
  }

  /** The operations belong into one batch with the message that it was read from. */
  keep(answer: KeptAnswer): readonly StoreOp[] {
    const others = this.#answers.filter(({ iccid, about }) => iccid !== answer.iccid || about !== answer.about);
    this.#answers = [...others, answer].slice(-MOST);
    return [{ put: KEY, value: JSON.stringify(this.#answers.map(rowOf)) }];
  }
}

const AMOUNTS = ["used", "remaining", "total", "balance"] as const;
/** JSON has no bigints. */
type Row = Pick<KeptAnswer, "iccid" | "about"> & { readonly asOf: number; readonly heardAt: number } & {
  readonly [amount in (typeof AMOUNTS)[number]]?: string;
};

const rowOf = ({ used, remaining, total, balance, ...rest }: KeptAnswer): Row =>
  defined({
    ...rest,
    used: textOf(used),
    remaining: textOf(remaining),
    total: textOf(total),
    balance: textOf(balance),
  });
const textOf = (amount: bigint | undefined): string | undefined => amount?.toString();

const answerOf = ({ iccid, about, asOf, heardAt, used, remaining, total, balance }: Row): KeptAnswer =>
  defined({
    iccid,
    about,
    asOf: WallMs(asOf),
    heardAt: WallMs(heardAt),
    used: amountOf(used),
    remaining: amountOf(remaining),
    total: amountOf(total),
    balance: amountOf(balance),
  });
const amountOf = (text: string | undefined): bigint | undefined => (text === undefined ? undefined : BigInt(text));

const isWhole = (value: unknown): boolean => typeof value === "string" && /^-?\d{1,30}$/.test(value);

/** Written by this program alone, but BigInt throws where it is not. */
const isRow = (value: unknown): value is Row => {
  if (typeof value !== "object" || value === null) return false;
  const row: Partial<Record<string, unknown>> = { ...value };
  const about: readonly unknown[] = ASKED_BESIDE;
  return (
    typeof row["iccid"] === "string" &&
    about.includes(row["about"]) &&
    typeof row["asOf"] === "number" &&
    typeof row["heardAt"] === "number" &&
    AMOUNTS.every((name) => row[name] === undefined || isWhole(row[name]))
  );
};
const areRows = (value: unknown): value is readonly Row[] => Array.isArray(value) && value.every(isRow);
