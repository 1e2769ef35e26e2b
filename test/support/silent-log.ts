import type { EventName } from "../../src/base/events.ts";
import type { Log, LogFields } from "../../src/ports/log.ts";

export interface LogLine {
  readonly level: string;
  readonly event: EventName;
  readonly fields: LogFields;
}

/** Prints nothing, remembers everything: a test may ask what was said. */
export class SilentLog implements Log {
  readonly lines: LogLine[];

  constructor(lines: LogLine[] = []) {
    this.lines = lines;
  }

  #say(level: string, event: EventName, fields: LogFields = {}): void {
    this.lines.push({ level, event, fields });
  }

  trace(event: EventName, fields: () => LogFields): void {
    this.#say("trace", event, fields());
  }
  debug(event: EventName, fields?: LogFields): void {
    this.#say("debug", event, fields);
  }
  info(event: EventName, fields?: LogFields): void {
    this.#say("info", event, fields);
  }
  warn(event: EventName, fields?: LogFields): void {
    this.#say("warn", event, fields);
  }
  error(event: EventName, fields?: LogFields): void {
    this.#say("error", event, fields);
  }
  station(): Log {
    return new SilentLog(this.lines);
  }

  said(event: EventName): LogLine[] {
    return this.lines.filter((line) => line.event === event);
  }
}
