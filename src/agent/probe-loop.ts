import { type Duration, Days, Hours, Millis, Seconds } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import { isoInstant, monoAfter, MonoMs, wallAfter, type WallMs } from "../base/instant.ts";
import { defined } from "../base/defined.ts";
import type { PathLook } from "../diagnosis/observe/observe-path.ts";
import type { ModemEffect } from "../modem/step.ts";
import {
  BETWEEN_PROBES,
  forgotten,
  MOST_BYTES,
  nextDay,
  nextProbe,
  type ProbeCourse,
  probed,
  type ProbeKind,
  type ProbeStanding,
  TEST_BYTES_PER_DAY,
  type WhyNoProbe,
} from "../policy/next-probe.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { PathProbe, ProbeFrom, ProbeOutcome, ProbeRequest } from "../ports/path-probe.ts";
import type { Random } from "../ports/random.ts";
import type { Store } from "../ports/store.ts";
import type { Said } from "../report/picture.ts";
import type { Probes } from "../report/probe-contract.ts";
import type { ProbeOrder, ProbeOrders } from "./probe-orders.ts";
import { courseAfter, dayOf, PROBE_KEY, type ProbeRecord, readProbeRecord } from "./probe-record.ts";

export interface ProbePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly store: Store;
  /** Absent: none is sent, whatever is ordered. */
  readonly pathProbe?: PathProbe;
}

export interface ProbePicture extends Pick<ProbeStanding, "doubted" | "traffic" | "closed"> {
  readonly interfaceName: string;
  readonly iccid: string | undefined;
}

export interface ProbeHooks {
  said(): Said;
  picture(): ProbePicture;
  /** One is about to be sent: its bytes are nobody's business traffic. */
  begins(): void;
  found(): void;
}

interface Result extends ProbeOutcome {
  readonly at: WallMs;
}

/** A radio that sleeps takes seconds to wake up; a SYN is sent four times within. */
const WITHIN: Duration = Seconds(10);
/** What is still on its way when a probe is over. */
const LATE: Duration = Seconds(15);
/** Without another word nothing is believed any longer. */
const LASTS: Duration = Hours(6);
/** With another attachment, card or address what was found says nothing any more. */
const ENDS: readonly ModemEffect["kind"][] = [
  "network-detached",
  "context-lost",
  "service-changed",
  "sim-identified",
  "restarted",
];
const NO_ADDRESS: ProbeOutcome = {
  kind: "unreachable",
  sent: 0,
  received: 0,
  text: "the interface has no address of this family",
};
const LOOKS = { answered: "answered", refused: "refused", silent: "silent" } as const;

