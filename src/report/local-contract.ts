/**
 * What is spoken on the local socket (`agent.socket`, and `<agent.socket>.rw` for those who may change something): one
 * JSON object a line, one answer a line. The agent and the commands that ask it read and write it by these shapes.
 */
import * as v from "valibot";
import { PERSON_SAYS } from "../diagnosis/observe/observe-person.ts";
import { PLATFORMS } from "../diagnosis/observe/observe-platform.ts";
import { ASKED_ABOUT, ASKED_BESIDE } from "../plan/reading/carrier-query.ts";
import { STATED_FACTS } from "../plan/statement.ts";
import { LEVELS } from "../policy/level.ts";
import { ITEM_IDS } from "../replace/checklist.ts";
import { REASON_CODES } from "../replace/reasons.ts";
import { TOLD_STAGES } from "../replace/stage.ts";
import { Decision, State, Usage } from "./contract.ts";
import { Probes } from "./probe-contract.ts";
import { By } from "./program-contract.ts";
import { RECHECK_SAID } from "./recheck-answer.ts";
import { RecoveryView } from "./recovery-contract.ts";
import { HardStopView, LimitsView } from "./limits-contract.ts";
import { SlotView } from "./slot-contract.ts";

/** `cellward status --json`: the retained topics as they stand now, and how the broker is. */
export const AgentStatus = v.object({
  v: v.literal(1),
  device: v.string(),
  state: State,
  usage: v.optional(Usage),
  decision: Decision,
  /** Absent while `modem.sms` is off. */
  sms: v.optional(
    v.object({
      mode: v.picklist(["read", "take"]),
      /** How full the modem's storage is. */
      storage: v.optional(v.object({ mem: v.string(), used: v.number(), total: v.number() })),
      /** Messages on the device, and parts of which the rest has not come yet. */
      kept: v.number(),
      waitingParts: v.number(),
      /** The newest, the last one last; texts are told whole here and nowhere else unless `modem.sms_text` says so. */
      last: v.array(
        v.object({
          at: v.string(),
          centreTime: v.optional(v.string()),
          from: v.string(),
          parts: v.number(),
          missing: v.optional(v.array(v.number())),
          text: v.string(),
        }),
      ),
    }),
  ),
  /** What persons stated of the plan of the card that is in, by its number; absent where nothing was. */
  planFacts: v.optional(
    v.array(
      v.object({
        id: v.number(),
        name: v.string(),
        at: v.string(),
        by: v.string(),
        bucket: v.optional(v.string()),
        /** Of a pack, or what a pool was told to hold. */
        quota: v.optional(v.number()),
        /** On the account. */
        money: v.optional(v.string()),
      }),
    ),
  ),
  /**
   * The last question to this card's carrier, and whether its answer came (`refused`: the network did not take it); `why`: what
   * is wrong with one that cannot be read.
   */
  asked: v.optional(
    v.object({
      at: v.string(),
      to: v.string(),
      text: v.string(),
      /** Absent: how much was used. */
      about: v.optional(v.string()),
      answer: v.picklist(["none", "read", "unread", "refused"]),
      /** Where a report was asked for: what the service centre said of the question itself. */
      delivery: v.optional(v.picklist(["waiting", "delivered", "failed"])),
      why: v.optional(v.string()),
    }),
  ),
  /** What the carrier answered to other questions, as of when: hearsay, in bytes, `balance` in its currency. */
  answers: v.optional(
    v.array(
      v.object({
        about: v.picklist(ASKED_BESIDE),
        asOf: v.string(),
        used: v.optional(v.number()),
        remaining: v.optional(v.number()),
        total: v.optional(v.number()),
        balance: v.optional(v.string()),
      }),
    ),
  ),
  /** Absent where none is ordered. */
  probes: v.optional(Probes),
  recovery: v.optional(RecoveryView),
  slots: v.optional(SlotView),
  limits: v.optional(LimitsView),
  hardStop: v.optional(HardStopView),
  /** What programs were granted of each class and have not reported as used: it is off what `decision.allowances` says for others. */
  granted: v.optional(v.array(v.object({ rank: v.number(), bytes: v.number() }))),
  /** Messages that programs sent on the bridge in the last 24 hours, and `bridge.sms_per_day`; absent where nobody may be written to. */
  programMessages: v.optional(v.object({ sent: v.number(), perDay: v.number() })),
  /** Of the card, while one is under way; absent otherwise, unless something is to be remembered. */
  replacement: v.optional(
    v.object({
      state: v.optional(v.string()),
      due: v.optional(v.string()),
      /** Where it stands and what comes next, then what is to be remembered. */
      lines: v.array(v.object({ en: v.string(), zh: v.string() })),
    }),
  ),
  mqtt: v.object({
    state: v.picklist(["connected", "connecting", "waiting", "off", "disabled"]),
    /** Seconds in that state. */
    forS: v.optional(v.number()),
    lastRefusal: v.optional(v.object({ why: v.string(), detail: v.string() })),
    retryAt: v.optional(v.string()),
    /** Connected, but what is under way was not acknowledged for so long; `ever`: whether anything was in this session. */
    unacknowledged: v.optional(v.object({ forS: v.number(), ever: v.boolean() })),
    queued: v.number(),
    dropped: v.number(),
  }),
});

