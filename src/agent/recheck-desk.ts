import { defined } from "../base/defined.ts";
import { type Duration, Hours, Millis, Seconds } from "../base/duration.ts";
import { elapsed, isoInstant, type MonoMs } from "../base/instant.ts";
import type { CauseCode } from "../diagnosis/cause.ts";
import type { Finding } from "../diagnosis/finding-item.ts";
import type { Draft } from "../journal/journal-entry.ts";
import type { Link } from "../modem/link.ts";
import type { Modem } from "../modem/modem.ts";
import { minuteText } from "../plan/local-text.ts";
import type { Words } from "../plan/words.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Said, ToldDiagnosis } from "../report/picture.ts";
import { isNamed } from "../report/headline.ts";
import { NOT_OURS } from "../report/recovery-words.ts";
import { pathOpenWords } from "../report/path-open-words.ts";
import type { Probes } from "../report/probe-contract.ts";
import type { RECHECK_VERDICTS, RecheckAnswer, RecheckSaid } from "../report/recheck-answer.ts";
import { type BearerView, callDown } from "./bearer-view.ts";
import { pathBlind } from "./path-blind.ts";
import type { RecoveryLoop } from "./recovery-loop.ts";
import {
  actWords,
  callWords,
  failedWords,
  laterWords,
  otherWords,
  RECHECK_WORDS,
  saidWords,
  sameWords,
  sentence,
} from "./recheck-words.ts";

type Verdict = (typeof RECHECK_VERDICTS)[number];
type Recheck = NonNullable<RecheckAnswer["recheck"]>;

export interface RecheckAsk {
  readonly by: string;
  /** What the person says has happened. */
  readonly said?: RecheckSaid | undefined;
}

/** `again`: when the next one is taken. */
export type RecheckBegun =
  | { readonly taken: true; readonly again: Duration }
  | { readonly taken: false; readonly because: "just-asked" | "too-often"; readonly again: Duration };

export interface RecheckHooks {
  said(): Said;
  /** Looked at anew. */
  view(): ToldDiagnosis | undefined;
  standing(): { readonly modem: Modem; readonly link: Link; readonly bearer: BearerView };
  askModem(): void;
  /** Undefined where none is ordered. */
  probes(): Probes | undefined;
  tell(findings: readonly Finding[], said: Draft["fields"]): void;
  readonly recovery: Pick<RecoveryLoop, "cycleWish" | "tryNow" | "asksOwner">;
}

interface Stands {
  readonly calm: boolean;
  /** Nothing says that anything is wrong, but a doubt is not answered. */
  readonly unproved: boolean;
  readonly open: Probes["open"];
  readonly cause: CauseCode | undefined;
  /** Only where it is likely enough to be said. */
  readonly named: CauseCode | undefined;
}

/** A modem is not asked more often than this for anybody's sake. */
const REST: Duration = Seconds(30);
/** Each may be an attempt at a data call, of which the network wants to see 30 an hour at most that it refuses for good (GSMA TS.34). */
export const RECHECKS_AN_HOUR = 20;
const EVERY: Duration = Seconds(1);
/** An answer takes its time; what was believed before it is no verdict. */
const NOT_BEFORE: Duration = Seconds(3);
/** After this somebody who waits wants to know how it is. */
const WITHIN: Duration = Seconds(85);
/** Where nothing could be tried, what the modem answers now is all that comes; then somebody may ask again. */
const NOTHING_TRIED = REST;
const SAID_AS = { "topped-up": "said-topped-up", resumed: "said-resumed" } as const;

/** Another look because somebody wants to know now: asks, tries what may be tried, and says how it ended. One at a time. */
export class RecheckDesk {
  readonly #clock: Clock;
  readonly #hooks: RecheckHooks;
  #began: MonoMs | undefined;
  /** Of the last hour, the oldest first. */
  #lately: readonly MonoMs[] = [];
  #shown: Recheck | undefined;
  #before: Pick<Stands, "calm" | "cause" | "named"> | undefined;
  #trying = false;
  #within: Duration = WITHIN;
  #timer: Cancel = () => {};

  constructor(clock: Clock, hooks: RecheckHooks) {
    this.#clock = clock;
    this.#hooks = hooks;
  }