/** Asks the far side of the path where the planner says so, one probe at a time, and keeps what was found while it says something. */
export class ProbeLoop {
  readonly #ports: ProbePorts;
  readonly #orders: ProbeOrders;
  readonly #hooks: ProbeHooks;
  #course: ProbeCourse;
  #tested: number;
  #day: number;
  #dayBegan: MonoMs;
  #results: ReadonlyMap<ProbeKind, Result> = new Map();
  #attachment = 0;
  #epoch = "";
  #why: WhyNoProbe | undefined;
  #asking = false;
  /** Somebody wants to know, whether or not it is doubted at this moment. */
  #wished = false;
  #lateUntil: MonoMs | undefined;
  #timer: Cancel = () => {};
  #work: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(ports: ProbePorts, orders: ProbeOrders, hooks: ProbeHooks, kept: string | undefined) {
    this.#ports = ports;
    this.#orders = orders;
    this.#hooks = hooks;
    const { clock } = ports;
    const record = readProbeRecord(kept);
    const now = { wall: clock.wallMs(), mono: clock.monoMs() };
    this.#course = courseAfter(record, now, orders.limits);
    this.#tested = record?.tested ?? 0;
    this.#day = record?.day ?? dayOf(now.wall);
    this.#dayBegan = now.mono;
  }

  /** Bytes of a probe may be among those that are counted now. */
  get underWay(): boolean {
    return this.#asking || (this.#lateUntil !== undefined && this.#ports.clock.monoMs() < this.#lateUntil);
  }

  /** What still says something. */
  get looks(): readonly PathLook[] {
    const { running, notBefore = 0 } = this.#course;
    // Silence holds until the next round, which is farther away each time; an answer is as old as any other.
    const waits = running || this.#why === "budget" || notBefore > this.#ports.clock.monoMs();
    return [...this.#results].flatMap(([by, { kind, at }]): readonly PathLook[] => {
      const order = this.#orders.each[by];
      if (order === undefined || kind === "unreachable") return [];
      const outcome = kind === "foreign" ? (by === "dns" ? "false" : "portal") : LOOKS[kind];
      const holds = waits && outcome !== "answered" && outcome !== "refused";
      return [{ by, to: order.to, outcome, at, ...(holds ? { until: wallAfter(at, LASTS) } : {}) }];
    });
  }

  /** Why nobody can say yet whether data passes; undefined where it is told, or nothing is doubted. */
  get #open(): Probes["open"] {
    if (this.#why === "path-proved") return undefined;
    const { running, cut } = this.#course;
    if (running || this.#asking) return "looks";
    const came = [...this.#results].filter(([, { kind }]) => kind === "answered" || kind === "refused");
    // A connection may be a portal's doing: beside silence it is no proof before the page was asked for too.
    if (came.some(([by]) => by === "echo" || by === "page" || (by === "tcp" && cut !== true))) return undefined;
    if (cut === true) return "budget";
    const silent = [...this.#results.values()].some(({ kind }) => kind === "silent");
    return silent || this.#hooks.picture().traffic === "silent" ? "silent" : undefined;
  }

  /** Undefined where nothing is ordered. */
  get view(): Probes | undefined {
    const { limits, each } = this.#orders;
    if (this.#ports.pathProbe === undefined || limits.kinds.length === 0) return undefined;
    const { notBefore } = this.#course;
    const wait = notBefore === undefined ? 0 : notBefore - this.#ports.clock.monoMs();
    return defined({
      spentToday: this.#course.spent,
      bytesPerDay: limits.bytesPerDay,
      waits: this.#asking ? undefined : this.#why,
      open: this.#open,
      next: this.#why === "waits" && wait > 0 ? isoInstant(wallAfter(this.#now, Millis(wait))) : undefined,
      results: [...this.#results].map(([kind, { kind: outcome, at, sent, received, text }]) =>
        defined({ kind, to: each[kind]?.to ?? "other", at: isoInstant(at), outcome, sent, received, text }),
      ),
    });
  }

  /** When the next round begins by itself; undefined where nothing is ordered. */
  get asks(): { readonly at: MonoMs | undefined } | undefined {
    if (this.#ports.pathProbe === undefined || this.#orders.limits.kinds.length === 0) return undefined;
    const { notBefore } = this.#course;
    return { at: this.#why !== "waits" || notBefore === undefined ? undefined : MonoMs(notBefore) };
  }

  /** The diagnosis was made again. */
  looked(): void {
    if (!this.#asking) this.#think();
  }

  /** There is a reason not to wait any longer. */
  hasten(): void {
    this.#course = { ...this.#course, notBefore: this.#ports.clock.monoMs() };
    this.#wished = true;
    this.looked();
  }

  /**
   * One for an acceptance test, on which somebody waits: beside the schedule, from bytes of its own. Not sent: another one is under way, those
   * of today are used up, or there is nothing here to send it with.
   */
  async once(request: ProbeRequest): Promise<ProbeOutcome | "busy" | "spent" | "absent"> {
    const { pathProbe, clock, store } = this.#ports;
    if (pathProbe === undefined || this.#stopped) return "absent";
    if (this.#asking) return "busy";
    this.#today();
    const most = MOST_BYTES[request.kind];
    if (this.#tested + most > TEST_BYTES_PER_DAY) return "spent";
    this.#timer();
    this.#asking = true;
    this.#hooks.begins();
    // The worst case is charged before it is sent, and is given back as far as it was not used.
    this.#tested += most;
    await store.write([{ put: PROBE_KEY, value: JSON.stringify(this.#record) }]);
    const { interfaceName } = this.#hooks.picture();
    const own = pathProbe.addresses(interfaceName);
    const address = own.find((one) => one.includes(":") === request.address.includes(":"));
    const outcome: ProbeOutcome =
      address === undefined ? NO_ADDRESS : await pathProbe.probe(request, { interfaceName, address }, WITHIN);
    this.#tested = Math.max(0, this.#tested - most + outcome.sent + outcome.received);
    this.#lateUntil = monoAfter(clock.monoMs(), LATE);
    this.#asking = false;
    if (!this.#stopped) this.#timer = clock.after(BETWEEN_PROBES, () => this.#think());
    return outcome;
  }

  news(effects: readonly ModemEffect[]): void {
    if (effects.some(({ kind }) => ENDS.includes(kind))) this.#attachment += 1;
  }

  /** The business's own packets came back: who was silent before them says nothing any more. */
  proved(): void {
    this.#results = new Map([...this.#results].filter(([, { kind }]) => kind === "answered" || kind === "refused"));
  }

  /** Somebody else sends something by the same order; less than nothing: it was not sent. False: there is not as much left for today. */
  spend(bytes: number): boolean {
    this.#today();
    const spent = Math.max(0, this.#course.spent + bytes);
    if (bytes > 0 && spent > this.#orders.limits.bytesPerDay) return false;
    this.#course = { ...this.#course, spent };
    // Nobody's business traffic either.
    this.#lateUntil = monoAfter(this.#ports.clock.monoMs(), LATE);
    void this.#ports.store.write([{ put: PROBE_KEY, value: JSON.stringify(this.#record) }]).catch(() => {});
    return true;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    this.#ports.pathProbe?.abandon();
    await this.#work;
  }

  #think(): void {
    this.#timer();
    const { pathProbe, clock, random } = this.#ports;
    if (this.#stopped || pathProbe === undefined || this.#orders.limits.kinds.length === 0) return;
    this.#today();
    const picture = this.#hooks.picture();
    const own = pathProbe.addresses(picture.interfaceName);
    const epoch = this.#epochOf(picture, own);
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#results = new Map();
      this.#course = forgotten(this.#course);
    }
    const now = clock.monoMs();
    const standing = { ...picture, doubted: picture.doubted || this.#wished, now, addressed: own.length > 0 };
    const next = nextProbe(this.#course, standing, this.#orders.limits, random());
    const over = this.#course.running && next.kind === "none" && next.why === "waits";
    this.#course = next.course;
    this.#wished = false;
    this.#why = next.kind === "none" ? next.why : undefined;
    if (next.kind === "none") {
      if (next.at !== undefined) this.#timer = clock.after(Millis(Math.max(1, next.at - now)), () => this.#think());
      if (over) this.#rounded();
      return;
    }
    const order = this.#orders.each[next.probe];
    if (order === undefined) return;
    this.#asking = true;
    this.#hooks.begins();
    this.#work = this.#ask(next.probe, order, { interfaceName: picture.interfaceName, own }).catch(
      (thrown: unknown) => {
        this.#asking = false;
        this.#ports.log.error("agent-fault", { what: "probing the path", why: textOf(thrown) });
      },
    );
  }

  async #ask(
    kind: ProbeKind,
    { request }: ProbeOrder,
    { interfaceName, own }: { readonly interfaceName: string; readonly own: readonly string[] },
  ): Promise<void> {
    const { clock, pathProbe } = this.#ports;
    // Before it is sent: a power cut in between must not make it free of charge.
    await this.#ports.store.write([{ put: PROBE_KEY, value: JSON.stringify(this.#record) }]);
    if (this.#stopped || pathProbe === undefined) return;
    const address = own.find((one) => one.includes(":") === request.address.includes(":"));
    const from: ProbeFrom | undefined = address === undefined ? undefined : { interfaceName, address };
    const outcome: ProbeOutcome = from === undefined ? NO_ADDRESS : await pathProbe.probe(request, from, WITHIN);
    if (this.#stopped) return;
    this.#lateUntil = monoAfter(clock.monoMs(), LATE);
    this.#take(kind, outcome);
    this.#timer = clock.after(BETWEEN_PROBES, () => {
      this.#asking = false;
      this.#think();
    });
    this.#hooks.found();
  }

  #take(kind: ProbeKind, outcome: ProbeOutcome): void {
    const course = probed(this.#course, kind, outcome.kind, outcome.sent + outcome.received);
    const picture = this.#hooks.picture();
    const own = this.#ports.pathProbe?.addresses(picture.interfaceName) ?? [];
    if (this.#epochOf(picture, own) !== this.#epoch) {
      this.#results = new Map();
      this.#course = forgotten(course);
      return;
    }
    // Those of the round before hold until this one is complete: its first silence alone would say that all is well.
    this.#results = new Map([...this.#results, [kind, { ...outcome, at: this.#now }]]);
    this.#course = course;
  }

  /** What was not asked again is out of date now. */
  #rounded(): void {
    const asked = [...this.#results].filter(([kind]) => this.#course.round[kind] !== undefined);
    this.#results = new Map(asked);
    this.#hooks.found();
  }

  #epochOf({ iccid, interfaceName }: ProbePicture, own: readonly string[]): string {
    return JSON.stringify([this.#attachment, iccid, interfaceName, ...own]);
  }

  /** A clock that nobody trusts begins no day; a day of this run does. */
  #today(): void {
    const { wall, trusted } = this.#hooks.said();
    const mono = this.#ports.clock.monoMs();
    const isNew = trusted ? dayOf(wall) !== this.#day : mono - this.#dayBegan >= Days(1);
    if (!isNew) return;
    this.#day = dayOf(wall);
    this.#dayBegan = mono;
    this.#course = nextDay(this.#course);
    this.#tested = 0;
  }

  get #now(): WallMs {
    return this.#hooks.said().wall;
  }

  get #record(): ProbeRecord {
    const { spent, rounds } = this.#course;
    return { v: 1, day: this.#day, spent, rounds, tested: this.#tested, at: this.#now };
  }
}
