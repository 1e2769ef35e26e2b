import * as v from "valibot";
import { Diagnosis } from "./contract.ts";
import { Probes } from "./probe-contract.ts";
import { RecoveryView } from "./recovery-contract.ts";

const Words = v.object({ en: v.string(), zh: v.string() });

const Contact = v.object({
  hotline: v.optional(v.string()),
  site: v.optional(v.string()),
  app: v.optional(Words),
  codes: v.optional(Words),
  pay: v.optional(Words),
  papers: v.optional(Words),
  complaint: v.optional(Words),
  asOf: v.optional(v.string()),
});

/**
 * `{"ask":"diagnosis"}`: what `cellward diagnose` shows. With `whole` the card's and the modem's numbers are whole: for the person in
 * front of the device, who is going to be asked for them; published nowhere.
 */
export const DiagnosisAnswer = v.object({
  ok: v.literal(true),
  /** Absent while nothing was looked at. */
  diagnosis: v.optional(Diagnosis),
  /** Every finding that counts now. */
  findings: v.array(v.object({ kind: v.string(), at: v.string(), text: v.optional(v.string()) })),
  iccid: v.optional(v.string()),
  imei: v.optional(v.string()),
  /** Of diagnosis.other: its number, and whom to turn to for it. */
  otherCard: v.optional(v.object({ iccid: v.string(), next: v.optional(v.string()), contact: Contact })),
  /** Of the plan: days are told in it. */
  zone: v.string(),
  /** Whom to turn to, from the carrier's file. */
  contact: Contact,
  /** Since when there is no data. */
  lostAt: v.optional(v.string()),
  /** Absent where none is ordered. */
  probes: v.optional(Probes),
  recovery: v.optional(RecoveryView),
  /** While something is wrong: whoever dials was asked, and could not. */
  dialler: v.optional(
    v.object({
      asks: v.picklist(["command", "network-manager", "modem-manager"]),
      at: v.string(),
      request: v.picklist(["connect", "radio-cycle", "disconnect"]),
      attempt: v.number(),
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
  /** What it costs to get over the likeliest cause, as far as it is known. */
  cost: v.optional(Words),
});

export type DiagnosisAnswer = v.InferOutput<typeof DiagnosisAnswer>;
