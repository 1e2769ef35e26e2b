import { defined } from "../base/defined.ts";
import { type Duration, Millis, Minutes } from "../base/duration.ts";
import type { PublishedEvent } from "../base/events.ts";
import { textOf } from "../base/fault.ts";
import { elapsed, isoInstant, type MonoMs, WallMs } from "../base/instant.ts";
import { maskText } from "../base/mask.ts";
import type { SimState } from "../modem/modem.ts";
import type { FleetPlace } from "../policy/fleet-place.ts";
import {
  type CardTrouble,
  nextSlot,
  type NextSlot,
  settledHome,
  type SlotCourse,
  type SlotRules,
  type SlotStanding,
  switched,
} from "../policy/next-slot.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { Said } from "../report/picture.ts";
import type { SlotView } from "../report/slot-contract.ts";
import type { RungEnd } from "./recovery-hands.ts";
import { awaits, brings, type ComingCard, shown } from "./coming-card.ts";
import { keptSlots, readKeptSlots, SLOTS_KEY } from "./slot-record.ts";

export interface SlotSeen {
  /** The modem answers, and was asked everything. */
  readonly ready: boolean;
  readonly iccid: string | undefined;
  readonly sim: SimState;
  /** Since when the carrier holds the card in use, and when that should be over by itself. */
  readonly stopped: { readonly since: WallMs; readonly overAt?: WallMs } | undefined;
  /** Its plan is used up, until then. */
  readonly usedUp: { readonly overAt?: WallMs } | undefined;
  readonly rests: boolean;
}

export interface SlotHooks {
  said(): Said;
  seen(): SlotSeen;
  /** Which slot the modem uses; a sentence where it cannot be asked. */
  ask(): Promise<number | { readonly why: string }>;
  /** Whatever is counted goes to the disk. */
  bookAll(): void;
  choose(slot: number): Promise<RungEnd>;
  readonly event: (type: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void;
}

export interface SlotPorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: Log;
}

const LOOKS_EVERY: Duration = Minutes(5);
/** What the modem says of a card that nothing can be done with from here. */
const UNUSABLE: readonly SimState[] = ["absent", "puk", "pin", "phone-locked", "network-locked"];

