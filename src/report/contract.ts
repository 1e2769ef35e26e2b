/**
 * The payloads of the topics: what a subscriber may rely on. Every payload is one JSON object with `v`, the version of
 * its shape; new fields may be added within a version, none is removed or changes its meaning. Bytes are whole numbers
 * of IP-layer bytes, instants are ISO 8601 in UTC, identifiers are masked; `sim.key` joins messages of one card.
 */
import * as v from "valibot";
import { EVENTS } from "../base/events.ts";
import { ALLOWANCE_CODES } from "../policy/allowance.ts";
import { Counted, Instant, Said } from "./contract-parts.ts";

export { Usage } from "./usage-contract.ts";
export { Diagnosis } from "./diagnosis-contract.ts";

/** `availability`, retained; the last will says `offline` with reason `connection-lost`. */
export const Availability = v.object({
  ...Said,
  state: v.picklist(["online", "offline"]),
  reason: v.picklist(["started", "stopped", "connection-lost"]),
});

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
    state: v.optional(v.picklist(["waiting", "dialling", "up", "retrying", "let-go"])),
    text: v.optional(v.string()),
    /** The access point of the agent's own call: whoever named it, and its name where that is known. */
    apn: v.optional(v.object({ from: v.picklist(["settings", "carrier", "modem"]), name: v.optional(v.string()) })),
    asks: v.optional(v.picklist(["command", "network-manager", "modem-manager"])),
    asked: v.optional(
      v.object({
        at: Instant,
        request: v.picklist(["connect", "radio-cycle", "disconnect"]),
        attempt: v.number(),
        outcome: v.picklist(["accepted", "standing", "failed"]),
        cause: v.optional(
          v.picklist([
            "no-program",
            "hangs",
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
  /** Everything that passed over ways out that are not metered. Absent where all are. */
  notMetered: v.optional(
    v.object({
      ...Counted.entries,
      /** Those that are remembered (sixteen for each of the settings), also when they are gone; the sum may hold more. */
      interfaces: v.array(v.object({ name: v.string(), ...Counted.entries })),
    }),
  ),
  /** Absent where the books go by the interface alone, nothing tells traffic classes apart and nothing is to be said of how it counts. */
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
      /**
       * What programs on the bridge reported of their own bytes, in all: they name the class of bytes that were counted here and
       * add none. What is neither explained, confirmed nor dropped waits for its bytes to be counted.
       */
      reports: v.optional(
        v.object({
          claimed: Counted,
          /** Became the class of bytes of which nothing else told it. */
          explained: Counted,
          /** The packet filter had told the same class. */
          confirmed: v.optional(Counted),
          /** Reported beyond what was counted: never booked. */
          dropped: v.optional(Counted),
        }),
      ),
      /** Since the start an hour had more than 64 kinds of bytes (class, radio, area): what is of further ones is counted without them, as general traffic. */
      crowded: v.optional(v.literal(true)),
      /** What each packet of the metered interfaces is counted with beyond IP, and taken off; absent where it is nothing, by their kind. */
      links: v.optional(
        v.array(
          v.object({
            name: v.string(),
            /** Bytes a packet. */
            rx: v.number(),
            tx: v.number(),
            /** How it is known: the link's kind and driver, set by hand, or measured by probes. */
            by: v.picklist(["kind", "hand", "calibrated"]),
            text: v.string(),
            /** Why what is counted here, or for classes, is too low, and what to do. */
            doubt: v.optional(v.string()),
          }),
        ),
      ),
      /** Present where ARP passes over a metered interface, whose counters hold it: it is no IP, and nobody bills it. */
      arp: v.optional(
        v.object({
          /** Why it cannot be told apart, and what to do: it is booked as IP meanwhile. */
          text: v.optional(v.string()),
          /** Taken off what the interface counted, since that is done. */
          excluded: Counted,
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
  /** The evidence journal was found damaged at this start: what was found. */
  journal: v.optional(v.object({ damaged: v.literal(true), since: Instant, text: v.string() })),
  /** Present while damage to the books waits for a person's acknowledgement. */
  books: v.optional(v.object({ damaged: v.literal(true), since: Instant, text: v.string() })),
});

export const Level = v.picklist(["normal", "conserve", "essential", "reserve-only", "offline"]);

/** `decision`, retained. */
export const Decision = v.object({
  ...Said,
  level: Level,
  reasons: v.array(v.object({ code: v.string(), text: v.string() })),
  since: Instant,
  /** Which level held before. */
  before: v.optional(Level),
  until: v.optional(Instant),
  /** Whether anything holds the level by force. */
  enforced: v.picklist(["no", "advised", "kernel"]),
  /**
   * What each class may send, by rank, as of `at`; said again when a kind changes, not with every byte. What management sends counts
   * against the first class's ceiling too; leases are taken off both ceilings already.
   */
  allowances: v.optional(
    v.array(
      v.object({
        class: v.string(),
        /** 1 owns the reserve. */
        rank: v.number(),
        /** `open`: counted, never held; `ceiling`: to the limit; `lease`: for a time; `held`: nothing. */
        kind: v.picklist(["open", "ceiling", "lease", "held"]),
        /** Both directions together; of a ceiling and a lease. */
        bytes: v.optional(v.number()),
        /** Bytes per second up; absent: as fast as it goes. */
        rate: v.optional(v.number()),
        deferUntil: v.optional(Instant),
        why: v.picklist(ALLOWANCE_CODES),
        /** On the device alone. */
        text: v.optional(v.string()),
      }),
    ),
  ),
  /** What is kept for the first class: so many units (transactions, alarms) of so many bytes; `measured`: units that were looked at. */
  reserve: v.optional(v.object({ bytes: v.number(), units: v.number(), unitBytes: v.number(), measured: v.number() })),
  /** What a person set by hand, whether or not it decides at present. */
  override: v.optional(
    v.object({
      level: Level,
      /** `loosen`: nothing stricter than this level is asked for; `tighten`: nothing looser is allowed. */
      aim: v.picklist(["loosen", "tighten"]),
      since: Instant,
      until: Instant,
      by: v.string(),
      reason: v.string(),
      /** Also what is kept for the first class beyond the limit is let go. */
      opensReserve: v.boolean(),
      /** Why it has no effect now: the time is not known; the reserve is not opened; nothing can pass at all. */
      idle: v.optional(v.picklist(["clock", "reserve", "service"])),
    }),
  ),
  /** What a person set for single classes, whether or not it has an effect at present. */
  byHand: v.optional(
    v.array(
      v.object({
        class: v.string(),
        /** It sends nothing; else so many bytes until its end, or as many as there are. */
        held: v.boolean(),
        bytes: v.optional(v.number()),
        used: v.number(),
        aim: v.picklist(["loosen", "tighten"]),
        since: Instant,
        until: Instant,
        by: v.string(),
        reason: v.string(),
        opensReserve: v.boolean(),
        idle: v.optional(v.picklist(["clock", "reserve", "service"])),
      }),
    ),
  ),
});

/** `event/<type>`, never retained; at least once, in order, with the time at which it happened. */
export const Event = v.looseObject({
  ...Said,
  type: v.picklist(Object.entries(EVENTS).flatMap(([name, row]) => (row.published ? [name] : []))),
  text: v.string(),
});

export type Availability = v.InferOutput<typeof Availability>;
export type State = v.InferOutput<typeof State>;
export type Level = v.InferOutput<typeof Level>;
export type Decision = v.InferOutput<typeof Decision>;
export type Event = v.InferOutput<typeof Event>;

/** The topics below `<root>/<device>/`, and whether the broker keeps their last message. */
export const TOPICS = {
  availability: { retained: true, payload: "Availability", sentence: "online or offline, and why; the last will" },
  state: { retained: true, payload: "State", sentence: "modem, SIM, registration, service, suspicion, store" },
  usage: { retained: true, payload: "Usage", sentence: "what this card used, against its plan" },
  decision: { retained: true, payload: "Decision", sentence: "the level, its reasons, and whether it is enforced" },
  diagnosis: { retained: true, payload: "Diagnosis", sentence: "what is the matter, how sure, who must act, by when" },
  "event/<type>": { retained: false, payload: "Event", sentence: "what happened, at least once, in order" },
} as const satisfies Record<string, { retained: boolean; payload: string; sentence: string }>;
