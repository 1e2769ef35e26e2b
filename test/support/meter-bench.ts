import { ArpWatch } from "../../src/agent/arp-watch.ts";
import { ClassWatch } from "../../src/agent/class-watch.ts";
import { MeterLoop } from "../../src/agent/meter-loop.ts";
import { NO_TICKET } from "../../src/agent/event-ticket.ts";
import { ReportedUse } from "../../src/agent/reported-use.ts";
import { PlanShelf } from "../../src/agent/plan-shelf.ts";
import { Milestones } from "../../src/agent/milestones.ts";
import { PlanDesk } from "../../src/agent/plan-desk.ts";
import { TimeKeeper } from "../../src/agent/time-keeper.ts";
import { WatchedUplinks } from "../../src/agent/watched-uplinks.ts";
import { WhoseBytes } from "../../src/agent/whose-bytes.ts";
import { defined } from "../../src/base/defined.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { simplePlan } from "../../src/plan/simple-plan.ts";
import type { ByRank } from "../../src/policy/day-use.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { ArpCounters } from "../../src/ports/arp-counters.ts";
import type { ClassCounters } from "../../src/ports/class-counters.ts";
import type { FakeClock } from "./fake-clock.ts";
import { FakeInterfaces } from "./fake-interfaces.ts";
import { BOOT, CARD, LedgerBench, NOON } from "./ledger-bench.ts";

export interface MeterBenchOptions {
  readonly uplinks: readonly string[];
  readonly source?: "interface" | "modem";
  readonly classCounters?: ClassCounters;
  readonly arpCounters?: ArpCounters;
  /** A card that is known from the start. */
  readonly card?: string;
  /** Of what keeps the reports; the kernel's counters go on in any case. */
  readonly bootId?: string;
  /** By bytes; by age it is ten minutes. */
  readonly checkpointBytes?: bigint;
  readonly quota?: bigint;
  /** Percent of the quota at which something is told. */
  readonly thresholds?: readonly number[];
}

/** The kernel, the disk and the clock go on; the meter may be killed and started with other settings. */
export class MeterBench {
  readonly bench = new LedgerBench();
  readonly interfaces: FakeInterfaces;
  #meter: MeterLoop | undefined;
  #reports: ReportedUse | undefined;
  #whose: WhoseBytes | undefined;
  #options: MeterBenchOptions = { uplinks: ["wwan0"] };
  #life = { alive: true };

  constructor() {
    this.interfaces = new FakeInterfaces(this.bench.clock, BOOT);
  }

  get clock(): FakeClock {
    return this.bench.clock;
  }

  get meter(): MeterLoop {
    if (this.#meter === undefined) throw new Error("start it first");
    return this.#meter;
  }

  /** What programs say of their own bytes. */
  get reports(): ReportedUse {
    if (this.#reports === undefined) throw new Error("start it first");
    return this.#reports;
  }

  async start(options: MeterBenchOptions = this.#options): Promise<void> {
    this.#options = options;
    const { bench } = this;
    await bench.open();
    const { log, ledger } = bench;
    const life = { alive: true };
    this.#life = life;
    const clock: Clock = {
      wallMs: () => bench.clock.wallMs(),
      monoMs: () => bench.clock.monoMs(),
      after: (delay, run) => bench.clock.after(delay, () => (life.alive ? run() : undefined)),
    };
    const { store } = bench.place;
    const host = { bootId: BOOT, lastClockSync: () => undefined, deviceMarks: () => ({}) };
    const rules = { built: WallMs(NOON - 1), trustSystem: true };
    const nobody = {
      onTrusted: () => {},
      onDistrusted: () => {},
      onContested: () => {},
      onInsisting: () => {},
      onDoubt: () => {},
    };
    const time = new TimeKeeper({ clock, host, log }, rules, nobody);
    time.start(() => {});
    const fallback = simplePlan({
      name: "test",
      quota: options.quota,
      cycleDay: 1,
      zone: "Asia/Shanghai",
      unitBase: 1024,
    });
    const plans = new PlanDesk(
      new PlanShelf({ store, log }),
      { source: { kind: "settings" }, fallback },
      { onTakenDown: () => {} },
    );
    const { classCounters, uplinks, source = "interface" } = options;
    const read = { bootId: BOOT, table: "inet cellward", classes: ["payment", "bulk"] };
    const filter =
      classCounters === undefined ? undefined : await ClassWatch.open({ classCounters, clock, log, store }, read);
    // Of the bridge's four classes, by rank.
    const four = ["payment", "management", "telemetry", "bulk"];
    this.#reports = await ReportedUse.open({ clock, store }, { bootId: options.bootId ?? BOOT, classes: four });
    this.#whose = new WhoseBytes(filter, this.reports);
    const meter = new MeterLoop(
      {
        interfaces: this.interfaces,
        arp: await ArpWatch.open(
          { clock, log, store, ...defined({ arpCounters: options.arpCounters }) },
          options.bootId ?? BOOT,
        ),
        watched: await WatchedUplinks.open(store, "metered", uplinks),
        classes: this.#whose,
        milestones: new Milestones(store),
        clock,
        ledger,
        time,
        log,
        plans,
      },
      {
        bootId: BOOT,
        interfaces: uplinks,
        source,
        sampleInterval: Seconds(1),
        checkpoint: { bytes: options.checkpointBytes ?? 1n << 40n, age: Minutes(10) },
        lines: { thresholds: options.thresholds ?? [], conserve: 80, essential: 95 },
      },
      {
        onInterface: () => {},
        onCounters: () => {},
        onBook: ({ total: { up, down } }) => (this.told = Number(up + down)),
        ticketFor: () => NO_TICKET,
        riding: () => NO_TICKET,
      },
    );
    this.#meter = meter;
    meter.start();
    meter.card(options.card ?? CARD);
    await bench.clock.advance(0);
  }

  /** SIGKILL: what is on the disk and what the kernel has is all that is left. */
  async killed(options: MeterBenchOptions = this.#options): Promise<void> {
    this.#life.alive = false;
    this.bench.place = this.bench.place.afterPowerCut();
    await this.start(options);
  }

  /** SIGTERM. */
  async stopped(options: MeterBenchOptions = this.#options): Promise<void> {
    await this.meter.stop();
    await this.killed(options);
  }

  /** As the agent's other parts were told last. */
  told = 0;

  get total(): number {
    const { up, down } = this.meter.view().total;
    return Number(up + down);
  }

  /** By rank, what the classes used in this run as the policy is told. */
  /** Of payments, by the filter's word. */
  get counted(): number | undefined {
    return this.#whose?.counted("payment");
  }

  get spent(): ByRank | undefined {
    return this.#whose?.spent(["payment", "management", "telemetry", "bulk"], this.meter.view().unwritten);
  }

  /** Up and down of the class in the card's book, as written. */
  ofClass(name: string | undefined): readonly [up: number, down: number] {
    const rows = [...this.bench.ledger.hours(CARD, WallMs(0), WallMs(NOON * 2))].filter(
      ({ tags }) => tags?.class === name,
    );
    return [rows.reduce((sum, { up }) => sum + Number(up), 0), rows.reduce((sum, { down }) => sum + Number(down), 0)];
  }
}
