import type { Words } from "../plan/words.ts";
import { nameOf, sureOf, type ToldCause } from "./diagnosis-words.ts";

/**
 * Whether a cause may be named as what it is. One that is merely possible (below 25 %, where `suspected` begins) is three times as likely
 * to be something else: as a headline it would be read as a verdict, and somebody would pay a bill that is paid.
 */
export const isNamed = ({ standing }: Pick<ToldCause, "standing">): boolean => standing !== "possible";

export const NOT_KNOWN: Words = {
  en: "data does not pass; the cause is not known yet",
  zh: "数据不通，原因尚未确定",
};

/** What it is and how sure that is, in half a line. */
export function headlineOf(told: ToldCause): Words {
  if (!isNamed(told)) return NOT_KNOWN;
  const [name, sure] = [nameOf(told), sureOf(told)];
  return { en: `${name.en} [${told.slip}] (${sure.en})`, zh: `${name.zh} [${told.slip}]（${sure.zh}）` };
}
