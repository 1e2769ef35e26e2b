import { crc32 } from "../base/crc32.ts";
import { defined } from "../base/defined.ts";
import { type Duration, Hours, Millis, Minutes, Seconds } from "../base/duration.ts";
import type { PublishedEvent } from "../base/events.ts";
import { textOf } from "../base/fault.ts";
import { elapsed, isoInstant, type MonoMs, WallMs } from "../base/instant.ts";
import { CAUSES } from "../diagnosis/cause-table.ts";
import type { CauseCode } from "../diagnosis/cause.ts";
import { type ResumeFacts } from "../diagnosis/rules/resume-rule.ts";
import { RESUME_RULES } from "../diagnosis/rules/resume-rules.ts";
import type { Modem } from "../modem/modem.ts";
import {
  ACT,
  nextRecovery,
  type NextRecovery,
  type RecoveryAct,
  type RecoveryCourse,
  type RecoveryStanding,
} from "../policy/next-recovery.ts";
import { cycleAllowedAt, withCycle } from "../policy/radio-cycles.ts";
import { stopPicture } from "../policy/stop-picture.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { Said } from "../report/picture.ts";
import type { RecoveryView } from "../report/recovery-contract.ts";
import { keptRecovery, readKeptRecovery, RECOVERY_KEY } from "./recovery-record.ts";

export interface RecoveryPorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: Log;
}

export interface RecoveryOptions {
  readonly deviceId: string;
  readonly fleetSize: number;
  readonly radioCycles: boolean;
}

/** What the diagnosis says of a loss. */
export interface Loss {
  /** Undefined while there is data, or nothing was looked at since the start. */
  readonly at: WallMs | undefined;
  /** The last refusal, which no registration has ended, was for good. */
  readonly forGood: boolean;
  /** The likeliest cause. */
  readonly cause: CauseCode | undefined;
  readonly favourableAt: WallMs | undefined;
  readonly resume: ResumeFacts;
}

export type CycleEnd =
  | { readonly kind: "done" }
  /** The owner of the data call was asked, and has accepted. */
  | { readonly kind: "asked" }
  | { readonly kind: "failed"; readonly text: string };

/** What can be done about it. */
export interface RecoveryHands {
  readonly radio: "own" | "asked" | "none";
  radioCycle(why: string): Promise<CycleEnd>;
  /** The radio on, in case a cycle was cut short. False: the modem did not take it. */
  radioOn(): Promise<boolean>;
  /** The data call, or its owner, waits no longer. */
  dialNow(): void;
  probeNow(): void;
}

export interface RecoveryHooks {
  said(): Said;
  loss(): Loss;
  modem(): Modem;
  /** Nothing may pass by a decision of this device: then nothing is tried either. */
  rests(): boolean;
  readonly hands: RecoveryHands;
  /** The radio was off and on: what the network says from now on is news. */
  cycled(): void;
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
}

/** Whether a person's wish for a radio cycle can be met. */
export type CycleWish =
  | { readonly kind: "now" }
  | { readonly kind: "none" }
  | { readonly kind: "later"; readonly at: WallMs };

/** One second a device: no cell has more of them than can ask in one. */
const window = (fleetSize: number): Duration =>
  Millis(Math.min(Hours(1), Math.max(Minutes(1), fleetSize * Seconds(1))));

/** Does what `nextRecovery` says, once each time the diagnosis was made again, and remembers it over restarts. */
export class RecoveryLoop {
  readonly #ports: RecoveryPorts;
  readonly #options: RecoveryOptions;
  readonly #hooks: RecoveryHooks;
  readonly #born: MonoMs;
  readonly #share: number;
  #course: RecoveryCourse;
  #next: NextRecovery = { kind: "wait", why: "nothing-lost" };
  #acting: Promise<void> | undefined;
  #stopped = false;

  constructor(ports: RecoveryPorts, options: RecoveryOptions, hooks: RecoveryHooks, kept: string | undefined) {
    this.#ports = ports;
    this.#options = options;
    this.#hooks = hooks;
    this.#born = ports.clock.monoMs();
    this.#share = crc32(Buffer.from(options.deviceId)) / 2 ** 32;
    this.#course = readKeptRecovery(kept);
  }

