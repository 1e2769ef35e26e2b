import { defined } from "../base/defined.ts";
import { type Rat, type Tags, tagsOf } from "../meter/tags.ts";
import type { Modem } from "../modem/modem.ts";
import { areaRule, areasNow } from "./area-rule.ts";

/** `<AcT>` (3GPP TS 27.007 7.3) as plans speak of it: by the radio, whatever core is behind it. */
const RATS: Readonly<Record<number, Rat>> = {
  0: "gsm",
  1: "gsm",
  2: "umts",
  3: "gsm",
  4: "umts",
  5: "umts",
  6: "umts",
  7: "lte",
  8: "gsm",
  9: "nb-iot",
  10: "lte",
  11: "nr",
  12: "nr",
  13: "lte",
  14: "nb-iot",
  15: "lte",
  16: "nr",
};
const DOMAINS = ["5gs", "eps", "ps"] as const;
const REGISTERED = new Set([1, 5]);

/** What is known of the bytes that pass now: over which radio, and in which of the areas that the settings name. */
export function whereabouts({ registration }: Modem, areas: readonly string[]): Tags | undefined {
  const data = DOMAINS.map((domain) => registration[domain]).find(
    (seen) => seen !== undefined && REGISTERED.has(seen.stat),
  );
  return tagsOf(
    defined({ rat: data?.act === undefined ? undefined : RATS[data.act], areas: areasNow(areas.map(areaRule), data) }),
  );
}
