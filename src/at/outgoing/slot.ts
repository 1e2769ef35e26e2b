import { type Checked, refused } from "./checked.ts";

declare const slotBrand: unique symbol;

/** Number of a card's slot, as the modem calls it (3GPP TS 27.007 8.66: 0 to 3, counted as the maker likes). */
export type Slot = number & { readonly [slotBrand]: true };

export function slot(value: number): Checked<Slot> {
  return isSlot(value) ? { ok: true, value } : refused("a slot's number is a whole number from 0 to 4");
}

const isSlot = (value: number): value is Slot => Number.isInteger(value) && value >= 0 && value <= 4;
