import { type Money, parseMoney } from "../money.ts";

/** Bounded in every part. An account may be in debt. */
const PIECE = /(-?)(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(\.\d{1,6})?(?:元|RMB|CNY)/y;

/** An amount of money at that place of a `replyText`: `86.50元`, `-3.2元`. Undefined: there is none, or nothing says that it is money. */
export function readMoney(text: string, at: number): { readonly money: Money; readonly end: number } | undefined {
  PIECE.lastIndex = at;
  const match = PIECE.exec(text);
  if (match === null) return undefined;
  const [whole, sign, digits = "", fraction = ""] = match;
  const amount = parseMoney(digits.replaceAll(",", "") + fraction);
  return amount === undefined ? undefined : { money: sign === "-" ? -amount : amount, end: at + whole.length };
}