/** Keeps the better one of two cards in use, and remembers over restarts which it left, when and why. */
export class SlotLoop {
  readonly #ports: SlotPorts;
  readonly #rules: SlotRules;
  readonly #place: FleetPlace;
  readonly #hooks: SlotHooks;
  readonly #born: MonoMs;
  #course: SlotCourse;
  #slot: number | undefined;
  #next: NextSlot = { kind: "stay", why: "not-known" };
  #failed: string | undefined;
  #acting: Promise<void> | undefined;
  #stopped = false;
  #timer: Cancel = () => {};
  /** Of the slot that was chosen last. */
  #coming: ComingCard | undefined;
  #comesSince: MonoMs;
  /** Of the card in use: what began when. */
  #since: { readonly card: string | undefined; readonly unusable?: WallMs; readonly limit?: WallMs } = {
    card: undefined,
  };

  constructor(ports: SlotPorts, rules: SlotRules, place: FleetPlace, hooks: SlotHooks, kept: string | undefined) {
    this.#ports = ports;
    this.#rules = rules;
    this.#place = place;
    this.#hooks = hooks;
    this.#born = ports.clock.monoMs();
    this.#comesSince = this.#born;
    ({ course: this.#course, coming: this.#coming } = readKeptSlots(kept));
  }

  get view(): SlotView {
    const [last] = this.#course.switches;
    const { left } = this.#course;
    return defined({
      slot: this.#slot,
      home: this.#rules.home,
      waits: this.#next.kind === "stay" ? this.#next.why : undefined,
      next: this.#next.kind === "stay" && this.#next.at !== undefined ? isoInstant(this.#next.at) : undefined,
      because: this.#next.kind === "stay" ? this.#next.because : undefined,
      leftHome: left && this.#slot !== this.#rules.home ? { at: isoInstant(left.at), why: left.why } : undefined,
      lastSwitch: last === undefined ? undefined : isoInstant(last),
      failed: this.#failed,
    });
  }

  /** Told to use the other slot, and its card has not been seen yet. */
  get switching(): boolean {
    return awaits(this.#coming, this.#waited);
  }

  /** This card came because this loop has chosen it. */
  brings(iccid: string): boolean {
    return brings(this.#coming, iccid, this.#waited);
  }

  get #waited(): number {
    return elapsed(this.#comesSince, this.#ports.clock.monoMs());
  }

  /** The diagnosis was made again. */
  looked(): void {
    this.#timer();
    if (this.#acting !== undefined || this.#stopped) return;
    const seen = this.#hooks.seen();
    if (!seen.ready) {
      this.#slot = undefined;
      return;
    }
    if (this.#slot === undefined) return void this.#run(this.#ask());
    if (this.#coming !== undefined && this.switching) this.#comes(shown(this.#coming, seen.iccid));
    const standing = this.#standing(seen);
    this.#course = settledHome(this.#course, this.#rules, standing);
    this.#next = nextSlot(this.#course, this.#rules, standing);
    if (this.#next.kind === "switch") return void this.#run(this.#switch(this.#next, standing));
    const { at } = this.#next;
    // The next look comes within minutes anyway: what is due sooner is not kept waiting for it.
    if (at !== undefined && at - standing.now <= LOOKS_EVERY)
      this.#timer = this.#ports.clock.after(Millis(Math.max(1, at - standing.now)), () => this.looked());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    await this.#acting;
  }

  #standing(seen: SlotSeen): SlotStanding {
    const { wall } = this.#hooks.said();
    this.#since = {
      card: seen.iccid,
      ...defined({
        unusable: UNUSABLE.includes(seen.sim) ? (this.#since.unusable ?? wall) : undefined,
        limit: seen.usedUp && ((this.#since.card === seen.iccid ? this.#since.limit : undefined) ?? wall),
      }),
    };
    const { unusable, limit } = this.#since;
    const trouble: CardTrouble = defined({ unusable, limit, stop: seen.stopped?.since });
    return {
      now: wall,
      bornAt: WallMs(wall - elapsed(this.#born, this.#ports.clock.monoMs())),
      slot: this.#slot,
      trouble,
      overAt: seen.stopped === undefined ? seen.usedUp?.overAt : seen.stopped.overAt,
      rests: seen.rests,
      ...this.#place,
    };
  }

  #run(doing: Promise<void>): Promise<void> {
    const acting = doing
      .catch((thrown: unknown) => this.#fault("choosing the card", thrown))
      .finally(() => (this.#acting = undefined));
    this.#acting = acting;
    return acting;
  }

  async #ask(): Promise<void> {
    const told = await this.#hooks.ask();
    // It has not gone over: whatever comes now was not brought by that.
    if (typeof told === "number" && this.switching && told !== this.#coming?.slot) this.#comes(undefined);
    this.#slot = typeof told === "number" ? told : undefined;
    this.#failed = typeof told === "number" ? undefined : told.why;
  }

  #fault(what: string, thrown: unknown): void {
    this.#ports.log.error("agent-fault", { what, why: textOf(thrown) });
  }

  #keep(): Promise<unknown> {
    return this.#ports.store.write([{ put: SLOTS_KEY, value: keptSlots(this.#course, this.#coming) }]);
  }

  #comes(coming: ComingCard | undefined): void {
    if (coming === this.#coming) return;
    this.#coming = coming;
    this.#keep().catch((thrown: unknown) => this.#fault("keeping which card was chosen", thrown));
  }

  async #switch(next: Extract<NextSlot, { kind: "switch" }>, standing: SlotStanding): Promise<void> {
    const from = this.#slot;
    this.#coming = { slot: next.to, ...defined({ from: this.#hooks.seen().iccid }) };
    this.#comesSince = this.#ports.clock.monoMs();
    // In the order of the writes: a kill behind the command must not give this card's bytes to the other one.
    this.#hooks.bookAll();
    // Before it is done: a modem that hangs over it, or a power cut, must not have it done twice.
    this.#course = switched(this.#course, this.#rules, standing, next);
    await this.#keep();
    if (this.#stopped) return;
    const end = await this.#hooks.choose(next.to);
    this.#failed = end.kind === "failed" ? maskText(end.text) : undefined;
    this.#comesSince = this.#ports.clock.monoMs();
    this.#since = { card: undefined };
    this.#slot = undefined;
    this.#hooks.event(
      "slot-switched",
      defined({ from, to: next.to, why: next.why, outcome: end.kind, detail: this.#failed }),
    );
  }
}
