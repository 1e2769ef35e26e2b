import { usedBy } from "./reading.ts";
import type { CarrierQuestion } from "./carrier-query.ts";
import { matchTemplate, type ReplyContext, type ReplyFigures } from "./reply-template.ts";
import { replyText } from "./reply-text.ts";

export type ReplyReading =
  | { readonly kind: "figures"; readonly figures: ReplyFigures }
  /** `ambiguous`: it fits in two places with different figures; `contradictory`: used and remaining are not the total. */
  | { readonly kind: "unread"; readonly why: "no-pattern" | "ambiguous" | "contradictory" };

/** What a text of the carrier says of used and remaining data, or of the account. Figures that can be meant in two ways are no figures. */
export function readReply(
  { replies }: Pick<CarrierQuestion, "replies">,
  text: string,
  context: ReplyContext,
): ReplyReading {
  const said = replyText(text);
  for (const { template, unless } of replies) {
    if (unless.some((word) => said.includes(replyText(word)))) continue;
    const found = matchTemplate(template, said, context);
    if (found === undefined) continue;
    const again = matchTemplate(template, said, context, found.end);
    if (again !== undefined && !isSame(found.figures, again.figures)) return { kind: "unread", why: "ambiguous" };
    return contradicts(found.figures)
      ? { kind: "unread", why: "contradictory" }
      : { kind: "figures", figures: found.figures };
  }
  return { kind: "unread", why: "no-pattern" };
}

const isSame = (a: ReplyFigures, b: ReplyFigures): boolean =>
  a.used === b.used && a.remaining === b.remaining && a.total === b.total && a.balance === b.balance;

/** Each of the three is rounded by itself: 1 % of the total is left to that. */
function contradicts({ used, remaining, total }: ReplyFigures): boolean {
  const gone = usedBy({ ...(remaining === undefined ? {} : { remaining }), ...(total === undefined ? {} : { total }) });
  if (total === undefined || remaining === undefined || used === undefined) return false;
  const apart = gone === undefined ? total : gone > used ? gone - used : used - gone;
  return apart * 100n > total;
}
