import * as v from "valibot";
import type { UnitBase } from "../../base/bytes.ts";
import { defined } from "../../base/defined.ts";
import { describeFound } from "../../base/found.ts";
import { unreachable } from "../../base/unreachable.ts";
import { type Document, isTable } from "../../toml/document.ts";
import type { FileFault } from "../../toml/file-fault.ts";
import { faultAt, readTable } from "../../toml/table.ts";
import type { Overage, Tariff, Tier } from "../overage.ts";
import { Amount, amount, Name, oneOf, unit } from "./written-values.ts";

type Opened = Extract<Document, { kind: "document" }>;

interface OverageReading {
  /** Undefined when something is wrong. */
  readonly overage: Overage | undefined;
  readonly faults: readonly FileFault[];
}

export const OverageKind = oneOf("unknown", "auto-stop", "tariff", "speed-cap", "pool");
const KIND = { kind: OverageKind };

const SPEED = 'a speed such as "128 kbit/s" or "1 Mbit/s"';
const SPEED_UNITS: Readonly<Record<string, number>> = { kbit: 1e3, Mbit: 1e6, Gbit: 1e9 };
export const Speed = v.pipe(
  v.string(SPEED),
  v.transform((text) => {
    const [, digits, name = ""] = /^(\d{1,6}(?:\.\d{1,3})?) ?([kMG]bit)\/s$/.exec(text) ?? [];
    return digits === undefined ? 0 : Math.round(Number(digits) * (SPEED_UNITS[name] ?? 0));
  }),
  v.check((bits) => bits > 0, SPEED),
);

export const tariffEntries = (base: UnitBase) => ({
  ...KIND,
  price: v.optional(Amount),
  per: v.optional(unit(base)),
  repeat: v.optional(amount(base)),
  unit: v.optional(unit(base)),
  rounded: v.optional(oneOf("cycle", "session")),
  step: v.optional(
    v.pipe(
      Amount,
      v.check((step) => step > 0n, 'an amount of money of more than 0, such as "0.01"'),
    ),
  ),
  step_rounding: v.optional(oneOf("down", "up")),
  cap: v.optional(amount(base)),
  cap_money: v.optional(Amount),
});

export const tierEntries = (base: UnitBase) => ({ from: amount(base, { zero: true }), price: Amount, per: unit(base) });

/** What a tariff is taken for where its file does not say. */
export const TARIFF_DEFAULTS = { unit: "KB", rounded: "cycle", step: "0.01", step_rounding: "down" } as const;

/** Reads [overage]; without one it is not known what happens beyond the plan. */
export function readOverage(document: Opened, given: unknown, base: UnitBase): OverageReading {
  if (given === undefined) return { overage: { kind: "unknown" }, faults: [] };
  const others = isTable(given) ? Object.keys(given) : [];
  const { values, faults } = readTable(document, ["overage"], given, KIND, others);
  switch (values.kind) {
    case undefined:
      return { overage: undefined, faults };
    case "unknown":
    case "auto-stop":
      return bare(document, given, values.kind, base);
    case "tariff":
      return readTariff(document, given, base);
    case "speed-cap": {
      const read = readTable(document, ["overage"], given, { ...KIND, speed: Speed });
      const overage = read.whole && ({ kind: "speed-cap", bitsPerSecond: read.whole.speed } as const);
      return { overage, faults: read.faults };
    }
    case "pool": {
      const kind = "pool" as const;
      const read = readTable(document, ["overage"], given, { ...thresholdEntries(base), pool: Name });
      const { pool, threshold } = read.whole ?? {};
      return { overage: pool === undefined ? undefined : defined({ kind, pool, threshold }), faults: read.faults };
    }
    default:
      return unreachable(values.kind);
  }
}

/** Beside the kinds that may stop a card. */
export const thresholdEntries = (base: UnitBase) => ({ ...KIND, threshold: v.optional(amount(base)) });

