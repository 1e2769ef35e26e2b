/**
 * The payloads of the topics: what a subscriber may rely on. Every payload is one JSON object with `v`, the version of
 * its shape; new fields may be added within a version, none is removed or changes its meaning. Bytes are whole numbers
 * of IP-layer bytes, instants are ISO 8601 in UTC, identifiers are masked; `sim.key` joins messages of one card.
 */
import * as v from "valibot";
import { EVENTS } from "../base/events.ts";

const Instant = v.pipe(v.string(), v.isoTimestamp());
const Bytes = v.pipe(v.number(), v.integer(), v.minValue(0));

/** When it was said, and whether the device knew the time (from a time service, the network, or an operator's word). */
const Said = {
  v: v.literal(1),
  at: Instant,
  clockTrusted: v.boolean(),
};

/** `availability`, retained; the last will says `offline` with reason `connection-lost`. */
export const Availability = v.object({
  ...Said,
  state: v.picklist(["online", "offline"]),
  reason: v.picklist(["started", "stopped", "connection-lost"]),
});

const Directions = { up: Bytes, down: Bytes };
const Counted = v.object({ ...Directions, total: Bytes });

const Service = v.object({
  data: v.picklist(["up", "down", "unknown", "not-observable"]),
  why: v.optional(v.string()),
  text: v.optional(v.string()),
});

export const EvidenceItem = v.object({ kind: v.string(), at: Instant, weight: v.number(), text: v.string() });

const Suspicion = v.object({
  /** A suspicion is not a verdict: see `confidence` (0 to below 1) and `evidence`. */
  held: v.boolean(),
  confidence: v.number(),
  since: v.optional(Instant),
  evidence: v.array(EvidenceItem),
});

/** `state`, retained. */
export const State = v.object({
  ...Said,
  agent: v.object({ version: v.string(), uptimeS: v.number() }),
  /** `text`: what speaks against the time as it is told, or against the system's clock, and what to do. */
  clock: v.object({ trusted: v.boolean(), source: v.string(), text: v.optional(v.string()) }),
  modem: v.object({
    link: v.picklist(["none", "opening", "refused", "initialising", "ready", "gone", "silent", "off", "in-call"]),
    linkText: v.optional(v.string()),
    manufacturer: v.optional(v.string()),
    model: v.optional(v.string()),
    revision: v.optional(v.string()),
    imei: v.optional(v.string()),
    /** What it was taken for, by what it says of itself; "unknown" when no description of a family matches. */
    family: v.optional(v.string()),
  }),
  sim: v.object({
    state: v.string(),
    /** Why it stays locked, or why no card is believed, and what to do. */
    text: v.optional(v.string()),
    /** Why the number that is read is not taken for a card's: no two readings alike; to be read again; too many new ones. */
    doubt: v.optional(v.picklist(["uneven", "unconfirmed", "too-many"])),
    iccid: v.optional(v.string()),
    imsi: v.optional(v.string()),
    key: v.optional(v.string()),
  }),
  registration: v.record(
    v.string(),
    v.object({
      stat: v.number(),
      text: v.string(),
      tac: v.optional(v.string()),
      ci: v.optional(v.string()),
      act: v.optional(v.number()),
      rejectCause: v.optional(v.number()),
      /** The standard's name of the cause; absent where the number is the modem maker's own. */
      causeText: v.optional(v.string()),
    }),
  ),
  attached: v.optional(v.boolean()),
  contexts: v.optional(v.array(v.object({ cid: v.number(), active: v.boolean() }))),
  service: Service,
  operator: v.optional(v.object({ name: v.optional(v.string()), plmn: v.optional(v.string()) })),
  signal: v.optional(
    v.object({ rssiDbm: v.optional(v.number()), rsrpDbm: v.optional(v.number()), rsrqDb: v.optional(v.number()) }),
  ),
  /** `state` and `text` where the agent owns the data call; else by what its owner is asked, where it is, and what it said last. */
  bearer: v.object({
    owner: v.picklist(["external", "agent"]),
    state: v.optional(v.picklist(["waiting", "dialling", "up", "retrying"])),
    text: v.optional(v.string()),
    asks: v.optional(v.picklist(["command", "network-manager", "modem-manager"])),
    asked: v.optional(
      v.object({
        at: Instant,
        attempt: v.number(),
        outcome: v.picklist(["accepted", "standing", "failed"]),
        cause: v.optional(
          v.picklist([
            "no-program",
            "not-running",
            "forbidden",
            "not-found",
            "nothing-to-connect",
            "by-hand",
            "failed",
          ]),
        ),
        text: v.optional(v.string()),
      }),
    ),
  }),
  interface: v.object({
    name: v.string(),
    present: v.boolean(),
    /** It is there all the same, and its counters may not be read: nothing is counted. */
    unreadable: v.optional(v.literal(true)),
    text: v.optional(v.string()),
    /** It went, and its counters with it: what it carried within so many milliseconds before may not be counted. */
    unseenMs: v.optional(v.number()),
  }),
  /** Every way out of the device, where there are more than one. */
  uplinks: v.optional(
    v.array(
      v.object({
        name: v.string(),
        /** Into the card's book; else counted apart, with no plan and no limit. */
        metered: v.boolean(),
        present: v.boolean(),
        text: v.optional(v.string()),
        /** Of one that is not metered: everything since it is counted here. */
        used: v.optional(Counted),
      }),
    ),
  ),
  /** Absent where the books go by the interface alone and no traffic classes are told apart. */
  metering: v.optional(
    v.object({
      source: v.picklist(["interface", "modem"]),
      /** Why the interface counts although the modem is to. */
      text: v.optional(v.string()),
      classes: v.optional(
        v.object({
          /** The table of the kernel's packet filter that counts for them. */
          table: v.string(),
          /** Why it cannot be read, and what to do; bytes are of no class meanwhile. */
          text: v.optional(v.string()),
          /** What the filter counted for all classes since it was first read, and what was booked since: what they leave is unattributed. */
          claimed: Counted,
          counted: Counted,
          /** What the filter counted beyond that: its rules count other traffic too. */
          dropped: v.optional(Counted),
        }),
      ),
    }),
  ),
  /**
   * The modem's own counter, where it has one, beside this device's meter: what each counted since the same moment. A
   * modem may count other layers than IP; no other figure goes by it unless `metering.source` says so.
   */
  modemCounter: v.optional(
    v.object({
      command: v.string(),
      /** When it was read, and since when it is compared. */
      at: Instant,
      since: Instant,
      /** As it stands in the modem. */
      stands: Counted,
      modem: Counted,
      counted: Counted,
      /** The modem's less ours. */
      difference: v.object({ up: v.number(), down: v.number(), total: v.number() }),
    }),
  ),
  suspicion: Suspicion,
  store: v.object({
    durable: v.boolean(),
    text: v.optional(v.string()),
    /** `gone`: the files were deleted under the agent; `replaced`: other books are in its place than the ones that are gone on with in memory; the agent is to be started again. */
    trouble: v.optional(v.picklist(["full", "read-only", "forbidden", "gone", "replaced", "other"])),
    /** Where the file system that is read-only is mounted. */
    mount: v.optional(v.string()),
    ageS: v.optional(v.number()),
    path: v.optional(v.string()),
    freeBytes: v.optional(v.number()),
    neededBytes: v.optional(v.number()),
  }),
  /** Present while books that were written on another device wait for a person's word. */
  otherDevice: v.optional(v.object({ since: Instant, text: v.string() })),
  /** The files of plans were refused: what holds is what held before. `text`: the faults with their places. */
  refusedPlans: v.optional(v.object({ since: Instant, text: v.string() })),
  /** Present while damage to the books waits for a person's acknowledgement. */
  /** The evidence journal was found damaged at this start: what was found. */
  journal: v.optional(v.object({ damaged: v.literal(true), since: Instant, text: v.string() })),
  books: v.optional(v.object({ damaged: v.literal(true), since: Instant, text: v.string() })),
});

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
  beyond: v.optional(v.object({ total: Bytes, charge: v.optional(v.string()) })),
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