/** Anybody in the group may ask. */
export const LocalQuestion = v.variant("ask", [
  v.strictObject({ ask: v.picklist(["status", "hours", "course", "journal-check", "recheck"]) }),
  v.strictObject({
    ask: v.literal("journal"),
    /** The entries after this one; all of them from 0. */
    after: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** Of one that was set aside; the one that is written where left out. */
    chain: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-[0-9a-f]{8}$/))),
    /** With what is private: on the .rw socket only. */
    whole: v.optional(v.boolean()),
  }),
  /** `whole`: with the card's and the modem's whole numbers; on the .rw socket only. */
  v.strictObject({ ask: v.literal("diagnosis"), whole: v.optional(v.boolean()) }),
  v.strictObject({ ask: v.literal("card"), whole: v.optional(v.boolean()) }),
]);

/** What a person may do to the replacement of the card. */
export const REPLACE_ACTS = [
  "start",
  ...TOLD_STAGES,
  "due",
  "tick",
  "untick",
  "test",
  "tested-ok",
  "tested-failed",
  "close",
  "cancel",
] as const;

const Word = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

/** Only root and the agent's own user may tell. */
export const LocalOrder = v.variant("do", [
  v.strictObject({ do: v.literal("acknowledge-damage"), by: By }),
  v.strictObject({ do: v.literal("accept-device"), by: By }),
  v.strictObject({ do: v.literal("accept-clock"), by: By }),
  /** `at`: since when it held, whole; since now where left out. */
  v.strictObject({ do: v.literal("hasten-plan"), by: By, at: v.optional(Word) }),
  /** `at`: when the change was ordered with the carrier, which held from the next cycle on. */
  v.strictObject({ do: v.literal("date-plan"), by: By, at: Word }),
  v.strictObject({ do: v.literal("correct-plan"), by: By }),
  v.strictObject({ do: v.literal("defer-plan"), by: By }),
  v.strictObject({
    do: v.literal("state-fact"),
    by: By,
    name: v.picklist(STATED_FACTS),
    at: v.optional(Word),
    /** Of a balance: data, or money. */
    amount: v.optional(Word),
    bucket: v.optional(Word),
    quota: v.optional(Word),
    kind: v.optional(Word),
    destination: v.optional(Word),
    window: v.optional(Word),
    area: v.optional(Word),
    until: v.optional(Word),
    monthly: v.optional(v.boolean()),
  }),
  v.strictObject({
    do: v.literal("ask-usage"),
    by: By,
    /** The service centre is to say whether the question arrived. */
    report: v.optional(v.boolean()),
    /** How much was used, where nothing else is said. */
    about: v.optional(v.picklist(ASKED_ABOUT)),
  }),
  v.strictObject({
    do: v.literal("ask-ussd"),
    by: By,
    /** A code, or the choice that a menu waits for; a request of the network's has 182 characters at most (23.038 5). */
    code: v.pipe(v.string(), v.minLength(1), v.maxLength(182)),
    /** A menu's session stays open for the choice. */
    keep: v.optional(v.boolean()),
  }),
  v.strictObject({ do: v.literal("end-ussd"), by: By }),
  v.strictObject({ do: v.literal("confirm-cause"), by: By, cause: Word }),
  v.strictObject({
    do: v.literal("set-override"),
    by: By,
    level: v.picklist(LEVELS),
    /** A duration, or ISO 8601; without an offset in the plan's zone. */
    until: Word,
    reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
    openReserve: v.optional(v.boolean()),
  }),
  v.strictObject({ do: v.literal("end-override"), by: By }),
  v.strictObject({
    do: v.literal("set-class-override"),
    by: By,
    /** A traffic class of the device's profile. */
    class: Word,
    /** It sends nothing. */
    held: v.optional(v.boolean()),
    /** As people write amounts; by the plan's unit base. Left out: as much as there is. */
    bytes: v.optional(Word),
    until: Word,
    reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
    openReserve: v.optional(v.boolean()),
  }),
  v.strictObject({ do: v.literal("end-class-override"), by: By, class: Word }),
  v.strictObject({ do: v.literal("recheck"), by: By, said: v.optional(v.picklist(RECHECK_SAID)) }),
  v.strictObject({
    do: v.literal("replace"),
    by: By,
    act: v.picklist(REPLACE_ACTS),
    /** Of start: why. */
    because: v.optional(v.picklist(REASON_CODES)),
    /** Of start: why all the same; of cancel: the reason; of a payment: what was said. Never a person's numbers. */
    text: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))),
    /** Of the checklist. */
    item: v.optional(v.picklist(ITEM_IDS)),
    /** YYYY-MM-DD. */
    due: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))),
  }),
  v.strictObject({ do: v.literal("person-says"), by: By, says: v.picklist(PERSON_SAYS) }),
  v.strictObject({ do: v.literal("platform-says"), by: By, platform: v.picklist(PLATFORMS), value: Word }),
  v.strictObject({
    do: v.literal("tell-reading"),
    by: By,
    /** As people write amounts; by the plan's unit base. */
    used: v.optional(Word),
    remaining: v.optional(Word),
    total: v.optional(Word),
    /** ISO 8601; without an offset in the plan's zone. */
    asOf: v.optional(Word),
  }),
  v.strictObject({
    do: v.literal("note"),
    by: By,
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2_000)),
    /** It lies under its SHA-256 in the agent's directory of files already. */
    file: v.optional(
      v.strictObject({
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
        bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      }),
    ),
  }),
  v.strictObject({ do: v.literal("take-fact-back"), by: By, id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
]);

