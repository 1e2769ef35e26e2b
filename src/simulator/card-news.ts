import type { Personality } from "./personality.ts";

export interface CardMove {
  readonly before: boolean;
  readonly now: boolean;
}

/** Quectel's report of the detection pin, where both were asked for: +QSIMDET=1 and +QSIMSTAT=1 (EC2x manual). */
function quectelReport(kept: Readonly<Record<string, string>>, now: boolean): readonly string[] {
  const wanted = kept["+QSIMSTAT"] === "1" && kept["+QSIMDET"]?.startsWith("1") === true;
  return wanted ? [`+QSIMSTAT: 1,${now ? 1 : 0}`] : [];
}

/** What a make says of a card that is put in or taken out, before +CPIN does. `kept`: settings by command. */
export function cardNews(
  { cardIn, cardOut }: Personality,
  kept: Readonly<Record<string, string>>,
  { before, now }: CardMove,
): readonly string[] {
  return before === now ? [] : [...quectelReport(kept, now), ...(now ? cardIn : cardOut)];
}
