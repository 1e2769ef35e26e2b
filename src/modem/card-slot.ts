import type { AtLine } from "../at/at-line.ts";
import { type AtCommand, listing, prefixed } from "../at/command.ts";
import { Seconds } from "../base/duration.ts";
import { saysOneOf } from "./is-said.ts";
import type { ModemProfile } from "./profile.ts";

type SlotForm = NonNullable<ModemProfile["sim"]["slot"]>;

/** How a family is asked which slot is in use. */
export const slotQuestion = ({ ask, answer }: SlotForm): AtCommand =>
  listing<AtLine>(ask, prefixed(answer), Seconds(10));

/** What its answer says while the slot of this number, counted as the family counts, is in use. */
export const slotWords = ({ used }: SlotForm, number: number): readonly string[] =>
  used.map((line) => line.replaceAll("{slot}", String(number)));

/** Which of the first two slots the answer says is in use, counted from 1. */
export const slotIn = (slot: SlotForm, lines: readonly string[]): number | undefined =>
  [1, 2].find((wanted) => saysOneOf(lines, slotWords(slot, wanted - 1 + slot.first)));
