import { Minutes, Seconds } from "../../src/base/duration.ts";
import type { Alarm } from "../../src/ports/alarm.ts";
import type { Cancel, Clock } from "../../src/ports/clock.ts";

type Field = "minute" | "hour" | "day" | "month";
const FIELDS: readonly Field[] = ["minute", "hour", "day", "month"];
const LOOK_EVERY = Seconds(20);

/** Rings once in every minute of the zone's calendar that the five fields name, by the system's clock as it is then. */
export class FakeAlarm implements Alarm {
  readonly #clock: Clock;
  rang = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  schedule(expression: string, zone: string, run: () => void): Cancel {
    const wanted = expression.split(" ");
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      ...{ minute: "numeric", hour: "numeric", day: "numeric", month: "numeric" },
      hourCycle: "h23",
    });
    let rangAt: number | undefined;
    let cancel: Cancel;
    const look = (): void => {
      const minute = Math.floor(this.#clock.wallMs() / Minutes(1));
      const parts = format.formatToParts(this.#clock.wallMs());
      const now = FIELDS.map((field) => Number(parts.find(({ type }) => type === field)?.value));
      const due = now.every((value, at) => wanted[at] === "*" || Number(wanted[at]) === value);
      cancel = this.#clock.after(LOOK_EVERY, look);
      if (!due || rangAt === minute) return;
      rangAt = minute;
      this.rang += 1;
      run();
    };
    cancel = this.#clock.after(LOOK_EVERY, look);
    return () => cancel();
  }
}
