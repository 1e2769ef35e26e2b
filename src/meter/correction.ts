import type { WallMs } from "../base/instant.ts";
import type { Amount } from "./amount.ts";
import type { EntryDraft } from "./book.ts";
import type { BookId } from "./book-id.ts";
import type { EntryNote } from "./ledger-entry.ts";
import type { Stamp } from "./stamp.ts";

/** What a person knows better than the counters did, for one hour of one book. */
export interface Correction extends Amount {
  readonly book: BookId;
  /** `lowered`: these bytes were not used; `raised`: they were, besides what was counted. */
  readonly kind: "raised" | "lowered";
  /** Start of the hour in the plan's zone. */
  readonly hour: WallMs;
  readonly why: string;
  readonly by: string;
}

/** A correction never touches what was counted: it is an entry beside it, with its reason. */
export function correctionDraft({ kind, up, down, hour, why, by }: Correction, stamp: Stamp): EntryDraft {
  const note = { why: noteText(why), by: noteText(by) };
  const unmoved = { turn: undefined, cursor: undefined, peer: undefined };
  return { kind, up, down, hour, stamp, source: "person", ...unmoved, note };
}

/** One line of bounded length: a note is shown on terminals. */
export const noteText = (text: string): EntryNote["why"] =>
  text
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 200);
