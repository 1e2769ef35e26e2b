import { noise } from "./mask-card.ts";
import type { Substitute } from "./masked-text.ts";

/** TS 102 221 10.1.2: SELECT and what follows it is no secret; VERIFY, CHANGE PIN, UNBLOCK PIN, UPDATE, AUTHENTICATE, ... are. */
const SELECT = "A4";
const OPEN_DATA: ReadonlySet<string> = new Set([SELECT, "10", "AA"]);

const instruction = (apdu: string): string => apdu.slice(2, 4).toUpperCase();

/** A command to the card (TS 102 221 10.1.1): class, instruction, two parameters, and data that stay only where they are open. */
export function maskApdu(apdu: string, substitute: Substitute): string {
  if (!/^(?:[0-9A-Fa-f]{2}){4,}$/.test(apdu)) return substitute(apdu, 0, "noise");
  if (OPEN_DATA.has(instruction(apdu)) || apdu.length <= 10) return apdu;
  const data = 10 + 2 * Number.parseInt(apdu.slice(8, 10), 16);
  const end = apdu.length - data === 2 ? data : apdu.length;
  return apdu.slice(0, 10) + noise(apdu.slice(10, end), substitute) + apdu.slice(end);
}

/**
 * What the last of these commands read: the file that was selected before it, "control" for what tells of a file and not from it,
 * undefined where that cannot be told (a short identifier, no SELECT heard, any other command).
 */
export function readBy(apdus: readonly string[]): string | undefined {
  const last = apdus.at(-1);
  if (last === undefined) return undefined;
  const does = instruction(last);
  if (does === SELECT || does === "F2" || does === "C0") return "control";
  const shortName = does === "B0" ? 0x80 : does === "B2" ? 0xf8 : undefined;
  const parameter = Number.parseInt(does === "B0" ? last.slice(4, 6) : last.slice(6, 8), 16);
  if (shortName === undefined || (parameter & shortName) !== 0) return undefined;
  const selected = apdus.findLast((apdu) => instruction(apdu) === SELECT);
  if (selected === undefined || selected.slice(4, 6) === "04") return undefined;
  const length = 2 * Number.parseInt(selected.slice(8, 10), 16);
  return selected
    .slice(10, 10 + length)
    .slice(-4)
    .toUpperCase();
}