export const StatusAnswer = v.object({ ok: v.literal(true), status: AgentStatus });

export const OrderAnswer = v.object({
  ok: v.literal(true),
  /** What was done, or why it was not, where the result alone does not say. */
  text: v.optional(v.string()),
  result: v.picklist([
    "acknowledged",
    "nothing-damaged",
    "accepted",
    "nothing-to-accept",
    "clock-accepted",
    "clock-known",
    "clock-unset",
    "in-force",
    "plan-dated",
    "stated",
    "taken-back",
    "no-such-fact",
    "refused",
    "nothing-waits",
    "usage-asked",
    "ask-refused",
    "ask-unsure",
    "ask-limited",
    "ask-not-set",
    "ask-not-now",
    "ussd-answered",
    "ussd-waits",
    "ussd-ended",
    "ussd-unanswered",
    "ussd-invalid",
    "cause-confirmed",
    "platform-noted",
    "reading-kept",
    "reading-refused",
    "noted",
    "note-refused",
    "override-set",
    "override-ended",
    "override-refused",
    "nothing-overridden",
    "recheck-begun",
    "recheck-refused",
    "replacement-noted",
    "replacement-refused",
    "test-begun",
  ]),
});

export type AgentStatus = v.InferOutput<typeof AgentStatus>;
export type OrderResult = v.InferOutput<typeof OrderAnswer>["result"];
export type LocalOrder = v.InferOutput<typeof LocalOrder>;
export type LocalQuestion = v.InferOutput<typeof LocalQuestion>;
export type LocalAnswer = v.InferOutput<typeof StatusAnswer> | v.InferOutput<typeof OrderAnswer>;
