import { type Answer, cme, ok } from "../../dce/answer.ts";
import { swappedDigits } from "../card/elementary-files.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import type { CommandRow } from "./command-row.ts";

/** EF ICCID as makers' commands show it; it may be read without a PIN (3GPP TS 31.102 4.2.1). */
export function iccidRow(prefix: string): CommandRow {
  const answer = (mt: MobileTermination): Answer => {
    if (mt.card === undefined) return cme(10);
    const digits = mt.card.iccid;
    const written = {
      plain: digits,
      quoted: `"${digits}"`,
      padded: digits.padEnd(20, "F"),
      swapped: swappedDigits(digits, 10),
    }[mt.personality.iccidForm];
    return ok(`${prefix}: ${written}`);
  };
  return { execute: ({ mt }) => answer(mt), read: ({ mt }) => answer(mt), test: () => ok() };
}
