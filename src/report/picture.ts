import type { Duration } from "../base/duration.ts";
import type { WallMs } from "../base/instant.ts";
import type { Diagnosis, RankedCause } from "../diagnosis/diagnose.ts";
import type { ResumeFacts } from "../diagnosis/rules/resume-rule.ts";
import type { Suspicion } from "../diagnosis/suspicion.ts";
import type { Damage } from "../meter/damage.ts";
import type { ApnFrom } from "../modem/call-apn.ts";
import type { CallTrouble } from "../modem/call-trouble.ts";
import type { Link } from "../modem/link.ts";
import type { Modem } from "../modem/modem.ts";
import type { CardRole } from "../plan/card-plan.ts";
import type { PoolReach } from "../plan/pool-reach.ts";
import type { PoolShare } from "../plan/pool-share.ts";
import type { Books } from "../plan/rating/books.ts";
import type { Calibration } from "../plan/reading/calibration.ts";
import type { Comparison } from "../plan/reading/compare.ts";
import type { Reading } from "../plan/reading/reading.ts";
import type { Standing } from "../plan/standing.ts";
import type { Words } from "../plan/words.ts";
import type { ByRank } from "../policy/day-use.ts";
import type { Decision } from "../policy/decision.ts";
import type { Outlook } from "../policy/pace.ts";
import type { OwnerAnswer, OwnerRequest, OwnerRefusal, OwnerWay } from "../ports/owner-request.ts";
import type { StoreHealth } from "../ports/store.ts";

export interface Directions {
  readonly up: bigint;
  readonly down: bigint;
}

/** The time as it is said to others: the trusted one where there is one, else the system's, marked as such. */
export interface Said {
  readonly wall: WallMs;
  readonly trusted: boolean;
  readonly source: string;
  /** What speaks against the time as it is said, or against the system's clock, and what to do. */
  readonly text?: string;
}

/** How a card came by its plan. */
export interface PlanView {
  /** False: bytes are counted and held against nothing. */
  readonly known: boolean;
  readonly role?: CardRole;
  readonly pool?: string;
}

/** The files of plans were read and refused: the plans that hold are those of before. */
export interface RefusedPlans {
  readonly since: WallMs;
  /** Every fault with its place. */
  readonly text: string;
}

/** What one card's book shows at this moment, the bytes not yet written included. */
export interface BookView {
  /** Undefined while no card was ever identified. */
  readonly iccid: string | undefined;
  readonly total: Directions;
  readonly inCycle: Directions;
  readonly pending: Directions;
  /** Counted, and in no hour's row yet. */
  readonly unwritten?: Directions;
  readonly plan: PlanView;
  /** What is left of everything that was bought. */
  readonly books: Books;
  readonly standing: Standing;
  /** Of a card that shares one. */
  readonly pool?: PoolShare;
  /** Where the pool asks for saving; absent while the time is not trusted, because a balance has no age then. */
  readonly poolReach?: PoolReach;
  /** A forecast that is young enough to go by. */
  readonly outlook?: Outlook;
  /** Bytes of each class since the start of this program, at the moment of asking. */
  readonly spent?: () => ByRank;
  /** Of the first class by the packet filter's word alone, in this run; undefined where it does not tell. */
  readonly counted?: () => number | undefined;
}

/** What the modem says that it counted itself, beside what was counted here, both since one moment. */
export interface ModemCountView {
  readonly command: string;
  /** Its figures as they stand. */
  readonly stands: Directions;
  readonly modem: Directions;
  readonly counted: Directions;
  readonly difference: Directions;
  /** From that moment to now. */
  readonly comparedFor: Duration;
  readonly readBefore: Duration;
}

/** What the kernel's filter counted for traffic classes, beside what the interface counted since. */
export interface ClassesView {
  /** The filter's table. */
  readonly table: string;
  /** Why it cannot be read, and what to do. */
  readonly text?: string;
  readonly claimed: Directions;
  readonly counted: Directions;
  /** Counted by the filter beyond what can have been the interface's. */
  readonly dropped: Directions;
}

/** What programs reported of their own bytes, and what became of it; they add up, but for what still waits for its bytes. */
export interface ReportsView {
  readonly claimed: Directions;
  /** Became the class of bytes of which nothing else told it. */
  readonly explained: Directions;
  /** The filter had told the same. */
  readonly confirmed: Directions;
  /** Beyond what was counted: never booked. */
  readonly dropped: Directions;
}

/** ARP over a metered interface, which its counters hold beside IP. */
export interface ArpView {
  /** Why it cannot be taken off, and what to do. */
  readonly text?: string;
  readonly excluded: Directions;
}

/** How much of each packet a metered interface's counters hold beyond IP. */
export interface LinkView {
  readonly name: string;
  readonly rx: number;
  readonly tx: number;
  readonly by: "kind" | "hand" | "calibrated";
  readonly text: string;
  /** Why what it counts, or what is counted for classes, is too low, and what to do. */
  readonly doubt?: string;
}

