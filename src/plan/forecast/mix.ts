import type { WallMs } from "../../base/instant.ts";
import type { Usage } from "../usage.ts";

/** A part of the use that the same buckets cover, by where it goes, where it was and over what radio. */
export interface Part extends Pick<Usage, "destination" | "areas" | "rat"> {
  /** Of all bytes; the parts are together 1. */
  readonly share: number;
}

const DAY = 86_400_000;
/** What a device speaks to changes slowly. */
const DAYS = 35;
/** The rest goes with the largest: each part costs a rating for every hour ahead. */
const MOST_PARTS = 6;

/** Of what parts the newest use before the instant was; one part that says nothing where there was none. */
export function mixOf(usages: Iterable<Usage>, asOf: WallMs): readonly Part[] {
  const found = new Map<string, { readonly usage: Usage; bytes: number }>();
  for (const usage of usages) {
    if (usage.at >= asOf || usage.at < asOf - DAYS * DAY || usage.bytes <= 0n) continue;
    const key = JSON.stringify([usage.destination, usage.areas, usage.rat]);
    const known = found.get(key) ?? { usage, bytes: 0 };
    known.bytes += Number(usage.bytes);
    found.set(key, known);
  }
  const parts = [...found.values()].toSorted((a, b) => b.bytes - a.bytes).slice(0, MOST_PARTS);
  const all = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  if (all === 0) return [{ share: 1 }];
  return parts.map(({ usage: { destination, areas, rat }, bytes }) => ({
    share: bytes / all,
    ...(destination === undefined ? {} : { destination }),
    ...(areas === undefined ? {} : { areas }),
    ...(rat === undefined ? {} : { rat }),
  }));
}
