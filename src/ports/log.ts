import type { EventName } from "../base/events.ts";

export type Station =
  | "line"
  | "at"
  | "modem"
  | "time"
  | "meter"
  | "ledger"
  | "plan"
  | "diagnosis"
  | "policy"
  | "enforce"
  | "report"
  | "broker"
  | "store"
  | "agent"
  | "bridge"
  | "simulator";

export type LogFields = Readonly<Record<string, unknown>>;

/** One child per station; event names from one table. Identifiers and secrets are masked by the adapter as a second net. */
export interface Log {
  /** The fields are made only when somebody reads them: a line of the modem's is traced many times a minute. */
  trace(event: EventName, fields: () => LogFields): void;
  debug(event: EventName, fields?: LogFields): void;
  info(event: EventName, fields?: LogFields): void;
  warn(event: EventName, fields?: LogFields): void;
  error(event: EventName, fields?: LogFields): void;
  station(name: Station): Log;
}
