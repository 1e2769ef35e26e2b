import { defined } from "../base/defined.ts";
import { Minutes } from "../base/duration.ts";
import type { PublishedEvent } from "../base/events.ts";
import type { MonoMs } from "../base/instant.ts";
import { offloadDoubt } from "../meter/offload-doubt.ts";
import type { Modem } from "../modem/modem.ts";
import { CLASSES } from "../policy/traffic-classes.ts";
import type { ArpCounters } from "../ports/arp-counters.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { ClassCounters } from "../ports/class-counters.ts";
import type { OffloadReader } from "../ports/link-offloads.ts";
import type { Host } from "../ports/host.ts";
import type { Store } from "../ports/store.ts";
import type { Identity, LinkView, Picture } from "../report/picture.ts";
import type { Settings } from "../settings/declaration.ts";
import { ApartMeter, type KeptApart, readApart } from "./apart-meter.ts";
import { ArpWatch } from "./arp-watch.ts";
import { ClassWatch } from "./class-watch.ts";
import type { Elsewhere } from "./device-tie.ts";
import { InterfaceView } from "./interface-view.ts";
import { meterOptions, uplinksOf } from "./loop-options.ts";
import { MeterLoop } from "./meter-loop.ts";
import type { MeterListener, MeterPorts } from "./meter-parts.ts";
import { OutlookWatch } from "./outlook-watch.ts";
import { ModemCountWatch } from "./modem-count-watch.ts";
import { type CalibrationPorts, type CountedLink, OverheadCalibration } from "./overhead-calibration.ts";
import { probeOrders } from "./probe-orders.ts";
import { ReportedUse } from "./reported-use.ts";
import type { UplinkListener } from "./uplink-count.ts";
import { WatchedUplinks } from "./watched-uplinks.ts";
import { WhoseBytes } from "./whose-bytes.ts";

/** It costs a process. */
const LOOK_AGAIN = Minutes(1);

/** What counting was kept of, beside the books. */
export interface KeptMetering {
  readonly watched: WatchedUplinks;
  readonly watchedApart: WatchedUplinks;
  readonly apart: KeptApart;
  readonly classes: ClassWatch | undefined;
  readonly arp: ArpWatch;
  readonly reports: ReportedUse;
}

export interface MeteringPorts extends Pick<MeterPorts, "clock" | "log"> {
  readonly store: Store;
  readonly host: Host;
  readonly classCounters?: ClassCounters;
  readonly arpCounters?: ArpCounters;
}

export async function openMetering(ports: MeteringPorts, settings: Settings): Promise<KeptMetering> {
  const { store, host, classCounters } = ports;
  const uplinks = uplinksOf(settings);
  const names = (metered: boolean): readonly string[] =>
    uplinks.filter((one) => one.metered === metered).map((one) => one.interface);
  const table = settings.meter.classCounters;
  const classes = CLASSES[settings.device.profile];
  return {
    watched: await WatchedUplinks.open(store, "metered", names(true)),
    watchedApart: await WatchedUplinks.open(store, "apart", names(false)),
    apart: await readApart(store, names(false)),
    classes:
      classCounters === undefined || table === undefined
        ? undefined
        : await ClassWatch.open({ ...ports, classCounters }, { bootId: host.bootId, table, classes }),
    arp: await ArpWatch.open(ports, host.bootId),
    reports: await ReportedUse.open(ports, { bootId: host.bootId, classes }),
  };
}

export type MeterSidePorts = Omit<MeterPorts, "watched" | "classes" | "arp"> &
  MeteringPorts &
  Partial<Pick<CalibrationPorts, "calibrationProbe">> & { readonly offloads?: OffloadReader };

export interface MeterSideOptions {
  readonly settings: Settings;
  readonly elsewhere: Elsewhere | undefined;
  readonly kept: KeptMetering;
  readonly keyOf: Identity["keyOf"];
}

export interface MeterSideListener extends Pick<MeterListener, "onBook" | "ticketFor" | "riding"> {
  /** Takes bytes out of what probes may cost a day, or gives them back; false: there is not as much left. */
  spend(bytes: number): boolean;
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
}

/** Everything that counts: the card's book, what is counted apart, whose bytes they were, and the modem's own count beside it. */
export class MeterSide {
  readonly meter: MeterLoop;
  readonly reports: ReportedUse;
  readonly #apart: ApartMeter;
  readonly #ledger: MeterPorts["ledger"];
  readonly #offloads: OffloadReader | undefined;
  /** What large pieces do to the counts, by interfaces. */
  readonly #doubts = new Map<string, string>();
  readonly #clock: Clock;
  /** The next looks at those that are in doubt. */
  readonly #looks = new Map<string, Cancel>();
  #stopped = false;
  /** Undefined: the links' kinds are gone by. */
  readonly #calibration: OverheadCalibration | undefined;
  readonly #view: InterfaceView;
  readonly #classes: ClassWatch | undefined;
  readonly #arp: ArpWatch;
  readonly #keyOf: Identity["keyOf"];
  readonly #modemCount = new ModemCountWatch(() => ({ iccid: this.meter.view().iccid, total: this.meter.seen }));

