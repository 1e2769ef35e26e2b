import type { Duration } from "../base/duration.ts";
import { MonoMs, WallMs } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

// Node holds a delay in 32 bits and turns a longer one into 1 ms (measured with 30 days): long waits go in legs.
const LONGEST_LEG = 2_147_483_647;

/**
 * The machine's clocks. `monoMs` is CLOCK_MONOTONIC, which begins with the boot and is one scale for every process;
 * it stands still while the machine is suspended, so a gateway that suspends sees its wall clock jump ahead.
 */
export class SystemClock implements Clock {
  wallMs(): WallMs {
    return WallMs(Date.now());
  }

  monoMs(): MonoMs {
    return MonoMs(Number(process.hrtime.bigint() / 1_000_000n));
  }

  after(delay: Duration, run: () => void): Cancel {
    const due = this.monoMs() + Math.max(0, delay);
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      timer = setTimeout(
        () => {
          const rest = due - this.monoMs();
          if (rest > 0) wait(rest);
          else run();
        },
        Math.min(left, LONGEST_LEG),
      );
    };
    wait(delay);
    return () => clearTimeout(timer);
  }
}
