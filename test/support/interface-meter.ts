import { SysCounters } from "../../src/host/sys-counters.ts";
import { SystemClock } from "../../src/host/system-clock.ts";
import type { Cursor } from "../../src/meter/cursor.ts";
import { type Advance, advance } from "../../src/meter/delta.ts";
import type { CarrierLink } from "./carrier-link.ts";

/** Counters, correction and deltas as the agent joins them, without the books. */
export class InterfaceMeter {
  readonly counters: SysCounters;
  cursor: Cursor | undefined;
  up = 0n;
  down = 0n;
  readonly resets: string[] = [];

  constructor(link: CarrierLink, interfaceName = "wwan0") {
    const { sysfsRoot } = link;
    this.counters = new SysCounters({ clock: new SystemClock(), bootId: "this-boot", interfaceName, sysfsRoot });
  }

  /** Undefined while the interface is absent. */
  sample(): Advance | undefined {
    const sample = this.counters.sample();
    const overhead = this.counters.linkOverhead();
    if (sample.kind === "absent" || overhead === undefined) return undefined;
    const moved = advance(this.cursor, sample, overhead, this.cursor === undefined);
    if (moved.up < 0n || moved.down < 0n) throw new Error("a total fell");
    this.cursor = moved.cursor;
    this.up += moved.up;
    this.down += moved.down;
    if (moved.reset !== undefined) this.resets.push(moved.reset);
    return moved;
  }
}
