import { type ScheduledTask, createTask } from "node-cron";
import { Minutes, Millis, type Duration } from "../base/duration.ts";
import { Fault, textOf } from "../base/fault.ts";
import type { Alarm } from "../ports/alarm.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

const LONGEST_SLEEP: Duration = Minutes(10);

/**
 * Alarms by the system's clock. node-cron reads the expression and finds the next match in the zone; the waiting is done
 * here, because its own runner walks through every match that a clock which was set forward has leapt over (measured with
 * 4.6.0: 40 hours of seconds held the event loop for 17 s, and nothing rang) and sleeps until the old hour after
 * a clock was set back. Here a leap over any number of matches rings once, and no sleep is longer than 10 minutes.
 */
export class CronAlarm implements Alarm {
  readonly #clock: Clock;

  constructor(parts: { readonly clock: Clock }) {
    this.#clock = parts.clock;
  }

  /** Throws `settings-invalid` for an expression or zone that does not exist. */
  schedule(expression: string, zone: string, run: () => void): Cancel {
    const task = matcherOf(expression, zone);
    let next = nextMatch(task);
    let cancel: Cancel;
    const sleep = (): void => {
      const left = Math.max(1, next - this.#clock.wallMs());
      cancel = this.#clock.after(Millis(Math.min(left, LONGEST_SLEEP)), wake);
    };
    const wake = (): void => {
      const due = this.#clock.wallMs() >= next;
      next = nextMatch(task);
      sleep();
      if (due) run();
    };
    sleep();
    return () => {
      cancel();
      // The library keeps every task it made in a list of its own until the task is destroyed.
      void task.destroy();
    };
  }
}

/** A task that is never started: it only finds matches. */
function matcherOf(expression: string, zone: string): ScheduledTask {
  let task: ScheduledTask | undefined;
  try {
    // node-cron accepts a zone that does not exist and then fails at the first match, and at the destroying too.
    Intl.DateTimeFormat("en-US", { timeZone: zone });
    task = createTask(expression, () => undefined, { timezone: zone });
    nextMatch(task);
    return task;
  } catch (cause) {
    void task?.destroy();
    throw new Fault("settings-invalid", `no alarm at "${expression}" in zone "${zone}": ${textOf(cause)}`, { cause });
  }
}

/** The library takes the time from Date itself. */
function nextMatch(task: ScheduledTask): number {
  return task.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY;
}
