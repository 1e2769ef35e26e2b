import { toldCause } from "../report/diagnosis-payload.ts";
import { actsOf } from "../report/diagnosis-words.ts";
import { headlineOf, isNamed } from "../report/headline.ts";
import type { SlotView } from "../report/slot-contract.ts";
import type { CardFiles } from "./card-files.ts";

/** With what is wrong with the card that is not in use: while the other one works, somebody has to be told all the same. */
export function slotShown(view: SlotView, cards: Pick<CardFiles, "other">): SlotView {
  const other = cards.other(view);
  if (other?.cause === undefined) return view;
  const told = toldCause(other.cause, other.resume);
  const what = headlineOf(told);
  if (!isNamed(told)) return { ...view, about: what };
  const acts = actsOf(told);
  return { ...view, about: { en: `${what.en}: ${acts.en} acts`, zh: `${what.zh}；处理方：${acts.zh}` } };
}
