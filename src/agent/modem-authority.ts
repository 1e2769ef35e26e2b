import { type Duration, Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { type Amount, covers, NOTHING, plus } from "../meter/amount.ts";
import type { Cursor } from "../meter/cursor.ts";
import { mostWithin } from "../meter/plausibility.ts";
import type { ModemCount } from "../modem/modem.ts";

/** Not read for so long: the interface counts until it is read again. */
const SILENT_AFTER: Duration = Minutes(15);
const WRAP = 1n << 32n;

/** What a reading of the modem's counters comes to. */
export type ModemReading =
  /** It goes on from the last one: so much has passed since, and here it stands now. */
  | { readonly kind: "counted"; readonly moved: Amount; readonly cursor: Cursor }
  /** It does not, for this reason: what passed in between is what the interface saw, and the modem counts from here. */
  | { readonly kind: "anew"; readonly cursor: Cursor; readonly why: string };

/**
 * The modem's own counters as the source that is booked by. Every interval between two of its readings is booked one time:
 * by the modem, where its counters went on; by the interface, where they began again, fell silent or were not read yet. So
 * no byte is lost to a modem that restarts, and none is booked by both.
 */
export class ModemAuthority {
  readonly #bootId: string;
  #cursor: Cursor | undefined;
  #said: ModemCount["said"] | undefined;
  #readAt: MonoMs;
  #why: string | undefined;

  /** `cursor`: up to where the books go by the modem; undefined where the last bytes were the interface's. */
  constructor(bootId: string, cursor: Cursor | undefined, now: MonoMs) {
    this.#bootId = bootId;
    this.#cursor = cursor;
    this.#readAt = now;
  }

  /** While the modem's word is awaited, what the interface saw is not booked. */
  holds(now: MonoMs): boolean {
    return this.#cursor !== undefined && elapsed(this.#readAt, now) < SILENT_AFTER;
  }

  /** Why the interface counts at present; undefined while the modem does. */
  why(now: MonoMs): string | undefined {
    if (this.holds(now)) return undefined;
    return this.#cursor === undefined ? (this.#why ?? "the modem has not told its counters yet") : SILENT;
  }

  /** The last one of its cursors that is in the books. */
  get cursor(): Cursor | undefined {
    return this.#cursor;
  }

  /** The interface's bytes were booked: the modem counts again from its next reading on. */
  release(why = SILENT): void {
    if (this.#cursor !== undefined || why !== SILENT) this.#why = why;
    this.#cursor = undefined;
  }

  /**
   * A reading; `modemKey` tells one modem from another, `seen` is what the interface saw since the last one. The cursor is
   * taken over by `stands`.
   */
  read(count: ModemCount, modemKey: string, seen: Amount, now: MonoMs): ModemReading {
    const before = this.#cursor;
    const stands = Object.values(count.said).reduce<Amount>(plus, NOTHING);
    const name = `modem:${count.command}:${Object.keys(count.said).join(",")}`;
    const at = (moved: Amount): Cursor => ({
      bootId: `${this.#bootId} ${modemKey}`,
      interfaceName: name,
      ifindex: 0,
      rxBytes: stands.down,
      rxPackets: 0n,
      txBytes: stands.up,
      txPackets: 0n,
      ipRx: (before?.ipRx ?? 0n) + moved.down,
      ipTx: (before?.ipTx ?? 0n) + moved.up,
      at: now,
    });
    const since = this.#readAt;
    const fell = this.#said !== undefined && !goesOn(this.#said, count.said);
    this.#readAt = now;
    this.#said = count.said;
    if (before === undefined) return { kind: "anew", cursor: at(NOTHING), why: "" };
    if (before.bootId !== at(NOTHING).bootId || before.interfaceName !== name)
      return { kind: "anew", cursor: at(NOTHING), why: "another modem, or other contexts, than before" };
    const moved = grown({ up: before.txBytes, down: before.rxBytes }, stands, seen);
    // The sum of several contexts may cover that one of them began again.
    if (moved === undefined || (fell && Object.keys(count.said).length > 1))
      return { kind: "anew", cursor: at(NOTHING), why: "its counters began again" };
    const most = mostWithin(elapsed(before.at ?? since, now));
    if (moved.up > most || moved.down > most)
      return { kind: "anew", cursor: at(NOTHING), why: "its counters moved by more than a line carries" };
    return { kind: "counted", moved, cursor: at(moved) };
  }

  /** What was read is in the books. */
  stands(cursor: Cursor): void {
    this.#cursor = cursor;
    this.#why = undefined;
  }

  /** Whatever was known of the modem is void: it restarted. What the interface saw meanwhile is booked with its next reading. */
  restarted(): void {
    this.#said = undefined;
    if (this.#cursor !== undefined) this.#cursor = { ...this.#cursor, bootId: "" };
  }
}

const SILENT = "the modem's counters were not read for a quarter of an hour";

function goesOn(before: ModemCount["said"], now: ModemCount["said"]): boolean {
  return Object.entries(before).every(([cid, amount]) => {
    const later = now[Number(cid)];
    return later !== undefined && covers(later, amount);
  });
}

/**
 * Undefined when it began again. A counter of 32 bits went over its top only where the interface saw about as many bytes as
 * that would be, between half and twice; no manual says how wide the counters are, so nothing else may be assumed.
 */
function grown(before: Amount, now: Amount, seen: Amount): Amount | undefined {
  const way = (name: "up" | "down"): bigint | undefined => {
    const [a, b] = [before[name], now[name]];
    if (b >= a) return b - a;
    const over = b + WRAP - a;
    const fits = over <= 2n * seen[name] + SLACK && seen[name] <= 2n * over + SLACK;
    return a < WRAP && b < WRAP && over < WRAP / 2n && fits ? over : undefined;
  };
  const [up, down] = [way("up"), way("down")];
  return up === undefined || down === undefined ? undefined : { up, down };
}
const SLACK = 64n * 1_024n;

/** Whether a cursor is of a modem's counters. */
export const isModems = ({ interfaceName }: Cursor): boolean => interfaceName.startsWith("modem:");
