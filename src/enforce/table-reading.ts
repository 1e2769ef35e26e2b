import { createHash } from "node:crypto";
import type { NftJson } from "../ports/gate.ts";
import { UPLINKS, WASTE } from "./filter-rules.ts";
import { TABLE } from "./nft-words.ts";

export interface QuotaReading {
  readonly name: string;
  readonly limit: bigint;
  /** Shown no higher than the limit, though what is dropped goes on counting (measured). */
  readonly used: bigint;
}

/** Our table as the kernel has it. */
export interface TableReading {
  /** No other table of this boot has it: one that was made anew has another. */
  readonly handle: number;
  readonly quotas: readonly QuotaReading[];
  readonly counters: readonly string[];
  readonly sets: readonly { readonly name: string; readonly type: string }[];
  readonly chains: readonly { readonly name: string; readonly hook: string | undefined }[];
  readonly uplinks: readonly string[];
  /** The same for the same rules, sets and chains, whatever passed meanwhile. */
  readonly print: string;
}

const isObject = (value: unknown): value is NftJson => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
/** A count of nft's: whole and not negative, or it is none. */
const count = (value: unknown): bigint =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : 0n;

/** `{"quota": {...}}` is of kind `quota`; what belongs to another table is nobody's here. */
function objectsOf(listing: readonly NftJson[], kind: string): readonly NftJson[] {
  return listing.flatMap((one) => {
    const object = one[kind];
    if (!isObject(object)) return [];
    return object["family"] === TABLE.family && (object["table"] ?? object["name"]) === TABLE.table ? [object] : [];
  });
}

export const readQuotas = (listing: readonly NftJson[]): readonly QuotaReading[] =>
  objectsOf(listing, "quota").map((one) => ({
    name: text(one["name"]),
    limit: count(one["bytes"]),
    used: count(one["used"]),
  }));

/** What has passed of each class, both directions. */
export function readCounts(listing: readonly NftJson[]): ReadonlyMap<string, bigint> {
  const counts = new Map<string, bigint>();
  for (const one of objectsOf(listing, "counter")) {
    const name = text(one["name"]).replace(/_(?:up|down)$/, "");
    counts.set(name, (counts.get(name) ?? 0n) + count(one["bytes"]));
  }
  return counts;
}

/** By class: what was dropped although it was billed. */
export const readWaste = (listing: readonly NftJson[]): ReadonlyMap<string, bigint> =>
  new Map(
    objectsOf(listing, "counter").flatMap((one) => {
      const name = text(one["name"]);
      return name.endsWith(WASTE) ? [[name.slice(0, -WASTE.length), count(one["bytes"])]] : [];
    }),
  );

/** Undefined where there is no such table. */
export function readTable(listing: readonly NftJson[]): TableReading | undefined {
  const [table] = objectsOf(listing, "table");
  if (table === undefined) return undefined;
  const sets = objectsOf(listing, "set");
  const uplinks = sets.find((one) => one["name"] === UPLINKS)?.["elem"];
  return {
    handle: Number(count(table["handle"])),
    quotas: readQuotas(listing),
    counters: objectsOf(listing, "counter").map((one) => text(one["name"])),
    sets: sets.map((one) => ({ name: text(one["name"]), type: JSON.stringify(one["type"] ?? "") })),
    chains: objectsOf(listing, "chain").map((one) => ({
      name: text(one["name"]),
      hook: one["hook"] === undefined ? undefined : `${text(one["hook"])} ${String(one["prio"])}`,
    })),
    uplinks: Array.isArray(uplinks) ? uplinks.map(text) : [],
    print: printOf(listing),
  };
}

/**
 * What the rules are, without what moves: handles, quantities, which interfaces. The kernel tells a rule in other words than it was
 * given (measured: `ct mark & 0x8fffffff | 0x10000000` comes back with another mask), so that it is compared with its own earlier words.
 */
function printOf(listing: readonly NftJson[]): string {
  const still = ["chain", "rule", "set"].flatMap((kind) =>
    objectsOf(listing, kind).map((object) => {
      const { handle: _, ...rest } = object;
      return [kind, kind === "set" && rest["name"] === UPLINKS ? { ...rest, elem: [] } : rest];
    }),
  );
  return createHash("sha256").update(JSON.stringify(still)).digest("hex").slice(0, 16);
}
