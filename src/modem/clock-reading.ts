import { parseDateTime } from "../at/grammar/date-time.ts";
import type { ClockMessage } from "../at/message.ts";
import { WallMs } from "../base/instant.ts";
import type { ModemProfile } from "./profile.ts";

/** What date and time of an answer mean that has a zone behind them. */
export type ClockMeaning = "local" | "utc";

/** The two instants that one line may mean: with the zone taken off, as 27.007 8.15 has it, and as it stands. */
export interface UnsettledTime {
  readonly local: WallMs;
  readonly utc: WallMs;
}

export type ClockReading =
  | { readonly kind: "settled"; readonly instant: WallMs }
  | ({ readonly kind: "unsettled" } & UnsettledTime);

/**
 * An answer to the question for the clock. 27.007 8.15 wants local time and its zone; Quectel's modules (without +CTZU=3)
 * and u-blox's SARA-R4 write universal time before the same zone, which nobody can tell from the line. What no family's
 * file and nothing learned (`learned`) says is not settled; a zone of zero is universal time. A line without a zone is one only
 * where the family's file, or what was learned, says that this modem writes universal time: as local time, of nobody knows
 * which zone, it says no instant at all, and as anything else nobody knows which of the two it is.
 */
export function readClock(
  message: ClockMessage,
  family: ModemProfile | undefined,
  learned?: ClockMeaning,
): ClockReading | undefined {
  const own = family?.read.clock;
  const asked = own !== undefined && own.answer.startsWith(message.command);
  if (!asked && message.command !== "+CCLK") return undefined;
  const fields = message.time === undefined ? undefined : parseDateTime(message.time)?.fieldsAsUtc;
  if (fields === undefined) return undefined;
  const known = asked && own.meaning !== "unsettled" ? own.meaning : learned;
  const utc = WallMs(fields);
  if (message.zoneMinutes === undefined) return known === "utc" ? { kind: "settled", instant: utc } : undefined;
  const local = WallMs(fields - message.zoneMinutes * 60_000);
  const meaning = message.zoneMinutes === 0 ? "utc" : known;
  return meaning === undefined
    ? { kind: "unsettled", local, utc }
    : { kind: "settled", instant: meaning === "utc" ? utc : local };
}
