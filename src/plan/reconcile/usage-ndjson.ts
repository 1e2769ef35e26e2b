import type { CsvFault } from "../../csv/csv-fault.ts";
import { shownCell } from "../../csv/csv-fault.ts";
import { cardNumber } from "./card-number.ts";
import { NUMBER_FORM, phoneNumber } from "./phone-number.ts";

/** What one card used by our books. */
export interface OurUsage {
  readonly card: string;
  /** `sim.key`: two cards with one masked number have two. */
  readonly key?: string;
  /** Its telephone number, where the line says it. */
  readonly number?: string;
  readonly bytes: bigint;
  /** As the line says it: `2026-10-31T16:00:00.000Z`; absent where it does not. */
  readonly cycle?: string;
  /** The time zone of the cycle, where the line says it. */
  readonly zone?: string;
}

const FORM =
  'a JSON object: a `usage` message as the agent publishes it, or {"card":"8986...","bytes":123,"cycle":"2026-11-01"} (cycle may be absent)';

/** One line of our usage: a published `usage` message, or card and bytes. */
export function readUsageLine(text: string, line: number): OurUsage | CsvFault {
  const fault = (found: string): CsvFault => ({ line, found, expected: FORM });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fault(shownCell(text));
  }
  const message = fieldsOf(parsed);
  const written = fieldsOf(message["sim"])["iccid"] ?? message["card"];
  const used = fieldsOf(message["used"])["total"] ?? message["bytes"];
  const cycle = fieldsOf(message["cycle"])["from"] ?? message["cycle"];
  const [key, zone] = [fieldsOf(message["sim"])["key"], fieldsOf(message["cycle"])["zone"]];
  const card = typeof written === "string" ? cardNumber(written) : undefined;
  if (card === undefined) return fault(`the card ${shownCell(String(written))}`);
  if (typeof used !== "number" || !Number.isSafeInteger(used) || used < 0)
    return fault(`the bytes ${shownCell(String(used))}`);
  const { number: told } = message;
  const number = typeof told === "string" ? phoneNumber(told) : undefined;
  if (told !== undefined && number === undefined) return { line, found: "another number", expected: NUMBER_FORM };
  return {
    card,
    ...(number === undefined ? {} : { number }),
    bytes: BigInt(used),
    ...(typeof key === "string" ? { key } : {}),
    ...(typeof cycle === "string" ? { cycle } : {}),
    ...(typeof zone === "string" ? { zone } : {}),
  };
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
