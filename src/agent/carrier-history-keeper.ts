import { defined } from "../base/defined.ts";
import { Days, Hours } from "../base/duration.ts";
import { elapsed, isoInstant, type MonoMs } from "../base/instant.ts";
import { formatMoney } from "../plan/money.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import {
  averageDbm,
  type CarrierRecord,
  type CarrierSample,
  type Levels,
  noteCarrier,
} from "../replace/carrier-history.ts";
import type { CardAnswer } from "../report/card-answer.ts";
import { readKept } from "./kept-json.ts";
import { WritingUnderWay } from "./writing-under-way.ts";

const KEY = "replace/carriers";
/** A figure of months may lose a day at a power cut; a device at rest hardly writes. */
const EVERY = Days(1);

export interface HistoryPorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: Log;
}

const isKept = (value: unknown): value is { readonly v: 1; readonly records: readonly CarrierRecord[] } =>
  typeof value === "object" &&
  value !== null &&
  Reflect.get(value, "v") === 1 &&
  Array.isArray(Reflect.get(value, "records"));

/** Keeps how each carrier did in this device. */
export class CarrierHistoryKeeper {
  readonly #ports: HistoryPorts;
  readonly #writing: WritingUnderWay;
  #records: readonly CarrierRecord[];
  #writtenAt: MonoMs;
  #dirty = false;

  constructor(ports: HistoryPorts, text: string | undefined) {
    this.#ports = ports;
    this.#writing = new WritingUnderWay(ports.log);
    this.#records = readKept(text, isKept)?.records ?? [];
    this.#writtenAt = ports.clock.monoMs();
  }

  static read(store: Store): Promise<string | undefined> {
    return store.get(KEY);
  }

  note(sample: CarrierSample): void {
    this.#records = noteCarrier(this.#records, sample);
    this.#dirty = true;
    if (elapsed(this.#writtenAt, this.#ports.clock.monoMs()) >= EVERY) this.#write();
  }

  get shown(): CardAnswer["history"] {
    return this.#records.map(shownRecord);
  }

  async close(): Promise<void> {
    if (this.#dirty) this.#write();
    await this.#writing.done();
  }

  #write(): void {
    this.#dirty = false;
    this.#writtenAt = this.#ports.clock.monoMs();
    const value = JSON.stringify({ v: 1, records: this.#records });
    this.#writing.hold(this.#ports.store.write([{ put: KEY, value }]));
  }
}

const hours = (ms: number): number => Math.round(ms / Hours(0.1)) / 10;

function shownRecord(record: CarrierRecord): CardAnswer["history"][number] {
  const { carrier, firstAt, lastAt, seenMs, upMs, rejects, detaches, bytes, perMb } = record;
  return {
    carrier,
    firstAt: isoInstant(firstAt),
    lastAt: isoInstant(lastAt),
    hoursSeen: hours(seenMs),
    hoursUp: hours(upMs),
    rejects,
    detaches,
    bytes,
    ...defined({
      rsrp: shownLevels(record.rsrp),
      rssi: shownLevels(record.rssi),
      perMb: perMb === undefined ? undefined : formatMoney(BigInt(Math.round(perMb))),
    }),
  };
}

function shownLevels(levels: Levels): { readonly average: number; readonly worst: number } | undefined {
  const average = averageDbm(levels);
  return average === undefined ? undefined : { average, worst: levels.worst };
}