function bare(document: Opened, given: unknown, kind: "unknown" | "auto-stop", base: UnitBase): OverageReading {
  const { whole, faults } = readTable(document, ["overage"], given, thresholdEntries(base));
  return { overage: whole && defined({ kind, threshold: whole.threshold }), faults };
}

function readTariff(document: Opened, given: unknown, base: UnitBase): OverageReading {
  const { values, whole, faults } = readTable(document, ["overage"], given, tariffEntries(base), ["tier"]);
  const listed: unknown = isTable(given) ? given["tier"] : undefined;
  const tiers = readTiers(document, listed, base);
  const all = [...faults, ...tiers.faults, ...priceFaults(document, values, listed !== undefined)];
  const last = tiers.tiers.at(-1);
  if (values.repeat !== undefined && last !== undefined && values.repeat <= last.from)
    all.push(faultAt(document, ["overage", "repeat"], written(document, "repeat"), "more than the last tier's from"));
  if (whole === undefined || all.length > 0) return { overage: undefined, faults: all };
  const { price, per } = whole;
  const single = price === undefined || per === undefined ? [] : [{ from: 0n, price, per }];
  const tariff: Tariff = defined({
    kind: "tariff" as const,
    tiers: single.length > 0 ? single : tiers.tiers,
    repeat: whole.repeat,
    unit: whole.unit ?? BigInt(base),
    rounded: whole.rounded ?? TARIFF_DEFAULTS.rounded,
    step: whole.step ?? 10_000n,
    stepRounding: whole.step_rounding ?? TARIFF_DEFAULTS.step_rounding,
    capBytes: whole.cap,
    capMoney: whole.cap_money,
  });
  return { overage: tariff, faults: [] };
}

const written = (document: Opened, key: string): string => document.lines.writtenAt(["overage", key]) ?? "nothing";

/** One price, or tiers: one of the two. */
function priceFaults(document: Opened, values: { price?: bigint; per?: bigint }, tiers: boolean): FileFault[] {
  const has = (key: string): boolean => document.lines.writtenAt(["overage", key]) !== undefined;
  const single = has("price") || has("per");
  const at = (key: string, found: string, expected: string): FileFault =>
    faultAt(document, ["overage", key], found, expected);
  if (single && tiers) return [at("tier", "tiers beside a price", "price and per, or tables [[overage.tier]]")];
  if (!single && !tiers) return [at("price", "nothing", "price and per, or tables [[overage.tier]]")];
  if (!single || (has("price") && has("per"))) return [];
  return values.price === undefined
    ? [at("price", "nothing", 'an amount of money, such as "0.29", because per is given')]
    : [at("per", "nothing", 'the amount that the price is for, such as "MB"')];
}

const MOST_TIERS = 50;

function readTiers(document: Opened, given: unknown, base: UnitBase): { tiers: Tier[]; faults: readonly FileFault[] } {
  if (given === undefined) return { tiers: [], faults: [] };
  const path = ["overage", "tier"];
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_TIERS) {
    const found = Array.isArray(given) ? `${given.length} of them` : describeFound(given);
    return { tiers: [], faults: [faultAt(document, path, found, `1 to ${MOST_TIERS} tables [[overage.tier]]`)] };
  }
  const read = given.map((tier: unknown, index) => readTable(document, [...path, index], tier, tierEntries(base)));
  const steps = read.flatMap(({ values }, index) => {
    const { from } = values;
    const before = read[index - 1]?.values.from;
    const at = [...path, index, "from"];
    const found = document.lines.writtenAt(at) ?? "nothing";
    if (from === undefined) return [];
    if (index === 0) return from === 0n ? [] : [faultAt(document, at, found, '"0 B": a price from the first byte on')];
    if (before === undefined || from > before) return [];
    return [faultAt(document, at, found, "more than the tier before: tiers ascend")];
  });
  return {
    tiers: read.flatMap(({ whole }) => (whole === undefined ? [] : [whole])),
    faults: [...read.flatMap(({ faults }) => faults), ...steps],
  };
}
