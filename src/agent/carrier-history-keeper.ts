import { defined } from "../base/defined.ts";
import { Days, type Duration, Hours, Minutes } from "../base/duration.ts";
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
/** A terminal that is switched off at its socket every evening must not lose the day: so much time may a power cut take, and nothing that happened. */
const EVERY: Duration = Hours(6);
/** Where no byte has passed since, only time has. */
const EVERY_IDLE: Duration = Days(1);
/** A network that comes and goes must not wear the flash out. */
const AT_MOST_EVERY: Duration = Minutes(15);

/** Up to where the book of the card that is in was counted. */
export interface CountedTo {
  readonly iccid?: string;
  readonly bytes: number;
}

interface Kept {
  readonly v: 1;
  readonly records: readonly CarrierRecord[];
  readonly counted?: CountedTo;
}

export interface HistoryPorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: Log;
}

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" &&
  value !== null &&
  Reflect.get(value, "v") === 1 &&
  Array.isArray(Reflect.get(value, "records")) &&
  isCounted(Reflect.get(value, "counted"));

const isCounted = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === "object" && value !== null && typeof Reflect.get(value, "bytes") === "number");

/** Keeps how each carrier did in this device. */
export class CarrierHistoryKeeper {
  readonly #ports: HistoryPorts;
  readonly #writing: WritingUnderWay;
  #records: readonly CarrierRecord[];
  #counted: CountedTo | undefined;
  /** Undefined before the first: what is kept by then is of before this start. */
  #writtenAt: MonoMs | undefined;
  readonly #born: MonoMs;
  #dirty = false;
  #writtenBytes: number | undefined;
  /** Something happened that no power cut is to erase. */
  #news = false;

  constructor(ports: HistoryPorts, text: string | undefined) {
    this.#ports = ports;
    this.#writing = new WritingUnderWay(ports.log);
    const kept = readKept(text, isKept);
    this.#records = kept?.records ?? [];
    this.#counted = kept?.counted;
    this.#born = ports.clock.monoMs();
  }

  static read(store: Store): Promise<string | undefined> {
    return store.get(KEY);
  }

  /** Undefined where nothing was counted yet. */
  get counted(): CountedTo | undefined {
    return this.#counted;
  }

  note(sample: CarrierSample, counted: CountedTo | undefined): void {
    const isNew = this.#records.every(({ carrier }) => carrier !== sample.carrier);
    this.#records = noteCarrier(this.#records, sample);
    this.#counted = counted;
    this.#dirty = true;
    this.#news ||= isNew || sample.rejects + sample.detaches > 0;
    const now = this.#ports.clock.monoMs();
    const quiet = this.#writtenAt === undefined ? undefined : elapsed(this.#writtenAt, now);
    const every = counted?.bytes === this.#writtenBytes ? EVERY_IDLE : EVERY;
    const due = this.#news ? (quiet ?? AT_MOST_EVERY) >= AT_MOST_EVERY : (quiet ?? elapsed(this.#born, now)) >= every;
    if (due) this.#write();
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
    this.#news = false;
    this.#writtenAt = this.#ports.clock.monoMs();
    this.#writtenBytes = this.#counted?.bytes;
    const value = JSON.stringify({
      v: 1,
      records: this.#records,
      ...defined({ counted: this.#counted }),
    } satisfies Kept);
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
