import type { Ledger } from "../meter/ledger.ts";
import type { Clock } from "../ports/clock.ts";
import type { Host } from "../ports/host.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { Store } from "../ports/store.ts";
import { Outbox } from "../report/outbox.ts";
import type { Settings } from "../settings/declaration.ts";
import { ClockRecord } from "./clock-record.ts";
import { deviceKey } from "./device-key.ts";
import { DeviceTie } from "./device-tie.ts";
import { PlanShelf } from "./plan-shelf.ts";
import { ReadingShelf } from "./reading-shelf.ts";
import { SmsShelf } from "./sms-shelf.ts";

/** What of an agent is read from the store before its loops start. */
export interface KeptParts {
  readonly key: string;
  readonly tie: DeviceTie;
  readonly record: ClockRecord;
  readonly shelf: SmsShelf;
  readonly readings: ReadingShelf;
  readonly plans: PlanShelf;
  /** Undefined without a broker: nothing is published, so nothing waits. */
  readonly outbox: Outbox | undefined;
}

export interface KeptPartsPorts {
  readonly clock: Clock;
  readonly host: Host;
  readonly log: Log;
  readonly random: Random;
  readonly store: Store;
  readonly ledger: Ledger;
}

export async function openKeptParts(
  ports: KeptPartsPorts,
  mqtt: Settings["mqtt"],
  publishes: boolean,
): Promise<KeptParts> {
  const bounds = { maxEvents: mqtt.maxEvents, maxBytes: Number(mqtt.maxBytes) };
  return {
    outbox: publishes ? await Outbox.open(ports, bounds) : undefined,
    key: await deviceKey(ports.store),
    tie: await DeviceTie.open(ports),
    record: await ClockRecord.open(ports),
    shelf: await SmsShelf.open(ports.store),
    readings: await ReadingShelf.open(ports.store),
    plans: await PlanShelf.open(ports),
  };
}
