import * as v from "valibot";
import { Agent } from "../../src/agent/agent.ts";
import type { Statement } from "../../src/plan/statement.ts";
import { askUsage, type ReadingAnswer, tellReading } from "../../src/agent/reading-orders.ts";
import type { PlanSource } from "../../src/agent/plan-files.ts";
import { UssdDesk } from "../../src/agent/ussd-desk.ts";
import { obeyUssd } from "../../src/agent/ussd-words.ts";
import type { AskedAbout } from "../../src/plan/reading/carrier-query.ts";
import type { AgentStatus } from "../../src/report/local-contract.ts";
import { defined } from "../../src/base/defined.ts";
import { type Duration, Millis } from "../../src/base/duration.ts";
import type { WallMs } from "../../src/base/instant.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { DeviceMarks } from "../../src/ports/host.ts";
import type { ClassCounters } from "../../src/ports/class-counters.ts";
import type { Counters } from "../../src/ports/counters.ts";
import { type JournalEntry, readBody, splitText } from "../../src/journal/journal-entry.ts";
import type { Interfaces } from "../../src/ports/interfaces.ts";
import { witnessStep } from "../../src/meter/witness-step.ts";
import { type BookPorts, openBooks } from "../../src/meter/open-books.ts";
import type { RepairCommands } from "../../src/ports/repair-commands.ts";
import type { PathProbe } from "../../src/ports/path-probe.ts";
import type { ModemProfile } from "../../src/modem/profile.ts";
import type { RequestOwner } from "../../src/ports/owner-request.ts";
import type { OtherHolders } from "../../src/ports/port-holders.ts";
import type { StopSources } from "../../src/ports/source-stop.ts";
import type { StoreOp } from "../../src/ports/store.ts";
import * as contract from "../../src/report/contract.ts";
import type { CardOptions } from "../../src/simulator/card/sim-card.ts";
import type { CarrierOptions } from "../../src/simulator/simulated-carrier.ts";
import { playedBy, type SimulatedModemOptions } from "../../src/simulator/modem-options.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { accepted } from "./accepted-settings.ts";
import { FakeAlarm } from "./fake-alarm.ts";
import { FakeBroker } from "./fake-broker.ts";
import { FakeClock, settle } from "./fake-clock.ts";
import { FakeCounters } from "./fake-counters.ts";
import { oneInterface } from "./fake-interfaces.ts";
import { FakeNetwork } from "./fake-network.ts";
import { MemoryPlace } from "./memory-place.ts";
import { MemoryWitnesses } from "./memory-witnesses.ts";
import { SHIPPED_CARRIERS } from "./shipped-carriers.ts";
import { simulatedFamily } from "./simulated-family.ts";
import { SilentLog } from "./silent-log.ts";

