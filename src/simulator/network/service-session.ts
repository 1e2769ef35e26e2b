import type { UssdEntry } from "./carrier-plan.ts";

/** What the network says, and whether it waits for an answer; undefined where nothing is behind the code. */
export type ServiceAnswer = UssdEntry;

/** What a code, or an answer to the menu that was shown last, leads to (3GPP TS 22.090). */
export function serviceAnswer(
  codes: Readonly<Record<string, UssdEntry>>,
  menu: UssdEntry["menu"],
  text: string,
): ServiceAnswer | undefined {
  const found = menu === undefined ? codes[text] : menu[text];
  return found;
}
