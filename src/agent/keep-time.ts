import { defined } from "../base/defined.ts";
import type { PublishedEvent } from "../base/events.ts";
import type { Clock } from "../ports/clock.ts";
import type { Host } from "../ports/host.ts";
import type { Log } from "../ports/log.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { ClockRecord } from "./clock-record.ts";
import { TIME_FLOOR } from "./time-floor.ts";
import { TimeKeeper } from "./time-keeper.ts";

export interface TimeKeeping {
  readonly clock: Clock;
  readonly host: Host;
  readonly log: Log;
  readonly ledger: Ledger;
  readonly record: ClockRecord;
  readonly trustSystem: boolean;
}

export interface TimeEvents {
  /** It is also seen in the state. */
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
  /** What was counted so far goes under the hour in which it was counted. */
  checkpoint(): void;
  /** What waited for the time can be settled. */
  settle(): void;
  /** The modem is to be asked for its time out of turn. */
  askModem(): void;
}

/** The time, held against what the books and earlier boots know of it, and told of in events. */
export function keepTime(parts: TimeKeeping, events: TimeEvents): TimeKeeper {
  const { ledger, record, trustSystem } = parts;
  const known = defined({ lastBooked: ledger.lastHour(), insistence: record.insistence });
  const keeper: TimeKeeper = new TimeKeeper(
    parts,
    { built: TIME_FLOOR, trustSystem, ...known },
    {
      onTrusted: (source, movedByMs) => {
        events.event("clock-trusted", { source, movedByMs });
        events.checkpoint();
        const present = keeper.trusted();
        if (present !== undefined) record.present(present);
        events.settle();
      },
      onDistrusted: (detail) => events.event("clock-distrusted", { detail }),
      onContested: (detail) => events.event("clock-contested", { detail }),
      onInsisting: (insistence) => record.insisting(insistence),
      onDoubt: () => events.askModem(),
    },
  );
  return keeper;
}
