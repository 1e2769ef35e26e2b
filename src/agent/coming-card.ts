import { type Duration, Minutes } from "../base/duration.ts";

/** The card that comes because another slot was chosen, and not because somebody put it in. Kept: a kill in between must not make it a new one. */
export interface ComingCard {
  readonly slot: number;
  /** The one that was in use before. */
  readonly from?: string;
  /** Once it was seen. */
  readonly iccid?: string;
}

/** A modem shows a chosen slot's card within seconds; a card that comes later to an empty slot was put in. */
export const COMES_WITHIN: Duration = Minutes(10);

/** Until its number was read the modem may go on showing the one of before. */
export const awaits = (coming: ComingCard | undefined, waited: number): boolean =>
  coming !== undefined && coming.iccid === undefined && waited < COMES_WITHIN;

export function brings(coming: ComingCard | undefined, iccid: string, waited: number): boolean {
  if (coming?.iccid !== undefined) return coming.iccid === iccid;
  return awaits(coming, waited) && iccid !== coming?.from;
}

/** With the number that the modem shows now. */
export const shown = (coming: ComingCard, iccid: string | undefined): ComingCard =>
  coming.iccid !== undefined || iccid === undefined || iccid === coming.from ? coming : { ...coming, iccid };
