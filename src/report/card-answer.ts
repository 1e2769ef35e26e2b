import * as v from "valibot";
import { LINE_RESULTS, VERDICTS } from "../replace/acceptance.ts";
import { SIM_ACCESS } from "../replace/checklist.ts";
import { STAGES } from "../replace/stage.ts";
import { Instant } from "./contract-parts.ts";

const Words = v.object({ en: v.string(), zh: v.string() });
const State = v.picklist([...STAGES, "given-up"]);

/** What stood in a card's books at one moment; bytes. */
const Snapshot = v.object({
  at: Instant,
  carrier: v.string(),
  plan: v.string(),
  planKnown: v.boolean(),
  used: v.number(),
  quota: v.optional(v.number()),
  unitBase: v.picklist([1000, 1024]),
  cycleEnds: v.optional(Instant),
  left: v.array(v.object({ name: v.string(), left: v.optional(v.number()) })),
  expires: v.optional(v.string()),
  account: v.optional(v.string()),
  /** What goes with the card where its number is not kept. */
  lost: v.array(Words),
});

const Test = v.object({
  at: Instant,
  by: v.string(),
  verdict: v.picklist(VERDICTS),
  lines: v.array(
    v.object({
      id: v.string(),
      result: v.picklist(LINE_RESULTS),
      tookMs: v.number(),
      found: v.optional(v.string()),
    }),
  ),
});

/**
 * `{"ask":"card"}`: what `cellward sim show`, `sim replace` and `sim history` show. With `whole` the numbers of card and modem are
 * whole: for the person in front of the device; published nowhere.
 */
export const CardAnswer = v.object({
  ok: v.literal(true),
  at: Instant,
  clockTrusted: v.boolean(),
  /** Of the plan: days are told in it. */
  zone: v.string(),
  access: v.picklist(SIM_ACCESS),
  card: v.object({
    state: v.string(),
    iccid: v.optional(v.string()),
    imsi: v.optional(v.string()),
    imei: v.optional(v.string()),
    role: v.optional(v.picklist(["home", "visitor"])),
    /** Absent while no book is open. */
    snapshot: v.optional(Snapshot),
    /** What is to be done about its validity, fee and account, the most pressing first. */
    validity: v.array(Words),
  }),
  contact: v.object({ hotline: v.optional(v.string()), app: v.optional(Words), site: v.optional(v.string()) }),
  /** Whether a new card helps. */
  need: v.object({
    helps: v.picklist(["yes", "no", "perhaps", "not-known"]),
    cause: v.optional(v.string()),
    words: Words,
  }),
  /** Absent where there never was one. */
  ticket: v.optional(
    v.object({
      state: State,
      openedAt: Instant,
      by: v.string(),
      bySelf: v.optional(v.literal(true)),
      because: v.optional(v.string()),
      anyway: v.optional(v.string()),
      oldCard: v.optional(v.string()),
      newCard: v.optional(v.string()),
      due: v.optional(v.string()),
      moves: v.array(v.object({ to: State, at: Instant, by: v.string(), text: v.optional(v.string()) })),
      stopgap: v.optional(v.object({ since: Instant })),
      atOpening: v.optional(Snapshot),
      atSwap: v.optional(Snapshot),
      test: v.optional(Test),
      payment: v.optional(v.object({ ok: v.boolean(), at: Instant, by: v.string(), text: v.optional(v.string()) })),
      watch: v.optional(
        v.object({
          seenS: v.number(),
          /** 0 to 1, two decimals. */
          upShare: v.number(),
          rejects: v.number(),
          detaches: v.number(),
          rounds: v.number(),
        }),
      ),
    }),
  ),
  next: v.array(Words),
  checklist: v.array(
    v.object({
      id: v.string(),
      before: State,
      words: Words,
      done: v.optional(v.object({ at: Instant, by: v.string() })),
    }),
  ),
  reminders: v.array(v.object({ kind: v.string(), day: v.string(), days: v.number(), words: Words })),
  /** The acceptance test that runs, or the last one of this run of the agent. */
  test: v.optional(
    v.object({
      began: Instant,
      running: v.boolean(),
      lines: Test.entries.lines,
      verdict: v.optional(Test.entries.verdict),
    }),
  ),
  history: v.array(
    v.object({
      carrier: v.string(),
      firstAt: Instant,
      lastAt: Instant,
      hoursSeen: v.number(),
      hoursUp: v.number(),
      rejects: v.number(),
      detaches: v.number(),
      rsrp: v.optional(v.object({ average: v.number(), worst: v.number() })),
      rssi: v.optional(v.object({ average: v.number(), worst: v.number() })),
      bytes: v.number(),
      /** Of the plan as bought, in its currency. */
      perMb: v.optional(v.string()),
    }),
  ),
});

export type CardAnswer = v.InferOutput<typeof CardAnswer>;
