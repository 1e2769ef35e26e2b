import { Millis, Minutes } from "../../src/base/duration.ts";
import type { Alarm } from "../../src/ports/alarm.ts";
import type { Cancel, Clock } from "../../src/ports/clock.ts";

type Field = "minute" | "hour" | "day" | "month";
const FIELDS: readonly Field[] = ["minute", "hour", "day", "month"];
/** No sleep is longer, so that a clock that jumps is noticed. */
const LONGEST_SLEEP = 10;

/** Rings once in every minute of the zone's calendar that the fields name, by the system's clock as it is then. */
export class FakeAlarm implements Alarm {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  schedule(expression: string, zone: string, run: () => void): Cancel {
    const wanted = expression.split(" ");
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      minute: "numeric",
      hour: "numeric",
      day: "numeric",
      month: "numeric",
      hourCycle: "h23",
    });
    const fits = (minute: number): boolean => {
      const parts = format.formatToParts(minute * Minutes(1));
      const named = FIELDS.map((field) => Number(parts.find(({ type }) => type === field)?.value));
      return named.every((value, at) => wanted[at] === "*" || Number(wanted[at]) === value);
    };
    let cancel: Cancel;
    const sleep = (): void => {
      const wall = this.#clock.wallMs();
      const next = Math.floor(wall / Minutes(1)) + 1;
      const coming = Array.from({ length: LONGEST_SLEEP }, (_, ahead) => next + ahead);
      const due = coming.find(fits);
      const until = (due ?? next + LONGEST_SLEEP) * Minutes(1);
      cancel = this.#clock.after(Millis(until - wall), () => {
        // Set back meanwhile: not yet. Set forward: late, but rung.
        const rings = due !== undefined && this.#clock.wallMs() >= until;
        sleep();
        if (rings) run();
      });
    };
    sleep();
    return () => cancel();
  }
}
