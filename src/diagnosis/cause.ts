import { CAUSES, type CauseRow } from "./cause-table.ts";

export type { CauseRow, CauseSide } from "./cause-table.ts";

export type CauseCode = keyof typeof CAUSES;

const isCause = (text: string): text is CauseCode => Object.hasOwn(CAUSES, text);

export const CAUSE_CODES: readonly CauseCode[] = Object.keys(CAUSES).filter(isCause);

/** Instead of a cause: what was confirmed was not so. */
export const NO_CAUSE = "none";

/** Reads a cause's code; undefined for every other text. */
export const causeOf = (text: string): CauseCode | undefined => (isCause(text) ? text : undefined);

export const causeRow = (code: CauseCode): CauseRow => CAUSES[code];

/** Held back on purpose by the carrier or the platform: no reset brings it back. */
export const WITHHELD: readonly CauseCode[] = CAUSE_CODES.filter((code) => causeRow(code).withheld);

/** Of the device and its card's contact: excluded before the carrier is blamed. */
export const OF_DEVICE: readonly CauseCode[] = CAUSE_CODES.filter((code) => causeRow(code).side === "device");
