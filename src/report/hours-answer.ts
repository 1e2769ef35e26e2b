import * as v from "valibot";

const Bytes = v.pipe(v.number(), v.integer(), v.minValue(0));

/** `{"ask":"hours"}`: what the book of the card that is in holds, hour by hour, ascending; the raw material of every bill. */
export const HoursAnswer = v.object({
  ok: v.literal(true),
  /** The agent's present, as it says it itself. */
  at: v.string(),
  /** Masked; absent while no card was ever identified. */
  iccid: v.optional(v.string()),
  /** Of the plan: hours begin there. */
  zone: v.string(),
  unitBase: v.picklist([1000, 1024]),
  cycle: v.object({ from: v.number(), to: v.number() }),
  hours: v.array(
    v.object({
      /** Milliseconds since 1970. */
      at: v.number(),
      up: Bytes,
      down: Bytes,
      class: v.optional(v.string()),
      destination: v.optional(v.string()),
      rat: v.optional(v.string()),
      areas: v.optional(v.array(v.string())),
    }),
  ),
  /** Counted and in no hour yet: not on the disk, or at a time that is not known. */
  besides: v.object({ up: Bytes, down: Bytes }),
});

/** `{"ask":"course"}`: the plans of the card that is in, and what was stated of them. */
export const CourseAnswer = v.object({
  ok: v.literal(true),
  /** As the agent keeps it with the card's book. */
  kept: v.string(),
  /** What holds where that names no plan. */
  simple: v.object({
    name: v.string(),
    quota: v.optional(v.string()),
    cycleDay: v.number(),
    zone: v.string(),
    unitBase: v.picklist([1000, 1024]),
  }),
});

export type CourseAnswer = v.InferOutput<typeof CourseAnswer>;
export type HoursAnswer = v.InferOutput<typeof HoursAnswer>;