  /** Undefined while nothing is lost. */
  get view(): RecoveryView | undefined {
    if (this.#next.kind === "wait" && this.#next.why === "nothing-lost") return undefined;
    const [last] = this.#course.cycles;
    const { actedAt } = this.#course;
    return defined({
      waits: this.#next.kind === "wait" ? this.#next.why : undefined,
      next: this.#next.kind === "wait" && this.#next.at !== undefined ? isoInstant(this.#next.at) : undefined,
      lastTry: actedAt && isoInstant(actedAt),
      lastRadioCycle: last && isoInstant(last),
    });
  }

  /** The diagnosis was made again. */
  looked(): void {
    if (this.#acting !== undefined || this.#stopped) return;
    // Killed between off and on: before anything else the radio goes on again.
    if (this.#course.open === true && this.#hooks.modem().imei !== undefined) return void this.#run(this.#close());
    const loss = this.#hooks.loss();
    this.#next = this.#hooks.rests()
      ? { kind: "wait", why: "nothing-to-try" }
      : nextRecovery(this.#course, this.#standing(loss));
    if (this.#next.kind === "act" && loss.cause !== undefined)
      void this.#begin(this.#next.act, loss.cause, CAUSES[loss.cause].name.en);
  }

  /** What a person who says that it should be over can have at once. */
  get cycleWish(): CycleWish {
    const { picture, now, bornAt } = this.#standing(this.#hooks.loss());
    if (picture !== "denied") return { kind: "none" };
    const at = cycleAllowedAt(this.#course.cycles, now, bornAt);
    return at > now || this.#acting !== undefined ? { kind: "later", at } : { kind: "now" };
  }

  /** What the picture allows, because a person asks for it: caps hold against everybody. Gives back what was tried. */
  async tryNow(why: string, begins: (act: RecoveryAct) => void): Promise<RecoveryAct | undefined> {
    const loss = this.#hooks.loss();
    const { picture } = this.#standing(loss);
    const act =
      picture === "none" || (picture === "denied" && this.cycleWish.kind !== "now") ? undefined : ACT[picture];
    if (act === undefined || this.#acting !== undefined) return undefined;
    begins(act);
    await this.#begin(act, loss.cause, why);
    return act;
  }

  async #keep({ open, ...course }: Omit<RecoveryCourse, "open"> & { readonly open: true | undefined }): Promise<void> {
    this.#course = { ...course, ...defined({ open }) };
    await this.#ports.store.write([{ put: RECOVERY_KEY, value: keptRecovery(this.#course) }]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#acting;
  }

  #standing({ at, forGood, cause, favourableAt, resume }: Loss): RecoveryStanding {
    const { wall } = this.#hooks.said();
    const rule = cause === undefined ? undefined : RESUME_RULES[cause];
    const back = rule?.earliest({ ...resume, now: wall });
    const picture = stopPicture(this.#hooks.modem(), forGood);
    return {
      now: wall,
      bornAt: WallMs(wall - elapsed(this.#born, this.#ports.clock.monoMs())),
      // Where nobody may switch the radio there is nothing to try.
      picture: picture === "denied" && !this.#mayCycle ? "none" : picture,
      lostAt: at,
      schedule: rule?.probe,
      share: this.#share,
      window: window(this.#options.fleetSize),
      ...defined({ favourableAt, earliest: back?.kind === "at" ? back : undefined }),
    };
  }

  get #mayCycle(): boolean {
    return this.#options.radioCycles && this.#hooks.hands.radio !== "none";
  }

  /** The radio is switched by somebody else, on our asking. */
  get asksOwner(): boolean {
    return this.#hooks.hands.radio === "asked";
  }

  #begin(act: RecoveryAct, cause: CauseCode | undefined, why: string): Promise<void> {
    return this.#run(this.#do(act, cause, why));
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

  async #do(act: RecoveryAct, cause: CauseCode | undefined, why: string): Promise<void> {
    const { hands } = this.#hooks;
    const { wall } = this.#hooks.said();
    const { cycles } = this.#course;
    // Before it is done: a power cut in between must not let it be done twice, nor leave the radio off.
    const own = act === "radio-cycle";
    await this.#keep({ actedAt: wall, cycles: own ? withCycle(cycles, wall) : cycles, open: own ? true : undefined });
    if (this.#stopped) return;
    if (act === "activation") hands.dialNow();
    if (act === "path-probe") hands.probeNow();
    if (act !== "radio-cycle") return this.#hooks.event("recovery-tried", defined({ act, cause }));
    const end = await hands.radioCycle(why);
    // Cut short, by a stop too: the radio may be off, so that the next look, or the next start, switches it on.
    if (end.kind !== "failed") await this.#keep({ ...this.#course, open: undefined });
    if (end.kind !== "failed") this.#hooks.cycled();
    this.#hooks.event("recovery-tried", {
      act,
      cause,
      outcome: end.kind,
      ...(end.kind === "failed" ? { detail: end.text } : {}),
    });
  }
}
