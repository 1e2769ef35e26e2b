import { readdirSync } from "node:fs";
import type { Counters } from "../ports/counters.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import { SysCounters, type SysCountersParts } from "./sys-counters.ts";

/**
 * The machine's interfaces as the kernel lists them. The listing is read and not watched: the kernel tells inotify nothing of
 * /sys (sysfs makes its entries itself), and a socket of netlink is nothing that Node can open.
 */
export class SysInterfaces implements Interfaces {
  readonly #parts: Omit<SysCountersParts, "interfaceName">;

  constructor(parts: Omit<SysCountersParts, "interfaceName">) {
    this.#parts = parts;
  }

  names(): readonly string[] {
    try {
      return readdirSync(this.#parts.sysfsRoot);
    } catch {
      return [];
    }
  }

  counters(interfaceName: string): Counters {
    return new SysCounters({ ...this.#parts, interfaceName });
  }
}