  get answer(): RecheckAnswer {
    return { ok: true, ...defined({ recheck: this.#shown }) };
  }

  begin({ by, said }: RecheckAsk): RecheckBegun {
    const now = this.#clock.monoMs();
    const since = this.#began === undefined ? Infinity : elapsed(this.#began, now);
    // One that runs has its time: whoever waits for its end is not to be told another one's.
    const rest = (this.#runs && since >= REST ? WITHIN : REST) - since;
    this.#lately = this.#lately.filter((at) => elapsed(at, now) < Hours(1));
    const [oldest] = this.#lately;
    const often = oldest !== undefined && this.#lately.length >= RECHECKS_AN_HOUR ? Hours(1) - elapsed(oldest, now) : 0;
    if (Math.max(rest, often) > 0)
      return { taken: false, because: often > rest ? "too-often" : "just-asked", again: Millis(Math.max(rest, often)) };
    this.#lately = [...this.#lately, now];
    this.#timer();
    this.#began = now;
    this.#within = WITHIN;
    this.#before = this.#stands();
    this.#shown = { began: isoInstant(this.#hooks.said().wall), lines: [] };
    if (said !== undefined) this.#note(said, by);
    this.#say(RECHECK_WORDS.asking);
    this.#hooks.askModem();
    void this.#try();
    this.#timer = this.#clock.after(EVERY, () => this.#look());
    return { taken: true, again: REST };
  }

  stop(): void {
    this.#timer();
    if (this.#runs) this.#end("not-known");
  }

  get #runs(): boolean {
    return this.#shown !== undefined && this.#shown.verdict === undefined;
  }

  #note(said: RecheckSaid, by: string): void {
    const at = this.#hooks.said().wall;
    this.#hooks.tell(said === "card-changed" ? [] : [{ kind: SAID_AS[said], at, text: by }], { said, by });
    this.#say(saidWords(said, by));
  }

  /** Caps hold against everybody, and somebody who waits is told until when. */
  async #try(): Promise<void> {
    if (this.#before?.calm === true) return;
    const { recovery } = this.#hooks;
    const wish = recovery.cycleWish;
    if (wish.kind === "not-ours" || wish.kind === "attach-not-ours") {
      this.#within = NOTHING_TRIED;
      return this.#say(wish.kind === "not-ours" ? sentence(NOT_OURS) : RECHECK_WORDS.attachNotOurs);
    }
    if (wish.kind === "rests") return this.#say(RECHECK_WORDS.rests);
    if (wish.kind === "later") return this.#say(laterWords(this.#localTime(wish.at)));
    this.#trying = true;
    const tried = await recovery.tryNow("somebody asked for another look", (act) =>
      this.#say(actWords(act, recovery.asksOwner)),
    );
    this.#trying = false;
    if (tried === undefined) this.#say(RECHECK_WORDS.nothingToTry);
    else if (tried.failed !== undefined) {
      this.#within = NOTHING_TRIED;
      this.#say(failedWords(tried.failed, recovery.asksOwner));
    }
  }

  #look(): void {
    const spent = elapsed(this.#began ?? this.#clock.monoMs(), this.#clock.monoMs());
    const late = spent >= this.#within;
    if (spent >= NOT_BEFORE && (late || !this.#trying)) {
      const verdict = this.#verdict(late);
      if (verdict !== undefined) return this.#end(verdict);
    }
    this.#timer = this.#clock.after(EVERY, () => this.#look());
  }

  /** Undefined while it may still turn out otherwise. */
  #verdict(late: boolean): Verdict | undefined {
    const { modem, link } = this.#hooks.standing();
    const { calm, unproved, open, cause } = this.#stands();
    const up = modem.service.data === "up" || modem.service.data === "not-observable";
    if (calm && up && this.#before?.calm === true) return this.#blind ? "not-known" : "nothing-wrong";
    if (calm && up) return "back";
    // Nothing says that it is wrong, and nothing that it is right: a round that runs may still tell.
    if (unproved && up) return open === "looks" && !late ? undefined : "not-known";
    // Where there is no modem to ask, waiting tells nothing.
    if (link.kind === "refused" || link.kind === "gone" || link.kind === "silent" || link.kind === "off")
      return "not-known";
    if (!late) return undefined;
    if (link.kind !== "ready" && link.kind !== "none") return "not-known";
    return cause === this.#before?.cause ? "same-cause" : "other-cause";
  }

  #end(verdict: Verdict): void {
    const { calm, cause, named, unproved } = this.#stands();
    const probes = this.#hooks.probes();
    const words: Readonly<Record<Verdict, Words>> = {
      ...RECHECK_WORDS,
      ...defined({ "not-known": unproved && probes !== undefined ? pathOpenWords(probes) : undefined }),
      ...(calm && this.#blind ? { "not-known": RECHECK_WORDS.blind } : {}),
      "same-cause": sameWords(named),
      "other-cause": otherWords(this.#before?.named, named),
    };
    const { bearer } = this.#hooks.standing();
    if (callDown(bearer)) this.#say(callWords((bearer.text ?? "").replace(/\.$/, "")));
    this.#say(words[verdict]);
    const over = verdict === "back" || verdict === "nothing-wrong";
    if (this.#shown !== undefined)
      this.#shown = { ...this.#shown, verdict, ...defined({ cause: over ? undefined : cause }) };
  }

  /** `diagnose` says so too. */
  get #blind(): boolean {
    const diagnosis = this.#hooks.view()?.diagnosis;
    return diagnosis !== undefined && pathBlind(diagnosis, this.#hooks.probes());
  }

  #stands(): Stands {
    const diagnosis = this.#hooks.view()?.diagnosis;
    const leading = diagnosis?.causes[0];
    const { bearer } = this.#hooks.standing();
    const quiet = diagnosis?.state === "calm" && !callDown(bearer);
    const open = this.#hooks.probes()?.open;
    return {
      calm: quiet && open === undefined,
      unproved: quiet && open !== undefined,
      open,
      cause: leading?.cause,
      named: leading === undefined || !isNamed(leading) ? undefined : leading.cause,
    };
  }

  #say(words: Words): void {
    if (this.#shown === undefined) return;
    const line = { at: isoInstant(this.#hooks.said().wall), ...words };
    this.#shown = { ...this.#shown, lines: [...this.#shown.lines, line] };
  }

  #localTime(at: Parameters<typeof minuteText>[0]): string {
    const zone = this.#hooks.view()?.resume.zone ?? "Asia/Shanghai";
    return `${minuteText(at, zone)} ${zone}`;
  }
}
