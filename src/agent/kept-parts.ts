import { Flood } from "../journal/flood.ts";
import { Journal, type JournalOptions, type Now } from "../journal/journal.ts";
import { JournalWitness } from "../journal/journal-witness.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { Clock } from "../ports/clock.ts";
import type { Host } from "../ports/host.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { Store } from "../ports/store.ts";
import type { WitnessSlots } from "../ports/witness-slots.ts";
import { Outbox } from "../report/outbox.ts";
import type { Settings } from "../settings/declaration.ts";
import { ClassOverrideDesk } from "./class-override-desk.ts";
import { ClockRecord } from "./clock-record.ts";
import { deviceKey } from "./device-key.ts";
import { DeviceTie } from "./device-tie.ts";
import { floodOf } from "./journal-side.ts";
import { type KeptMetering, type MeteringPorts, openMetering } from "./meter-side.ts";
import { OverrideDesk } from "./override-desk.ts";
import { PolicyDesk } from "./policy-desk.ts";
import { PlanShelf } from "./plan-shelf.ts";
import { DiagnosisShelf } from "./diagnosis-shelf.ts";
import { HARD_STOP_KEY } from "./hard-stop-record.ts";
import { PROBE_KEY } from "./probe-record.ts";
import { RECOVERY_KEY } from "./recovery-record.ts";
import { SLOTS_KEY } from "./slot-record.ts";
import { ReplaceSide } from "./replace-side.ts";
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
  readonly journal: Journal;
  readonly flood: Flood;
  readonly metering: KeptMetering;
  /** The last diagnosis, as text. */
  readonly diagnosis: string | undefined;
  /** The level that a person set, as text. */
  readonly override: string | undefined;
  /** What a person set for single classes, as text. */
  readonly classOverrides: string | undefined;
  readonly policy: PolicyDesk;
  /** What probes have cost today, as text. */
  readonly probes: string | undefined;
  /** What was tried to get data back, as text. */
  readonly recovery: string | undefined;
  /** Which of two cards was left, as text. */
  readonly slots: string | undefined;
  /** How a data connection that was let go comes back, as text. */
  readonly hardStop: string | undefined;
  /** The card's replacement, and how each carrier did here, as texts. */
  readonly replacement: string | undefined;
  readonly carriersSeen: string | undefined;
  /** Undefined without a broker: nothing is published, so nothing waits. */
  readonly outbox: Outbox | undefined;
}

export interface KeptPartsPorts extends MeteringPorts {
  readonly clock: Clock;
  readonly host: Host;
  readonly log: Log;
  readonly random: Random;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly journalWitness?: WitnessSlots;
}

export async function openKeptParts(ports: KeptPartsPorts, settings: Settings, publishes: boolean): Promise<KeptParts> {
  const { mqtt, journal: bounds } = settings;
  const key = await deviceKey(ports.store);
  const flood = new Flood();
  const outboxBounds = { maxEvents: mqtt.maxEvents, maxBytes: Number(mqtt.maxBytes) };
  return {
    outbox: publishes ? await Outbox.open(ports, outboxBounds) : undefined,
    key,
    metering: await openMetering(ports, settings),
    flood,
    journal: await openJournal(ports, { ...bounds, maxBytes: Number(bounds.maxBytes), key }, flood),
    tie: await DeviceTie.open(ports),
    record: await ClockRecord.open(ports),
    shelf: await SmsShelf.open(ports.store),
    readings: await ReadingShelf.open(ports.store),
    plans: await PlanShelf.open(ports),
    diagnosis: await DiagnosisShelf.read(ports.store),
    override: await OverrideDesk.read(ports.store),
    classOverrides: await ClassOverrideDesk.read(ports.store),
    policy: await PolicyDesk.open(ports, settings),
    probes: await ports.store.get(PROBE_KEY),
    recovery: await ports.store.get(RECOVERY_KEY),
    slots: await ports.store.get(SLOTS_KEY),
    hardStop: await ports.store.get(HARD_STOP_KEY),
    ...(await ReplaceSide.read(ports.store)),
  };
}

/** The time is not known yet; what was written in this boot counts against what may be written now. */
async function openJournal(ports: KeptPartsPorts, options: JournalOptions, flood: Flood): Promise<Journal> {
  const { store, log, clock, host, journalWitness: slots } = ports;
  const at = { wall: clock.wallMs(), bootId: host.bootId, mono: clock.monoMs() };
  const now: Now = { at, trusted: false };
  const witness = slots === undefined ? {} : { witness: new JournalWitness(slots) };
  return await Journal.open({ store, log: log.station("store"), ...witness }, options, now, floodOf(flood, now));
}
