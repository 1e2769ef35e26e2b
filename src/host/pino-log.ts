import pino from "pino";
import { type EventName, EVENTS } from "../base/events.ts";
import type { Log, LogFields, Station } from "../ports/log.ts";
import { type LogOutput, openLogOutput } from "./log-output.ts";
import { scrub } from "./scrub.ts";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

export interface LogOptions {
  readonly level: LogLevel;
  /** Where the lines go; stdout by default. */
  readonly output?: LogOutput;
}

/** The names that the adapter itself writes; a field of the same name gets a `_` behind it. */
const OWN = new Set(["severity", "time", "station", "event", "text"]);

/**
 * The log as JSON lines: `severity`, `time`, `station`, `event`, the fields, and the event's sentence as `text`.
 * Fields are scrubbed here once more, whatever the stations did.
 */
export class PinoLog implements Log {
  readonly #logger: pino.Logger;

  constructor(logger: pino.Logger) {
    this.#logger = logger;
  }

  static open(options: LogOptions): PinoLog {
    const shape: pino.LoggerOptions = {
      level: options.level,
      base: null,
      messageKey: "text",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ severity: label }) },
    };
    return new PinoLog(pino(shape, options.output ?? openLogOutput()));
  }

  trace(event: EventName, fields: () => LogFields): void {
    if (this.#logger.isLevelEnabled("trace")) this.#say("trace", event, fields());
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
  station(name: Station): Log {
    return new PinoLog(this.#logger.child({ station: name }));
  }

  #say(level: LogLevel, event: EventName, fields: LogFields = {}): void {
    if (!this.#logger.isLevelEnabled(level)) return;
    this.#logger[level]({ event, ...shown(fields) }, EVENTS[event].sentence);
  }
}

/** Never throws: fields come from everywhere, and a log line must not be what stops the agent. */
function shown(fields: LogFields): Record<string, unknown> {
  try {
    const entries = Object.entries(fields);
    return Object.fromEntries(entries.map(([name, value]) => [OWN.has(name) ? `${name}_` : name, scrub(name, value)]));
  } catch {
    return { fields: "[unreadable]" };
  }
}