export interface Boot {
  /** What the system's clock shows at boot. */
  readonly wall: number;
  /** What the network's clock shows then; the modem's default year, 1980, when left out. */
  readonly network?: number;
  /** As texts of `--set`. */
  readonly settings?: readonly string[];
  /** False: nothing is published, and months pass more quickly. */
  readonly mqtt?: boolean;
  /** False: there is no port, so that nobody says which card is in. */
  readonly modem?: boolean;
  /** The modem's own number. */
  readonly imei?: string;
  /** What another program told the modem last. */
  readonly left?: string;
  /** What the modem passes for. */
  readonly personality?: SimulatedModemOptions["personality"];
  readonly card?: CardOptions;
  /** In the second slot, where the modem has one. */
  readonly otherCard?: CardOptions;
  /** Contexts that come up by themselves; cid 1 with `cmiot` when left out. */
  readonly contexts?: SimulatedModemOptions["contexts"];
  readonly carrier?: CarrierOptions;
  /** What the modem takes for each command line. */
  readonly answerDelay?: Duration;
  /** Whoever owns the data call is asked here. */
  readonly owner?: RequestOwner;
  readonly apnPassword?: string;
  readonly interfaces?: readonly string[];
  readonly families?: readonly ModemProfile[];
  /** What the files say of cards and plans. */
  readonly plans?: PlanSource;
  readonly packs?: Parameters<typeof Agent.start>[1]["packs"];
  /** What the file of modem.pin_file holds. */
  readonly pinFile?: () => string;
  /** Instead of those in the scene's own hands. */
  readonly counters?: (clock: Clock, bootId: string) => Counters;
  /** Instead of the only one. */
  readonly seen?: (clock: Clock, bootId: string) => Interfaces;
  readonly classCounters?: ClassCounters;
  /** What holds limits, and who tells how packets are handed to interfaces: nobody when left out. */
  readonly kernel?: Parameters<typeof Agent.start>[0]["kernel"];
  readonly offloads?: Parameters<typeof Agent.start>[0]["offloads"];
  /** The far side of the data path. */
  readonly pathProbe?: PathProbe;
  /** What only the machine around the modem can do. */
  readonly repairCommands?: RepairCommands;
  /** Whoever sends to the device is told here. */
  readonly stopSources?: StopSources;
  /** Instead of a disk of memory. */
  readonly disk?: Pick<BookPorts, "place" | "witnesses">;
}

const MODEM_DEFAULT = Date.UTC(1980, 0, 6);
const PLAN = ["plan.quota=1000000 B", "plan.thresholds=[50,80,100]", "plan.zone=Asia/Shanghai"];
const keyOf = (text: string): string | undefined => text.split("=")[0];
const QUICK = [
  "meter.sample_interval=1min",
  "modem.poll_interval=1h",
  "modem.port=/dev/modem",
  "meter.checkpoint_bytes=4 KiB",
];

/**
 * A whole agent in this process, on fakes for every port and a simulated modem: years in seconds. Each `boot` is a start
 * after a power cut: other boot id, counters at zero, clocks begun anew; what was durable is all that is left.
 */
export class AgentScene {
  clock = new FakeClock();
  #alarm = new FakeAlarm(this.clock);
  modem = new SimulatedModem({ clock: this.clock });
  counters = new FakeCounters(this.clock);
  broker = new FakeBroker();
  log = new SilentLog();
  network = new FakeNetwork();
  /** Every command line that the modem heard in this boot. */
  readonly heard: string[] = [];
  /** The instant of a time service's mark, when there is one. */
  clockSync: WallMs | undefined;
  /** Who else has the modem's port open. */
  others: OtherHolders | undefined;
  /** What the machine is told apart by at the next boot. */
  marks: DeviceMarks = { machine: "machine-1" };
  #place = new MemoryPlace();
  #witnesses = new MemoryWitnesses();
  #agent: Agent | undefined;
  #ussd = new UssdDesk({ clock: this.clock, log: this.log });
  #boots = 0;
  readonly #earlier: FakeBroker[] = [];

