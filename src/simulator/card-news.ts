import { cardLine } from "./card/card-line.ts";
import type { SimCard } from "./card/sim-card.ts";
import type { Personality } from "./personality.ts";

/** Quectel's report of the detection pin, where both were asked for: +QSIMDET=1 and +QSIMSTAT=1 (EC2x manual). */
function quectelReport(kept: Readonly<Record<string, string>>, now: boolean): readonly string[] {
  const wanted = kept["+QSIMSTAT"] === "1" && kept["+QSIMDET"]?.startsWith("1") === true;
  return wanted ? [`+QSIMSTAT: 1,${now ? 1 : 0}`] : [];
}

/** What a make says of a card that is put in or taken out, and +CPIN behind it. `kept`: settings by command; `before`: there was one. */
export function cardNews(
  { cardIn, cardOut }: Personality,
  kept: Readonly<Record<string, string>>,
  before: boolean,
  card: SimCard | undefined,
): readonly string[] {
  const now = card !== undefined;
  const moved = before === now ? [] : [...quectelReport(kept, now), ...(now ? cardIn : cardOut)];
  return [...moved, cardLine(card)];
}
