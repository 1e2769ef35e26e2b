import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import type { Readings } from "../carrier-rules.ts";
import { oneOf, YesOrNo } from "./written-values.ts";

const FEE_MONTH = oneOf("stopped", "each");
const PACK_GIVEN_UP = oneOf("pack", "month");
const CARRY_EXPIRY = oneOf("next-cycle", "next-month");

/** The readings as files name them: each has to stand in a carrier's file, but for those that files of before do not know. */
export const READING_ENTRIES = {
  within_step: oneOf("carried-first", "level-first", "current-first"),
  ties: oneOf("earliest-expiry", "as-listed"),
  limit: oneOf("exceeded", "last-byte"),
  add_on_lifts: YesOrNo,
  unpaid_cycle: oneOf("nothing", "as-ever"),
  fee_month: v.optional(FEE_MONTH),
  pack_given_up: v.optional(PACK_GIVEN_UP),
  carry_expiry: v.optional(CARRY_EXPIRY),
  suspended_cycle: oneOf("nothing", "by-rule"),
  over_boundary: oneOf("at-start", "divided"),
  unknown_area: oneOf("inside", "outside"),
  unknown_rat: oneOf("inside", "outside"),
};

/** The same for a plan, which overrides only what it names. */
export const READING_OVERRIDES = {
  within_step: v.optional(READING_ENTRIES.within_step),
  ties: v.optional(READING_ENTRIES.ties),
  limit: v.optional(READING_ENTRIES.limit),
  add_on_lifts: v.optional(READING_ENTRIES.add_on_lifts),
  unpaid_cycle: v.optional(READING_ENTRIES.unpaid_cycle),
  fee_month: v.optional(FEE_MONTH),
  pack_given_up: v.optional(PACK_GIVEN_UP),
  carry_expiry: v.optional(CARRY_EXPIRY),
  suspended_cycle: v.optional(READING_ENTRIES.suspended_cycle),
  over_boundary: v.optional(READING_ENTRIES.over_boundary),
  unknown_area: v.optional(READING_ENTRIES.unknown_area),
  unknown_rat: v.optional(READING_ENTRIES.unknown_rat),
};

export type ReadingKey = keyof typeof READING_ENTRIES;

export const READING_KEYS: readonly ReadingKey[] = [
  "within_step",
  "ties",
  "limit",
  "add_on_lifts",
  "unpaid_cycle",
  "fee_month",
  "pack_given_up",
  "carry_expiry",
  "suspended_cycle",
  "over_boundary",
  "unknown_area",
  "unknown_rat",
];

export const READING_FIELDS: Readonly<Record<ReadingKey, keyof Readings>> = {
  within_step: "withinStep",
  ties: "ties",
  limit: "limit",
  add_on_lifts: "addOnLifts",
  unpaid_cycle: "unpaidCycle",
  fee_month: "feeMonth",
  pack_given_up: "packGivenUp",
  carry_expiry: "carryExpiry",
  suspended_cycle: "suspendedCycle",
  over_boundary: "overBoundary",
  unknown_area: "unknownArea",
  unknown_rat: "unknownRat",
};

type Written = v.InferOutput<v.StrictObjectSchema<typeof READING_ENTRIES, undefined>>;

/** What a table of readings says; what it does not name is absent. */
export const overriddenBy = (written: { readonly [K in ReadingKey]?: Written[K] | undefined }): Partial<Readings> =>
  defined({
    withinStep: written.within_step,
    ties: written.ties,
    limit: written.limit,
    addOnLifts: written.add_on_lifts,
    unpaidCycle: written.unpaid_cycle,
    feeMonth: written.fee_month,
    packGivenUp: written.pack_given_up,
    carryExpiry: written.carry_expiry,
    suspendedCycle: written.suspended_cycle,
    overBoundary: written.over_boundary,
    unknownArea: written.unknown_area,
    unknownRat: written.unknown_rat,
  });

/** A table in which every reading stands. */
export const readingsOf = (written: Written): Readings => ({
  withinStep: written.within_step,
  ties: written.ties,
  limit: written.limit,
  addOnLifts: written.add_on_lifts,
  unpaidCycle: written.unpaid_cycle,
  feeMonth: written.fee_month ?? "stopped",
  packGivenUp: written.pack_given_up ?? "pack",
  carryExpiry: written.carry_expiry ?? "next-cycle",
  suspendedCycle: written.suspended_cycle,
  overBoundary: written.over_boundary,
  unknownArea: written.unknown_area,
  unknownRat: written.unknown_rat,
});
