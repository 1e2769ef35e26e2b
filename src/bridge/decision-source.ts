import type { Duration } from "../base/duration.ts";
import type { MonoMs, WallMs } from "../base/instant.ts";
import type { Cancel } from "../ports/clock.ts";
import type {
  CauseWord,
  CheckWord,
  ClassWord,
  LanguageWord,
  LevelWord,
  ReasonWord,
  ServiceWord,
} from "./wire-codes.ts";

/** What holds now. */
export interface DecisionState {
  readonly service: ServiceWord;
  readonly level: LevelWord;
  readonly cause: CauseWord;
  /** How sure the cause is, 0 to 1. */
  readonly confidence: number;
  /** When the agent looks again whether it still holds; undefined when nothing is due. */
  readonly checkAgainAt?: MonoMs;
  readonly clockTrusted: boolean;
}

/** What a class may still send until the next review. */
export interface ClassBudget {
  /** Undefined: no limit is known. Zero or less: nothing now. */
  readonly bytesLeft?: bigint;
  /** Undefined: as fast as it goes. */
  readonly bytesPerSecond?: number;
  /** Where nothing is left: when to ask again. */
  readonly retry?: Duration;
}

export interface AskRequest {
  /** The number that the grant is going to have. */
  readonly grant: number;
  readonly class: ClassWord;
  readonly bytes: number;
  /** The bytes are going to be sent within this time; zero: not told. */
  readonly within: Duration;
  /** The port on which it was asked. */
  readonly from: string;
}

export type AskOutcome =
  | {
      readonly kind: "granted";
      /** Never more than was asked for. */
      readonly bytes: number;
      readonly lasts: Duration;
    }
  | { readonly kind: "refused"; readonly reason: ReasonWord; readonly retry: Duration };

/** Bytes that a client says it has sent and received, beyond what it said before. */
export interface UseReport {
  /** Zero: sent while the agent was silent. */
  readonly grant: number;
  readonly class?: ClassWord;
  readonly up: number;
  readonly down: number;
  /** What it said in all, with these: of the grant, or of the spell of silence. */
  readonly total: { readonly up: number; readonly down: number };
  /** Nothing more comes on this grant: it was closed by the client, or its time is over. */
  readonly last: boolean;
  /** The client has used more than it was granted, by so many bytes in all. */
  readonly beyond: number;
  readonly from: string;
}

export interface TransactionReport {
  /** Zero: done while the agent was silent. */
  readonly grant: number;
  readonly ok: boolean;
  readonly took: Duration;
  readonly from: string;
}

export type DecisionChange =
  | { readonly kind: "state" }
  /** A grant that was given holds no more. */
  | { readonly kind: "withdrawn"; readonly grant: number; readonly reason: ReasonWord };

/** Who decides: the agent's policy, or a script. What it answers is believed; it never throws and never rejects. */
export interface DecisionSource {
  state(): DecisionState;
  budget(of: ClassWord): ClassBudget;
  /** An answer that takes longer than the bridge waits is undone by a `used` of no bytes that is the last one. */
  ask(request: AskRequest): Promise<AskOutcome>;
  used(report: UseReport): void;
  /** At the start, for each grant that was used before it: its totals as they were last written down, and no more bytes. */
  usedBefore?(report: UseReport): void;
  transacted(report: TransactionReport): void;
  /** `taken`: the agent looks now; `again`: when it looks by itself, or would take the next request. */
  recheck(why: CheckWord, from: string): { readonly taken: boolean; readonly again: Duration };
  time(): { readonly wall: WallMs; readonly trusted: boolean; readonly offsetMinutes: number };
  /** What is printed at the counter, paragraph by paragraph; broken into lines by the bridge. */
  text(language: LanguageWord): readonly string[];
  onChange(listener: (change: DecisionChange) => void): Cancel;
}
