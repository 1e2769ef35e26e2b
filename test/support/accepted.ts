import { expect } from "vitest";
import type { Checked } from "../../src/at/outgoing/checked.ts";

/** The value of a text that has to be accepted; the test fails otherwise. */
export function accepted<T>(checked: Checked<T>): T {
  expect(checked).toHaveProperty("value");
  if (!checked.ok) throw new TypeError(checked.why);
  return checked.value;
}