  async boot({
    wall,
    network = MODEM_DEFAULT,
    settings = [],
    mqtt = true,
    modem = true,
    imei,
    personality: played = {},
    card,
    otherCard,
    contexts,
    carrier = {},
    answerDelay,
    owner,
    apnPassword,
    families = [simulatedFamily],
    plans,
    packs = [],
    interfaces = ["wwan0"],
    pinFile,
    counters,
    seen,
    classCounters,
    kernel,
    offloads,
    pathProbe,
    repairCommands,
    stopSources,
    disk,
    left,
  }: Boot): Promise<void> {
    if (this.#boots > 0) {
      this.#earlier.push(this.broker);
      this.#place = this.#place.afterPowerCut();
      this.#witnesses = this.#witnesses.copy();
    }
    this.#boots += 1;
    const bootId = `boot-${this.#boots}`;
    const clock = new FakeClock(wall);
    this.clock = clock;
    this.#alarm = new FakeAlarm(clock);
    this.broker = new FakeBroker();
    this.log = new SilentLog();
    this.clockSync = undefined;
    this.network = new FakeNetwork(interfaces);
    const personality = { ...playedBy(played), ...(imei === undefined ? {} : { imei }) };
    this.modem = new SimulatedModem({
      clock,
      registrationDelay: Millis(0),
      personality,
      carrier,
      ...defined({ card, otherCard, contexts, answerDelay }),
    });
    this.heard.length = 0;
    if (left !== undefined) this.modem.receive(Buffer.from(`${left}\r`, "latin1"));
    const { modem: heard } = this;
    const receive = heard.receive.bind(heard);
    heard.receive = (bytes) => {
      this.heard.push(
        ...Buffer.from(bytes)
          .toString("latin1")
          .split("\r")
          .filter((line) => line !== ""),
      );
      receive(bytes);
    };
    this.modem.setClock(network as WallMs);
    this.counters = new FakeCounters(clock, { bootId });
    this.counters.plugIn();
    // What a file says was bought is not said once more.
    const own = [...settings.map(keyOf), ...(plans === undefined ? [] : ["plan.quota"])];
    const usual = [...PLAN, ...QUICK].filter((text) => !own.includes(keyOf(text)));
    const { settings: inForce } = accepted({ flags: [...usual, ...settings] });
    const parts = { clock, log: this.log, random: () => 0.5 };
    const books = await openBooks(
      { ...parts, place: this.#place, witnesses: this.#witnesses, ...disk },
      { bootId, witnessEvery: witnessStep(undefined) },
    );
    this.#ussd = new UssdDesk(parts);
    this.#agent = await Agent.start(
      {
        ...parts,
        ussd: this.#ussd,
        ...books,
        host: { bootId, lastClockSync: () => this.clockSync, deviceMarks: () => this.marks },
        alarm: this.#alarm,
        holders: { others: async () => this.others },
        serialPorts: new SimulatedPorts(modem ? { "/dev/modem": this.modem } : {}, clock),
        interfaces: seen?.(clock, bootId) ?? oneInterface(counters?.(clock, bootId) ?? this.counters),
        ...defined({ classCounters, kernel, offloads, owner, apnPassword, pathProbe, repairCommands, stopSources }),
        network: this.network,
        ...(pinFile === undefined ? {} : { pinFile: { read: () => ({ kind: "text", text: pinFile() }) as const } }),
        ...(mqtt ? { broker: this.broker } : {}),
      },
      {
        settings: inForce,
        deviceId: "dev",
        version: "0",
        families,
        carriers: SHIPPED_CARRIERS,
        packs,
        ...(plans === undefined ? {} : { plans }),
      },
    );
    await this.pass(Millis(100));
  }

  /** Stops the agent as SIGTERM does; another `boot` may follow. */
  async stop(): Promise<void> {
    const stopped = this.#running.stop();
    await this.pass(Millis(2_000));
    await stopped;
  }

  /** What the journal holds, read and verified as `evidence export --unmask` does. */
  async journal(): Promise<readonly JournalEntry[]> {
    const { rows } = await this.#running.evidence.page({ after: 0, whole: true });
    return rows.flatMap(({ text }) => readBody(splitText(text)?.body ?? "") ?? []);
  }

  /** The same, as texts; with what is private or without. */
  async journalTexts(whole: boolean): Promise<string> {
    const { rows } = await this.#running.evidence.page({ after: 0, whole });
    return rows.map(({ text }) => text).join("\n");
  }

  /** `cellward evidence verify` and `evidence note`. */
  get evidence(): Agent["evidence"] {
    return this.#running.evidence;
  }

  /** `cellward diagnose` and `fact confirmed-cause`. */
  get diagnosis(): Agent["diagnosis"] {
    return this.#running.diagnosis;
  }

  /** `cellward sim`. */
  get replacement(): Agent["replacement"] {
    return this.#running.replacement;
  }

  /** `cellward override`. */
  get judge(): Agent["judge"] {
    return this.#running.judge;
  }