/** What the card's book goes by. */
export interface MeteringView {
  readonly source: "interface" | "modem";
  /** Why the interface counts although the modem is to. */
  readonly text?: string;
  /** An hour had more kinds of bytes than are kept apart: what is of further kinds counts, and is of none. */
  readonly crowded?: true;
  readonly classes?: ClassesView;
  /** Absent while no program reported any. */
  readonly reports?: ReportsView;
  /** Absent where no metered interface carries ARP. */
  readonly arp?: ArpView;
  /** Absent where every one is taken to have nothing beyond IP, by its kind. */
  readonly links?: readonly LinkView[];
}

/** What passed over ways out that are not metered. */
export interface NotMeteredView {
  readonly used: Directions;
  /** Each one that is remembered, also those that are gone; the sum may hold more. */
  readonly interfaces: readonly (Directions & { readonly name: string })[];
}

/** One way out of the device. */
export interface UplinkView {
  readonly name: string;
  readonly metered: boolean;
  readonly present: boolean;
  readonly text?: string;
  /** Of one that is not metered: since it is counted. */
  readonly used?: Directions;
}

/** What the carrier said of the card's use, beside our own count of the same cycle at the same instant where there is one. */
export interface ReadingView extends Omit<Reading, "text"> {
  readonly comparison?: Comparison;
  readonly calibration?: Calibration & { readonly words: Words };
}

/** Of two cards in one modem, the one that is not in use: what was known of it when it was used last. */
export interface OtherCard {
  readonly iccid: string;
  readonly slot: number;
  readonly home: boolean;
  readonly asOf: WallMs;
  /** Why the home card was left. */
  readonly why?: "stop" | "limit" | "unusable";
  /** The likeliest one, where something was wrong. */
  readonly cause?: RankedCause;
  readonly resume: ResumeFacts;
  /** Whose card it is, as the carriers' files are named. */
  readonly carrier: string;
}

/** A diagnosis as it is told: of now, or of before the restart. */
export interface ToldDiagnosis {
  readonly diagnosis: Diagnosis;
  /** It was made before the agent started; nothing has been looked at since. */
  readonly before: boolean;
  /** What decides when the card can be back. */
  readonly resume: ResumeFacts;
  /** Only where that one was no good. */
  readonly other?: OtherCard;
}

/** Everything the agent knows at this moment, each part owned by one loop. What is reported is made from this. */
export interface Picture {
  readonly startedFor: Duration;
  readonly link: Link;
  readonly modem: Modem;
  /** Why the SIM stays locked, and what to do. */
  readonly locked: string | undefined;
  /** Why the number that the modem tells is not taken for a card's, and what to do. */
  readonly cardDoubt: { readonly kind: "uneven" | "unconfirmed" | "too-many"; readonly text: string } | undefined;
  /** Who owns the data call; how it stands where that is the agent, what was asked of the owner where it is not. */
  readonly bearer: {
    readonly owner: "external" | "agent";
    readonly state?: "waiting" | "dialling" | "up" | "retrying" | "let-go";
    readonly text?: string;
    /** Of the agent's own call: who named the access point. */
    readonly apn?: { readonly from: ApnFrom; readonly name?: string } | undefined;
    readonly asks?: OwnerWay;
    readonly asked?: {
      readonly at: string;
      readonly request: OwnerRequest["request"];
      readonly attempt: number;
      readonly outcome: OwnerAnswer["kind"];
      readonly cause?: OwnerRefusal;
      readonly text?: string;
    };
  };
  /** Why the agent's own data call failed last, until one is up. */
  readonly contextRefused?: CallTrouble | undefined;
  readonly interface: {
    readonly unreadable?: true;
    readonly name: string;
    readonly present: boolean;
    readonly text?: string;
    /** It went, and so long before it had been looked at last. */
    readonly unseenMs?: number;
  };
  /** All of them, where there are more than one. */
  readonly uplinks: readonly UplinkView[] | undefined;
  /** Absent where all are metered. */
  readonly notMetered?: NotMeteredView | undefined;
  readonly metering: MeteringView;
  readonly modemCount: ModemCountView | undefined;
  readonly book: BookView | undefined;
  readonly reading?: ReadingView | undefined;
  readonly suspicion: Suspicion;
  /** Undefined until there was something to look at. */
  readonly diagnosis?: ToldDiagnosis | undefined;
  readonly decision: Decision;
  readonly store: StoreHealth;
  readonly damage: Damage | undefined;
  /** Since when books of another device lie here that nobody has accepted. */
  readonly elsewhereSince: WallMs | undefined;
  readonly refusedPlans: RefusedPlans | undefined;
  /** The evidence journal was found damaged at this start. */
  readonly journalDamage: { readonly since: WallMs; readonly found: string } | undefined;
}

/** What never changes while the agent runs. */
export interface Identity {
  readonly version: string;
  readonly device: string;
  /** Keyed hash of an identifier, so that messages of one card can be joined without knowing the card. */
  readonly keyOf: (identifier: string) => string;
}
