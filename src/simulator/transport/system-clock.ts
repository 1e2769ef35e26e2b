import { type Duration, Millis } from "../../base/duration.ts";
import { MonoMs, WallMs } from "../../base/instant.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";

/** A longer delay makes Node's timers fire at once. */
const LONGEST_TIMER = 2_147_483_647;

/** This machine's own clocks, for a simulated modem that runs in real time. Its timers keep no process alive. */
export class SystemClock implements Clock {
  wallMs(): WallMs {
    return WallMs(Date.now());
  }

  monoMs(): MonoMs {
    return MonoMs(performance.now());
  }

  after(delay: Duration, run: () => void): Cancel {
    const part = Math.min(Math.max(0, delay), LONGEST_TIMER);
    let cancel: Cancel = () => clearTimeout(timer);
    const timer = setTimeout(() => {
      if (part >= delay) run();
      else cancel = this.after(Millis(delay - part), run);
    }, part);
    // T3402 is 12 minutes: a rig that has closed its ports must not wait for it. An open port keeps the process alive.
    timer.unref();
    return () => cancel();
  }
}