export const Level = v.picklist(["normal", "conserve", "essential", "reserve-only", "offline"]);

/** `decision`, retained. */
export const Decision = v.object({
  ...Said,
  level: Level,
  reasons: v.array(v.object({ code: v.string(), text: v.string() })),
  since: Instant,
  until: v.optional(Instant),
  /** Whether anything holds the level by force. */
  enforced: v.picklist(["no", "advised", "kernel"]),
});

/** `event/<type>`, never retained; at least once, in order, with the time at which it happened. */
export const Event = v.looseObject({
  ...Said,
  type: v.picklist(Object.entries(EVENTS).flatMap(([name, row]) => (row.published ? [name] : []))),
  text: v.string(),
});

export type Availability = v.InferOutput<typeof Availability>;
export type State = v.InferOutput<typeof State>;
export type Usage = v.InferOutput<typeof Usage>;
export type Level = v.InferOutput<typeof Level>;
export type Decision = v.InferOutput<typeof Decision>;
export type Event = v.InferOutput<typeof Event>;

/** The topics below `<root>/<device>/`, and whether the broker keeps their last message. */
export const TOPICS = {
  availability: { retained: true, payload: "Availability", sentence: "online or offline, and why; the last will" },
  state: { retained: true, payload: "State", sentence: "modem, SIM, registration, service, suspicion, store" },
  usage: { retained: true, payload: "Usage", sentence: "what this card used, against its plan" },
  decision: { retained: true, payload: "Decision", sentence: "the level, its reasons, and whether it is enforced" },
  "event/<type>": { retained: false, payload: "Event", sentence: "what happened, at least once, in order" },
} as const satisfies Record<string, { retained: boolean; payload: string; sentence: string }>;
