import type { CarrierRules, Readings, Step } from "../../src/plan/carrier-rules.ts";

/** The article's steps, as names: a kind of its own for each, or several where the article says that they are one. */
const TELECOM_4G = [
  ["directed"],
  ["idle"],
  ["gift-province"],
  ["plan-province"],
  ["chat"],
  ["gift-national"],
  ["plan-national"],
  ["upgrade-4g"],
  ["add-on-4g"],
  ["monthly-4g"],
  ["quarter", "half-year", "year"],
];
const TELECOM_3G = [
  ["directed"],
  ["idle"],
  ["gift-province"],
  ["plan-province"],
  ["gift-national"],
  ["plan-national"],
  ["add-on", "add-on-4g"],
  ["monthly", "monthly-4g"],
  ["recharge-card"],
];
/** Of Mobile the article gives types and that each has its own carry-over first, not their order. */
const MOBILE = [["directed"], ["night"], ["add-on", "data-plan"], ["plan", "gift", "quarter"]];
const UNICOM = [["idle"], ["cell", "local", "province"], ["national", "tenure"]];

/** Of the article's excluded kinds, with Telecom's packs of several months. */
const KEPT = ["directed", "gift", "quarter", "half-year", "year", "recharge-card"];

export const READINGS: Readings = {
  withinStep: "carried-first",
  ties: "earliest-expiry",
  limit: "exceeded",
  addOnLifts: true,
  unpaidCycle: "nothing",
  feeMonth: "stopped",
  packGivenUp: "pack",
  carryExpiry: "next-cycle",
  suspendedCycle: "nothing",
  overBoundary: "at-start",
  unknownArea: "inside",
  unknownRat: "inside",
};

const stepsOf = (steps: readonly (readonly string[])[]): readonly Step[] =>
  steps.map((names) => ({
    type: names[0] ?? "",
    kinds: names.map((name) => ({ name, term: { en: name, zh: name }, carries: !KEPT.includes(name) })),
  }));

const rules = (
  carrier: string,
  steps: readonly (readonly string[])[],
  carryOver: CarrierRules["carryOver"],
): CarrierRules => ({
  carrier,
  title: { en: carrier, zh: carrier },
  sources: ["Wuzhou Daily, 2016-01-15"],
  steps: stepsOf(steps),
  ...(carrier.startsWith("telecom") ? { orderSource: "Wuzhou Daily, 2016-01-15" } : {}),
  carryOver,
  readings: READINGS,
});

export const TELECOM_4G_RULES = rules("telecom-4g", TELECOM_4G, { voidedBy: [], suspension: "ignored" });
export const TELECOM_3G_RULES = rules("telecom-3g", TELECOM_3G, { voidedBy: [], suspension: "ignored" });
export const MOBILE_RULES = rules("mobile", MOBILE, { voidedBy: [], suspension: "fee-charged" });
export const UNICOM_RULES = rules("unicom", UNICOM, {
  voidedBy: ["plan-changed", "cancelled", "pack-unsubscribed"],
  suspension: "ignored",
});
