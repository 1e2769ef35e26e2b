import fc from "fast-check";
import type { Tags } from "../../src/meter/tags.ts";

const word = fc.stringMatching(/^[a-z0-9_:.-]{1,64}$/);

/** Whatever may be known of some bytes, nothing included; areas in any order, some twice. */
export const anyTags: fc.Arbitrary<Tags> = fc.record(
  {
    class: fc.constantFrom("pos", "bulk"),
    destination: word,
    rat: fc.constantFrom("gsm" as const, "lte" as const, "nb-iot" as const),
    areas: fc.array(word, { maxLength: 8 }),
  },
  { requiredKeys: [] },
);
