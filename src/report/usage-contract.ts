import * as v from "valibot";
import { Bytes, Directions, Instant, Said } from "./contract-parts.ts";

/** `usage`, retained. All figures are this device's own meter, which the carrier's may differ from by some percent. */
export const Usage = v.object({
  ...Said,
  sim: v.optional(v.object({ iccid: v.string(), key: v.string() })),
  plan: v.object({
    name: v.string(),
    /** False: no plan is known for this card; bytes are counted and held against nothing. */
    known: v.boolean(),
    /** By whose rules it is drawn: a file of config/carriers. */
    carrier: v.optional(v.string()),
    /** Everything that was bought for any traffic and is there in this cycle; absent: without a limit. */
    quota: v.optional(Bytes),
    unitBase: v.picklist([1000, 1024]),
    zone: v.string(),
    /** Of a card that is chosen by a rule: the device's own, or a stopgap; and the pool that it shares. */
    role: v.optional(v.picklist(["home", "visitor"])),
    pool: v.optional(v.string()),
    /** The plan that holds from the next cycle on. */
    next: v.optional(v.string()),
    /** Nothing can be bought before the cycle ends that brings data back; absent: something can, or nobody knows. */
    topUp: v.optional(v.literal(false)),
  }),
  /** Absent where the plan has none. */
  cycle: v.optional(v.object({ from: Instant, to: Instant, zone: v.string() })),
  /** Within the cycle, pending bytes included. */
  used: v.object({ ...Directions, total: Bytes }),
  /** Counted while the time was not trusted; assumed to belong to this cycle until settled. */
  pending: v.object({ ...Directions, total: Bytes }),
  remaining: v.optional(Bytes),
  usedPercent: v.optional(v.number()),
  thresholdsCrossed: v.array(v.number()),
  overLimit: v.boolean(),
  /** What is left of what was bought, in the order in which it is drawn; at most 16, `moreBuckets` counts the others. */
  buckets: v.optional(
    v.array(
      v.object({
        id: v.string(),
        /** What the carrier calls it. */
        kind: v.string(),
        /** Of the cycle before. */
        carried: v.optional(v.literal(true)),
        quota: v.optional(Bytes),
        left: v.optional(Bytes),
        until: v.optional(Instant),
        /** For which traffic alone it may be drawn. */
        only: v.optional(
          v.object({
            destination: v.optional(v.string()),
            window: v.optional(v.string()),
            area: v.optional(v.string()),
            rats: v.optional(v.array(v.string())),
          }),
        ),
        /** Not drawn before service is back. */
        dormant: v.optional(v.literal(true)),
      }),
    ),
  ),
  moreBuckets: v.optional(Bytes),
  /** What no bucket covered in this cycle; what it costs where the plan has a price, in the currency's units. */
  beyond: v.optional(
    v.object({
      total: Bytes,
      charge: v.optional(v.string()),
      /** The carrier rounds each session, and the device does not see where one ends. */
      estimated: v.optional(v.literal(true)),
    }),
  ),
  /** Of a card that shares a pool with others. */
  pool: v.optional(
    v.object({
      name: v.optional(v.string()),
      /** Of what this card was given for itself. */
      ownShareLeft: v.optional(Bytes),
      /** What a person, or a fact of the fleet's, said was left for all cards together, this one's share included. */
      told: v.optional(v.object({ balance: Bytes, asOf: Instant })),
      /** The same, less what this card has used since; what others used since is not known here. */
      balance: v.optional(Bytes),
      /** Told more than 48 hours ago: not gone by. */
      stale: v.optional(v.literal(true)),
      /** Which of both ends first, and what is left until then. */
      binds: v.picklist(["own-share", "pool", "unknown"]),
      left: v.optional(Bytes),
    }),
  ),
  /** How the card's own life stands, by the plan's file and by what was stated; absent while the time is not trusted. Days are of the plan's zone. */
  validity: v.optional(
    v.object({
      /** `ending`: 60 days or fewer are left; `ended`: it may still be renewed; `over`: no more, by the plan's file. */
      state: v.picklist(["valid", "ending", "ended", "over", "unknown"]),
      /** The last day on which the card can be used. */
      expires: v.optional(v.string()),
      daysLeft: v.optional(v.pipe(v.number(), v.integer())),
      renewableUntil: v.optional(v.string()),
      nextFee: v.optional(v.string()),
      fee: v.optional(v.string()),
      retentionFee: v.optional(v.string()),
      /** `asOf` is absent for what the plan's file says. */
      account: v.optional(v.object({ balance: v.string(), asOf: v.optional(Instant) })),
      /** What is missing for the next fee. */
      short: v.optional(v.string()),
      text: v.optional(v.string()),
      textZh: v.optional(v.string()),
    }),
  ),
  /** By a person's word: the card is suspended since then, or cancelled for good. */
  suspendedSince: v.optional(Instant),
  cancelled: v.optional(v.literal(true)),
  /** Since when the plan's limit is reached in this cycle. */
  limitReached: v.optional(Instant),
  /**
   * Of this card since its first day here. Never decreases while the device has power; a power cut may take back what
   * moved since the last checkpoint and was already told.
   */
  total: v.object({ ...Directions, total: Bytes }),
  /** The carrier's latest word on this card, where there is one. Hearsay: no other figure goes by it. */
  reading: v.optional(
    v.object({
      /** A message of the carrier's, a fact that was published to the device, or a person at it. */
      source: v.picklist(["sms", "fact", "hand"]),
      /** Up to when the carrier has counted, where it says so; else when it was said. */
      asOf: Instant,
      used: v.optional(Bytes),
      remaining: v.optional(Bytes),
      total: v.optional(Bytes),
      /** What this device had counted of the same cycle by then; absent, as `drift`, where the two cannot be compared. */
      ours: v.optional(Bytes),
      /** Theirs less ours; `percent` of ours. */
      drift: v.optional(v.object({ bytes: v.pipe(v.number(), v.integer()), percent: v.optional(v.number()) })),
      /** From three readings on that agree: how much more the carrier counts (in percent of ours), and a suggestion. Nothing is applied. */
      calibration: v.optional(
        v.object({ percent: v.number(), agreeing: v.number(), of: v.number(), text: v.string(), textZh: v.string() }),
      ),
    }),
  ),
});

export type Usage = v.InferOutput<typeof Usage>;