  /** How often a witness file was written in this boot. */
  get witnessed(): number {
    return this.#witnesses.writes;
  }

  /** The disk refuses from now on. */
  refuseDisk(): void {
    this.#place.store.refuse();
  }

  /** Every batch of this boot. */
  get batches(): readonly (readonly StoreOp[])[] {
    return this.#place.store.batches;
  }

  /** The disk forgets what it was told. */
  tamper(key: string, value: string): void {
    this.#place.store.durable.set(key, value);
  }

  /** What would be left after a power cut now. */
  get disk(): ReadonlyMap<string, string> {
    return this.#place.store.durable;
  }

  /** What a person says, as the socket for orders hands it on. */
  get statements(): Agent["statements"] {
    return this.#running.statements;
  }

  /** A person says what happened to the plan. */
  state(said: Statement): string {
    const { result, text } = this.#running.statements.stateFact(said, "Li");
    return text === undefined ? result : `${result}: ${text.replace(/ of the card .*$/, "")}`;
  }

  takeBack(id: number): string {
    return this.#running.statements.takeFactBack(id, "Li").result;
  }

  /** A person says what the plan that waits is. */
  hastenPlan(how: "now" | "always" | "later"): string {
    return this.#running.statements.hastenPlan(how, "Li");
  }

  /** `cellward ask usage`; so long passes meanwhile. */
  async askUsage(
    within: Duration = Millis(30_000),
    statusReport = false,
    about: AskedAbout = "usage",
  ): Promise<ReadingAnswer> {
    const asked = askUsage(this.#running.readings, statusReport, about);
    await this.pass(within);
    return await asked;
  }

  /** `cellward ask ussd`; so long passes meanwhile. */
  async askUssd(code: string, keep = false, within: Duration = Millis(10_000)) {
    const asked = obeyUssd(this.#ussd, { do: "ask-ussd", by: "test", code, keep });
    await this.pass(within);
    return await asked;
  }

  /** `cellward ask ussd --end`. */
  async endUssd() {
    const ended = obeyUssd(this.#ussd, { do: "end-ussd", by: "test" });
    await this.pass(Millis(1_000));
    return await ended;
  }

  /** `cellward fact reading`. */
  async tellReading(said: Partial<Record<"used" | "remaining" | "asOf", string>>): Promise<ReadingAnswer> {
    return await tellReading(this.#running.readings, { do: "tell-reading", by: "test", ...said });
  }

  async pass(time: Duration): Promise<void> {
    for (let n = 0; n < 20; n += 1) await settle();
    await this.clock.advance(time);
    for (let n = 0; n < 20; n += 1) await settle();
  }

  /** So many IP bytes down, seen at the next sample. */
  async use(bytes: number, within: Duration = Millis(60_000)): Promise<void> {
    this.counters.carry("rx", 1, bytes);
    await this.pass(within);
  }

  /** Batches that went to the disk in this boot. */
  get writes(): number {
    return this.#place.store.batches.length;
  }

  get status(): AgentStatus {
    return this.#running.status();
  }

  get usage(): contract.Usage {
    const { usage } = this.status;
    if (usage === undefined) throw new Error("nothing was metered yet");
    return v.parse(contract.Usage, JSON.parse(JSON.stringify(usage)));
  }

  /** Every event of the type that subscribers got, over all boots; one that was told again after a cut stands once. */
  events(type: string): contract.Event[] {
    const told = [...this.#earlier, this.broker].flatMap((broker) => broker.payloads(`cellward/dev/event/${type}`));
    return [...new Set(told)].map((payload) => v.parse(contract.Event, JSON.parse(payload)));
  }

  /** `percent` of every threshold that was told, over all boots. */
  get thresholds(): unknown[] {
    return this.events("usage-threshold").map(({ percent }) => percent);
  }

  get #running(): Agent {
    if (this.#agent === undefined) throw new Error("it is not booted");
    return this.#agent;
  }
}
