import * as v from "valibot";
import { Instant, Said } from "./contract-parts.ts";

const Cause = v.object({
  cause: v.string(),
  /** The code on a printed slip. */
  slip: v.string(),
  side: v.picklist(["card", "network", "device", "service"]),
  name: v.string(),
  nameZh: v.string(),
  /** 0 to below 1. */
  confidence: v.number(),
  standing: v.picklist(["confirmed", "likely", "suspected", "possible"]),
  form: v.optional(v.picklist(["one-way", "two-way"])),
  /** Findings, the strongest first. */
  for: v.array(v.string()),
  against: v.array(v.string()),
  /** What it may as well be, by what is known. */
  notSeparatedFrom: v.array(v.string()),
  /** Who must act, the first one first. */
  acts: v.array(v.picklist(["nobody", "device", "merchant", "fleet-owner", "carrier"])),
  byItself: v.boolean(),
  /** Whether the plan sells data before the cycle ends; only where that would help, and is known. */
  topUp: v.optional(v.boolean()),
  back: v.picklist(["at", "after-act", "now", "never", "unknown"]),
  earliest: v.optional(Instant),
  latest: v.optional(Instant),
});

/** `diagnosis`, retained, once there was something to look at. */
export const Diagnosis = v.object({
  ...Said,
  /** When it was made; `before`: before the agent's last start, and nothing was looked at since. */
  asOf: Instant,
  before: v.optional(v.literal(true)),
  /** `calm`: nothing says that anything is wrong. */
  state: v.picklist(["calm", "trouble"]),
  /** The likeliest three, the first one first. Several may hold at once: the figures are not shares of one whole. */
  causes: v.array(Cause),
  /** What would have to be excluded before the carrier is blamed, and is not. */
  notExcluded: v.array(v.picklist(["device", "sim", "coverage"])),
  /** What cannot be seen from this device, however long one looks. */
  unseen: v.array(v.string()),
  confirmed: v.optional(
    v.object({
      cause: v.string(),
      at: Instant,
      by: v.string(),
      believed: v.optional(v.object({ cause: v.string(), confidence: v.number() })),
      contradictedBy: v.array(v.string()),
    }),
  ),
  /** Of two cards in one modem: how the one that is not in use stood when it was used last, where that was no good. */
  other: v.optional(
    v.object({
      slot: v.number(),
      home: v.boolean(),
      asOf: Instant,
      /** Why the home card was left. */
      why: v.optional(v.picklist(["stop", "limit", "unusable"])),
      cause: v.optional(Cause),
    }),
  ),
});

export type Diagnosis = v.InferOutput<typeof Diagnosis>;
