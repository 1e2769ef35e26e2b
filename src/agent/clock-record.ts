import { textOf } from "../base/fault.ts";
import { type WallMs, wallAfter } from "../base/instant.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { type Disowned, disown } from "../time/disowned.ts";
import { AGREEMENT, type Insistence } from "../time/insistence.ts";
import { readKept } from "./kept-json.ts";

const KEY = "clock/record";

interface Kept {
  readonly disowned: readonly Disowned[];
  readonly insistence?: Insistence;
}

export interface ClockRecordPorts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly log: Log;
}

/**
 * What must outlast a restart of how the time was found: which hours of the books were made under a wrong clock, and what
 * has been said against them so far.
 */
export class ClockRecord {
  readonly #ports: ClockRecordPorts;
  #kept: Kept;

  static async open(ports: ClockRecordPorts): Promise<ClockRecord> {
    const kept = readKept(await ports.store.get(KEY), isKept) ?? { disowned: [] };
    ports.ledger.disowned = kept.disowned;
    return new ClockRecord(ports, kept);
  }

  private constructor(ports: ClockRecordPorts, kept: Kept) {
    this.#ports = ports;
    this.#kept = kept;
  }

  get insistence(): Insistence | undefined {
    return this.#kept.insistence;
  }

  insisting(insistence: Insistence): void {
    this.#keep({ ...this.#kept, insistence });
  }

  /** The present is known: what the books hold of after it was booked under a wrong clock, and nobody insists any more. */
  present(now: WallMs): void {
    const { ledger } = this.#ports;
    // What the present has passed is no future any more.
    const disowned = this.#kept.disowned.filter(({ to }) => to > now);
    ledger.disowned = disowned;
    const wrong = ledger.hoursAfter(wallAfter(now, AGREEMENT));
    const kept: Kept = { disowned: wrong === undefined ? disowned : disown(disowned, wrong) };
    ledger.disowned = kept.disowned;
    if (JSON.stringify(kept) !== JSON.stringify(this.#kept)) this.#keep(kept);
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    const { store, log } = this.#ports;
    store
      .write([{ put: KEY, value: JSON.stringify(kept) }])
      .catch((thrown: unknown) => log.error("agent-fault", { what: "noting the clock", why: textOf(thrown) }));
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null || !("disowned" in value) || !Array.isArray(value.disowned))
    return false;
  if (!("insistence" in value)) return true;
  const { insistence } = value;
  return (
    typeof insistence === "object" &&
    insistence !== null &&
    "ran" in insistence &&
    typeof insistence.ran === "number" &&
    "last" in insistence &&
    typeof insistence.last === "number" &&
    "days" in insistence &&
    Array.isArray(insistence.days)
  );
}
