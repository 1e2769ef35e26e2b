import * as v from "valibot";

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Chain = v.pipe(v.string(), v.regex(/^\d{4}-[0-9a-f]{8}$/));
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** `{"ask":"journal","after":N}`: entries of the evidence journal as they are stored, some at a time. */
export const JournalAnswer = v.object({
  ok: v.literal(true),
  /** The agent's present, as it says it itself. */
  at: v.string(),
  clockTrusted: v.boolean(),
  /** Of the card's plan; absent while none is known. */
  carrier: v.optional(v.string()),
  /** The first five digits of the card's IMSI: country and network. */
  network: v.optional(v.string()),
  /** Where files that people add lie; absent where none are kept. */
  files: v.optional(v.string()),
  head: v.object({ chain: Chain, seq: Count, hash: Hash }),
  /** Chains that were found damaged and lie as they were found. */
  aside: v.array(Chain),
  rows: v.array(v.object({ seq: Count, text: v.string() })),
  /** There are more, after this one. */
  next: v.optional(Count),
});

/** `{"ask":"journal-check"}`: whether every byte of it is what was written. */
export const JournalCheckAnswer = v.object({
  ok: v.literal(true),
  chain: Chain,
  entries: Count,
  first: v.optional(Count),
  last: Count,
  hash: v.string(),
  cut: v.optional(v.object({ to: Count, count: Count, last: v.string(), hash: v.string() })),
  faults: v.array(
    v.object({
      seq: Count,
      kind: v.picklist(["changed", "missing", "displaced", "private", "cut", "end"]),
      text: v.string(),
    }),
  ),
  faultCount: Count,
  aside: v.array(Chain),
});

export type JournalAnswer = v.InferOutput<typeof JournalAnswer>;
export type JournalCheckAnswer = v.InferOutput<typeof JournalCheckAnswer>;