  constructor(ports: MeterSidePorts, options: MeterSideOptions, listener: MeterSideListener) {
    const { settings, elsewhere, kept, keyOf } = options;
    const { watched, watchedApart, classes, arp, reports } = kept;
    const whose = new WhoseBytes(classes, reports);
    const outlooks = new OutlookWatch(ports);
    const names = CLASSES[settings.device.profile];
    const view = new InterfaceView(uplinksOf(settings), (type, fields) => listener.event(type, fields));
    const uplinks: UplinkListener = {
      onInterface: (name, present, text, unseen, unreadable) => {
        view.presence(name, present, text, unseen, unreadable);
        if (present && !setsItself(settings, name)) this.#askOffloads(name, settings.meter.classCounters !== undefined);
      },
      onCounters: (name, news, jumps) => view.counters(name, news, jumps),
    };
    this.#view = view;
    this.#ledger = ports.ledger;
    this.#offloads = ports.offloads;
    this.#clock = ports.clock;
    this.#classes = classes;
    this.#arp = arp;
    this.reports = reports;
    this.#keyOf = keyOf;
    this.#apart = new ApartMeter({ ...ports, watched: watchedApart }, kept.apart, uplinks);
    this.meter = new MeterLoop(
      { ...ports, watched, arp, classes: whose },
      { ...meterOptions(settings, ports.host.bootId), elsewhere },
      {
        ...uplinks,
        onBook: (book) =>
          listener.onBook({
            ...book,
            spent: () => whose.spent(names, book.unwritten),
            counted: () => whose.counted(names[0]),
            ...defined({ outlook: outlooks.of(book, ports.time.trusted()) }),
          }),
        ticketFor: (milestone) => listener.ticketFor(milestone),
        riding: () => listener.riding(),
      },
    );
    const log = ports.log.station("meter");
    const { calibrationProbe } = ports;
    const echo = settings.meter.calibrate ? probeOrders(settings).each.echo?.request : undefined;
    if (calibrationProbe === undefined || echo?.kind !== "echo") return;
    this.#calibration = new OverheadCalibration({ ...ports, log, calibrationProbe }, echo, {
      links: () => this.meter.links,
      spend: (bytes) => listener.spend(bytes),
      found: (link, { rx, tx }) => {
        log.info("overhead-calibrated", { name: link.name, rx, tx, before: `${link.overhead.rx}/${link.overhead.tx}` });
        this.meter.measured(link, { rx, tx });
      },
    });
  }

  /**
   * Whoever set an interface up may have set this too: it is asked when the interface comes, and while there is a doubt, because limits
   * in the kernel and people set it later. An agent that dials sets it with the call.
   */
  #askOffloads(name: string, byFilter: boolean): void {
    this.#looks.get(name)?.();
    void this.#offloads?.read(name).then((found) => {
      const doubt = found === undefined ? undefined : offloadDoubt(name, found, byFilter);
      if (doubt === undefined) {
        this.#doubts.delete(name);
        return;
      }
      this.#doubts.set(name, doubt.en);
      if (this.#stopped) return;
      this.#looks.get(name)?.();
      this.#looks.set(
        name,
        this.#clock.after(LOOK_AGAIN, () => this.#askOffloads(name, byFilter)),
      );
    });
  }

  start(): void {
    this.meter.start();
    this.#apart.start();
    this.#calibration?.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#looks.values()) cancel();
    await this.#calibration?.stop();
    await Promise.all([this.meter.stop(), this.#apart.stop()]);
  }

  /** What the modem says that it counted, or that nothing of it is known any more. */
  counted({ counted, imei }: Modem, now: MonoMs): void {
    this.meter.modemCounted(counted, imei === undefined ? "unknown" : this.#keyOf(imei));
    this.#modemCount.take(counted, now);
  }

  picture(now: MonoMs): Pick<Picture, "interface" | "uplinks" | "notMetered" | "metering" | "modemCount"> {
    const { view: reports } = this.reports;
    const classes = this.#classes?.view;
    const crowded = this.#ledger.crowded ? true : undefined;
    return {
      interface: this.#view.picture,
      uplinks: this.#view.all((name) => this.#apart.used(name)),
      notMetered: this.#apart.view,
      metering: {
        ...this.meter.source,
        ...defined({ crowded, classes, reports, arp: this.#arp.view, links: linksOf(this.meter.links, this.#doubts) }),
      },
      modemCount: this.#modemCount.view(now),
    };
  }
}

/** Undefined where there is nothing to say: packets are counted as they are, and nobody measured or set anything. */
function linksOf(links: readonly CountedLink[], doubts: ReadonlyMap<string, string>): readonly LinkView[] | undefined {
  const told = links.filter(
    ({ name, overhead: { rx, tx, by } }) => rx + tx > 0 || by !== undefined || doubts.has(name),
  );
  if (told.length === 0) return undefined;
  return told.map(({ name, overhead: { rx, tx, by, because } }) =>
    defined({ name, rx, tx, by: by ?? "kind", text: because, doubt: doubts.get(name) }),
  );
}

const setsItself = ({ bearer, meter }: Settings, name: string): boolean =>
  bearer.owner === "agent" && name === meter.interface;
