/** 27.007 9.2.2.2: from 108 to 147 a +CME ERROR is 100 more than the SM or ESM cause; some causes have a number of their own. */
const OWN_NUMBERS: Readonly<Record<number, number>> = {
  149: 29,
  177: 8,
  179: 66,
  190: 38,
  192: 50,
  193: 51,
  196: 57,
  197: 58,
  230: 61,
};

/** The SM or ESM cause behind a `+CME ERROR`; undefined where the number is none. */
export function smCauseOfCme(code: number): number | undefined {
  return OWN_NUMBERS[code] ?? (code >= 108 && code <= 147 ? code - 100 : undefined);
}
