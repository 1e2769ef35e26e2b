import type { CarrierQuery } from "./reading/carrier-query.ts";
import type { Words } from "./words.ts";

/** What some data is bound to by its name: some destinations (定向), some hours (闲时), an area (本地, 省内). */
export type Bound = "destination" | "window" | "area";

/** One kind of data that a carrier sells or gives, under the carrier's own term. */
export interface BucketKind {
  readonly name: string;
  readonly term: Words;
  /** Whether what is left of it moves to the next cycle (不清零). */
  readonly carries: boolean;
  /** What a bucket of it is always bound to: one that says nothing of that would be drawn for all traffic. */
  readonly bound?: Bound;
  /** Where that is said; absent: it is a default of ours. */
  readonly source?: string;
}

/** What the carrier lists in its order and nobody can buy: the price of what is beyond every bucket (套外流量资费). */
export interface ListedPrice {
  readonly term: Words;
  readonly source?: string;
}

/** One step of the deduction order; kinds of one step have one rank, and are one type where the carrier speaks of types. */
export interface Step {
  readonly type: string;
  /** Empty where a price stands instead. */
  readonly kinds: readonly BucketKind[];
  readonly price?: ListedPrice;
}

/**
 * What in a cycle takes the carry-over of that cycle away. `cancelled` (销户) does so everywhere, since there is no next cycle; it
 * stands in a list where the carrier's own words name it.
 */
export type Voiding = "plan-changed" | "cancelled" | "pack-unsubscribed";

export interface CarryOverRule {
  readonly voidedBy: readonly Voiding[];
  /**
   * `fee-charged`: what was carried over a suspension can be drawn once service is back. `ignored`: at once. What a cycle
   * with a suspension hands on at all is said by the readings, which hold whatever stands here.
   */
  readonly suspension: "fee-charged" | "ignored";
}

/**
 * How the carrier's words are read where they leave a choice. Each has a default in the carrier's file, which a plan may
 * override; none of them is a fact.
 */
export interface Readings {
  /**
   * Within one step: `carried-first`: all that was carried over, by level, then all of this cycle; `level-first`: level by
   * level, the carried part first; `current-first`: this cycle's first.
   */
  readonly withinStep: "carried-first" | "level-first" | "current-first";
  /** Between two that are equal in everything else. */
  readonly ties: "earliest-expiry" | "as-listed";
  /** A limit is reached when a byte goes beyond it, or with its last byte. */
  readonly limit: "exceeded" | "last-byte";
  /** Whether data bought after the limit was reached brings full service back in the same cycle. */
  readonly addOnLifts: boolean;
  /** What a cycle with a suspension hands on whose fee was not charged. */
  readonly unpaidCycle: "nothing" | "as-ever";
  /**
   * Whose fee is asked for after a suspension: of the cycle in which it began (停机当月), or of each that had one, the one
   * in which service came back too.
   */
  readonly feeMonth: "stopped" | "each";
  /** What a pack that is given up (退订) takes away where the carrier says that it does: its own rest, or all that its cycle would hand on. */
  readonly packGivenUp: "pack" | "month";
  /** To when carried data can be drawn where cycles are not calendar months. */
  readonly carryExpiry: "next-cycle" | "next-month";
  /** What a cycle hands on in which the card was suspended from the first instant to the last. */
  readonly suspendedCycle: "nothing" | "by-rule";
  /** Usage over the end of a cycle or a window: booked where it began, or divided by time. */
  readonly overBoundary: "at-start" | "divided";
  readonly unknownArea: "inside" | "outside";
  readonly unknownRat: "inside" | "outside";
}

export interface Billing {
  readonly day: number;
  readonly note: Words;
  readonly source?: string;
}

/** How a carrier takes data off: one file each in config/carriers. */
export interface CarrierRules {
  readonly carrier: string;
  readonly title: Words;
  readonly sources: readonly string[];
  /** The first is drawn first. */
  readonly steps: readonly Step[];
  /** Whether a source gives the order; else it is a default of ours. */
  readonly orderSource?: string;
  readonly carryOver: CarryOverRule;
  readonly readings: Readings;
  /** Of its monthly cards, where they are not billed by the calendar month: the day on which a cycle begins, in words, and who says so. */
  readonly billing?: Billing;
  /** How its cards are asked by SMS how much was used, and what else; absent: nothing is known of that. */
  readonly query?: CarrierQuery;
}
