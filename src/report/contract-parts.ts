import * as v from "valibot";

export const Instant = v.pipe(v.string(), v.isoTimestamp());
export const Bytes = v.pipe(v.number(), v.integer(), v.minValue(0));

/** When it was said, and whether the device knew the time (from a time service, the network, or an operator's word). */
export const Said = {
  v: v.literal(1),
  at: Instant,
  clockTrusted: v.boolean(),
};

export const Directions = { up: Bytes, down: Bytes };
export const Counted = v.object({ ...Directions, total: Bytes });
