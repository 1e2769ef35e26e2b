import { defined } from "../base/defined.ts";
import type { PublishedEvent } from "../base/events.ts";
import { textOf } from "../base/fault.ts";
import { elapsed, isoInstant, type MonoMs, wallAfter, WallMs } from "../base/instant.ts";
import { maskText } from "../base/mask.ts";
import type { CauseCode } from "../diagnosis/cause.ts";
import type { RankedCause } from "../diagnosis/diagnose.ts";
import { type ResumeFacts, STOPPED } from "../diagnosis/rules/resume-rule.ts";
import { RESUME_RULES } from "../diagnosis/rules/resume-rules.ts";
import type { Modem } from "../modem/modem.ts";
import type { FleetPlace } from "../policy/fleet-place.ts";
import {
  ACT,
  nextRecovery,
  type NextRecovery,
  type RecoveryAct,
  type RecoveryCourse,
  type RecoveryStanding,
  type StopAct,
  type StopPicture,
} from "../policy/next-recovery.ts";
import { type ModemFault, withRepair } from "../policy/next-repair.ts";
import { cycleAllowedAt, withCycle } from "../policy/radio-cycles.ts";
import { stopPicture } from "../policy/stop-picture.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { Said } from "../report/picture.ts";
import type { RecoveryView } from "../report/recovery-contract.ts";
import { lossReason, type LossReason } from "./loss-reason.ts";
import type { RecoveryHands } from "./recovery-hands.ts";
import { keptRecovery, readKeptRecovery, RECOVERY_KEY } from "./recovery-record.ts";

export interface RecoveryPorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: Log;
}

export interface RecoveryOptions {
  readonly place: FleetPlace;
  readonly rebootsPerDay: number;
}

/** What the diagnosis says of a loss. */
export interface Loss {
  /** Undefined while there is data, or nothing was looked at since the start. */
  readonly at: WallMs | undefined;
  /** The last refusal, which no registration has ended, was for good. */
  readonly forGood: boolean;
  /** The likeliest cause. */
  readonly cause: CauseCode | undefined;
  readonly standing: RankedCause["standing"] | undefined;
  readonly favourableAt: WallMs | undefined;
  readonly resume: ResumeFacts;
}

/** How the device stands at this moment. */
export interface DeviceSeen {
  readonly modem: Modem;
  /** What is wrong with the modem itself. */
  readonly fault: ModemFault | undefined;
  /** The agent's own data call is not up, whatever the modem shows. */
  readonly callDown: boolean;
  /** Nothing may pass by a person's decision: then nothing is tried either. */
  readonly rests: boolean;
}

export interface RecoveryHooks {
  said(): Said;
  loss(): Loss;
  seen(): DeviceSeen;
  readonly hands: RecoveryHands;
  /** The radio was off and on: what the network says from now on is news. */
  cycled(): void;
  readonly event: (type: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void;
}

/** Whether a person's wish for a radio cycle can be met. */
export type CycleWish =
  | { readonly kind: "now" }
  | { readonly kind: "none" | "not-ours" | "attach-not-ours" | "rests" }
  | { readonly kind: "later"; readonly at: WallMs };

export interface Tried {
  readonly act: StopAct;
  /** Why it could not be done. */
  readonly failed?: string;
}

interface Reason extends Pick<LossReason, "why"> {
  readonly told: LossReason["told"] | { readonly fault: ModemFault };
}

const FAULTS: Readonly<Record<ModemFault, string>> = {
  silent: "the modem answers nothing",
  absent: "the modem's port is not there",
  hung: "the modem hangs or restarts over and over",
  unregistered: "the modem finds no network, and nothing refused it",
};

type Kept = Omit<RecoveryCourse, "open"> & { readonly open: true | undefined };

/** Does what `nextRecovery` says, once each time the diagnosis was made again, and remembers it over restarts. */
export class RecoveryLoop {
  readonly #ports: RecoveryPorts;
  readonly #options: RecoveryOptions;
  readonly #hooks: RecoveryHooks;
  readonly #born: MonoMs;
  #course: RecoveryCourse;
  #next: NextRecovery = { kind: "wait", why: "nothing-lost" };
  #picture: StopPicture = "none";
  #fault: { readonly fault: ModemFault; readonly since: WallMs } | undefined;
  #acting: Promise<void> | undefined;
  /** Why the last act could not be done. */
  #failed: string | undefined;
  #stopped = false;

  constructor(ports: RecoveryPorts, options: RecoveryOptions, hooks: RecoveryHooks, kept: string | undefined) {
    this.#ports = ports;
    this.#options = options;
    this.#hooks = hooks;
    this.#born = ports.clock.monoMs();
    this.#course = readKeptRecovery(kept);
  }

  /** Undefined while nothing is lost. */
  get view(): RecoveryView | undefined {
    if (this.#next.kind === "wait" && this.#next.why === "nothing-lost") return undefined;
    const [last] = this.#course.cycles;
    const { actedAt } = this.#course;
    const { why, picture, at } = this.#next.kind === "wait" ? this.#next : {};
    const next = why === "not-yet" ? this.#ownNext(at) : at;
    return defined({
      waits: why,
      picture,
      next: next && isoInstant(next),
      lastTry: actedAt && isoInstant(actedAt),
      failed: this.#failed,
      lastRadioCycle: last && isoInstant(last),
    });
  }

  /** The call and the probes have times of their own, most often sooner than what hastens them. */
  #ownNext(at: WallMs | undefined): WallMs | undefined {
    const { hands } = this.#hooks;
    const own = this.#picture === "refused" ? hands.dials : this.#picture === "up" ? hands.probes : undefined;
    if (own === undefined) return at;
    if (own.at === undefined) return undefined;
    const theirs = wallAfter(this.#hooks.said().wall, elapsed(this.#ports.clock.monoMs(), own.at));
    return at === undefined || theirs < at ? theirs : at;
  }

  /** The diagnosis was made again. */
  looked(): void {
    if (this.#acting !== undefined || this.#stopped) return;
    // Killed between off and on: before anything else the radio goes on again.
    const [seen, loss] = [this.#hooks.seen(), this.#hooks.loss()];
    if (this.#course.open === true && seen.modem.imei !== undefined) return void this.#run(this.#close());
    const standing = this.#standing(loss, seen);
    this.#picture = standing.picture;
    this.#next = seen.rests ? { kind: "wait", why: "rests" } : nextRecovery(this.#course, standing);
    if (this.#next.kind === "act") void this.#begin(this.#next.act, this.#reason(loss));
  }

  /** What a person who says that it should be over can have at once. */
  get cycleWish(): CycleWish {
    const seen = this.#hooks.seen();
    if (seen.rests) return { kind: "rests" };
    const { picture, mayCycle, mayAttach, now, bornAt } = this.#standing(this.#hooks.loss(), seen);
    if (picture === "detached" && !mayAttach) return { kind: "attach-not-ours" };
    if (picture !== "denied") return { kind: "none" };
    if (!mayCycle) return { kind: "not-ours" };
    const at = cycleAllowedAt(this.#course.cycles, now, bornAt);
    return at > now || this.#acting !== undefined ? { kind: "later", at } : { kind: "now" };
  }

  /** What the picture allows, because a person asks for it: caps hold against everybody. Gives back what was tried. */
  async tryNow(why: string, begins: (act: StopAct) => void): Promise<Tried | undefined> {
    const [seen, loss] = [this.#hooks.seen(), this.#hooks.loss()];
    const { picture } = this.#standing(loss, seen);
    const act =
      picture === "none" || (picture === "denied" && this.cycleWish.kind !== "now") ? undefined : ACT[picture];
    if (this.cycleWish.kind === "attach-not-ours") return undefined;
    if (act === undefined || this.#acting !== undefined || seen.rests) return undefined;
    begins(act);
    await this.#begin(act, { ...lossReason(loss.cause, loss.standing), why });
    return { act, ...defined({ failed: this.#failed }) };
  }

  async #keep({ open, ...course }: Kept): Promise<void> {
    this.#course = { ...course, ...defined({ open }) };
    await this.#ports.store.write([{ put: RECOVERY_KEY, value: keptRecovery(this.#course) }]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#acting;
  }

  #standing({ at, forGood, cause, standing, favourableAt, resume }: Loss, seen: DeviceSeen): RecoveryStanding {
    const { wall } = this.#hooks.said();
    const rule = cause === undefined ? undefined : RESUME_RULES[cause];
    const back = rule?.earliest({ ...resume, now: wall });
    const { hands } = this.#hooks;
    const picture = stopPicture(seen.modem, forGood);
    return {
      now: wall,
      bornAt: WallMs(wall - elapsed(this.#born, this.#ports.clock.monoMs())),
      picture: picture === "up" && seen.callDown ? "refused" : picture,
      mayCycle: hands.radio !== "none",
      mayAttach: hands.attaches,
      mayDial: hands.dials !== undefined,
      mayProbe: hands.probes !== undefined,
      lostAt: at,
      // What is only possible, or suspected, makes nobody look later.
      schedule: standing === "likely" || standing === "confirmed" ? rule?.probe : rule && STOPPED,
      ...this.#options.place,
      ...defined({
        favourableAt,
        earliest: back?.kind === "at" ? back : undefined,
        repair: this.#repair(seen.fault, wall),
      }),
    };
  }

  /** As long as the fault is the same one. */
  #repair(fault: ModemFault | undefined, now: WallMs): RecoveryStanding["repair"] {
    if (fault === undefined) this.#fault = undefined;
    else if (this.#fault?.fault !== fault) this.#fault = { fault, since: now };
    const { hands } = this.#hooks;
    return this.#fault && { ...this.#fault, rungs: hands.rungs, rebootsPerDay: this.#options.rebootsPerDay };
  }

  /** The radio is switched by somebody else, on our asking. */
  get asksOwner(): boolean {
    return this.#hooks.hands.radio === "asked";
  }

  /** A fault of the modem speaks for itself; else it is the likeliest cause. */
  #reason({ cause, standing }: Loss): Reason {
    const fault = this.#fault?.fault;
    return fault === undefined ? lossReason(cause, standing) : { told: { fault }, why: FAULTS[fault] };
  }

  #begin(act: RecoveryAct, reason: Reason): Promise<void> {
    return this.#run(this.#do(act, reason));
  }

  async #close(): Promise<void> {
    if (await this.#hooks.hands.radioOn()) await this.#keep({ ...this.#course, open: undefined });
  }

  #run(doing: Promise<void>): Promise<void> {
    const acting = doing
      .catch((thrown: unknown) =>
        this.#ports.log.error("agent-fault", { what: "trying to get service back", why: textOf(thrown) }),
      )
      .finally(() => (this.#acting = undefined));
    this.#acting = acting;
    return acting;
  }

  async #do(act: RecoveryAct, { told, why }: Reason): Promise<void> {
    const { hands, event } = this.#hooks;
    this.#failed = undefined;
    // Before it is done: a power cut in between must not let it be done twice, nor leave the radio off.
    await this.#keep(this.#noted(act));
    if (this.#stopped) return;
    if (act === "activation" || act === "path-probe") {
      if (act === "activation") hands.dialNow();
      else hands.probeNow();
      return event("recovery-tried", { act, ...told });
    }
    // A machine that restarts tells nothing more: that it was ordered is told before.
    if (act === "reboot") event("recovery-tried", { act, ...told });
    const end = await hands.carryOut(act, why);
    if (act === "radio-cycle" && end.kind !== "failed") {
      // One that was cut short, by a stop too, may have left the radio off: the next look, or the next start, switches it on.
      await this.#keep({ ...this.#course, open: undefined });
      this.#hooks.cycled();
    }
    const detail = end.kind === "failed" ? maskText(end.text) : undefined;
    this.#failed = detail;
    // Whom the agent could not ask has switched nothing: the next one may be asked for.
    if (act === "radio-cycle" && detail !== undefined && hands.radio === "asked")
      await this.#keep({ ...this.#course, cycles: this.#course.cycles.slice(1), open: undefined });
    if (act !== "reboot" || detail !== undefined)
      event("recovery-tried", { act, ...told, ...defined({ outcome: end.kind, detail }) });
  }

  #noted(act: RecoveryAct): Kept {
    const { wall } = this.#hooks.said();
    const { cycles, repairs, open } = this.#course;
    const same = { actedAt: wall, cycles, repairs, open };
    if (act === "attach" || act === "activation" || act === "path-probe") return same;
    return act === "radio-cycle"
      ? { ...same, cycles: withCycle(cycles, wall), open: true }
      : { ...same, repairs: withRepair(repairs, act, wall) };
  }
}
