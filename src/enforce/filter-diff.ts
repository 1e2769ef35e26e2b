import { createHash } from "node:crypto";
import type { NftJson } from "../ports/gate.ts";
import { addRule, type FilterTable, UPLINKS } from "./filter-rules.ts";
import { ADD_TABLE, add, flush, remove, setQuota } from "./nft-words.ts";
import type { TableReading } from "./table-reading.ts";

/** The rules that were loaded, and how the kernel told them then. */
export interface Loaded {
  readonly wanted: string;
  readonly print: string;
}

export type FilterStep =
  /** Everything at once. Quotas and counters that are there keep what they hold. */
  | { readonly kind: "load"; readonly why: "missing" | "changed" | "settings"; readonly commands: readonly NftJson[] }
  | { readonly kind: "uplinks"; readonly commands: readonly NftJson[] };

/** The same for the same settings. */
export const wantedPrint = (table: FilterTable): string =>
  createHash("sha256").update(JSON.stringify(table)).digest("hex").slice(0, 16);

/**
 * What is to be done so that the kernel has the table as it should be; nothing where it has. `quantities`: with how much a quota
 * that is missing begins. Objects of ours that are there stay; chains in our table that are none of ours go, since they would
 * count a second time; other tables are never named.
 */
export function filterSteps(
  wanted: FilterTable,
  uplinks: readonly string[],
  seen: TableReading | undefined,
  loaded: Loaded | undefined,
  quantities: (quota: string) => bigint,
): readonly FilterStep[] {
  const print = wantedPrint(wanted);
  const lacks =
    seen === undefined ||
    wanted.quotas.some((name) => !seen.quotas.some((quota) => quota.name === name)) ||
    wanted.counters.some((name) => !seen.counters.includes(name));
  if (!lacks && loaded?.wanted === print && loaded.print === seen.print) return uplinkSteps(uplinks, seen.uplinks);
  const why = seen === undefined ? "missing" : loaded?.wanted === print ? "changed" : "settings";
  return [{ kind: "load", why, commands: loading(wanted, uplinks, seen, quantities) }];
}

function uplinkSteps(wanted: readonly string[], seen: readonly string[]): readonly FilterStep[] {
  const gone = seen.filter((name) => !wanted.includes(name));
  const more = wanted.filter((name) => !seen.includes(name));
  const commands = [
    ...(more.length === 0 ? [] : [add("element", { name: UPLINKS, elem: more })]),
    ...(gone.length === 0 ? [] : [remove("element", { name: UPLINKS, elem: gone })]),
  ];
  return commands.length === 0 ? [] : [{ kind: "uplinks", commands }];
}

function loading(
  wanted: FilterTable,
  uplinks: readonly string[],
  seen: TableReading | undefined,
  quantities: (quota: string) => bigint,
): readonly NftJson[] {
  const has = (chain: string): boolean => seen?.chains.some(({ name }) => name === chain) ?? false;
  const strangers = (seen?.chains ?? []).filter(({ name }) => !wanted.chains.some((chain) => chain.name === name));
  // A base chain in another place is made anew; empty and jumped to by nobody, as a base chain is.
  const misplaced = wanted.chains.filter(({ name, hook }) => {
    const there = seen?.chains.find((chain) => chain.name === name);
    return there !== undefined && there.hook !== (hook === undefined ? undefined : `${hook.hook} ${hook.prio}`);
  });
  const elements = (name: string, elem: readonly unknown[]): readonly NftJson[] =>
    elem.length === 0 ? [] : [add("element", { name, elem })];
  const mistyped = wanted.sets.filter(({ name, type }) =>
    (seen?.sets ?? []).some((set) => set.name === name && set.type !== JSON.stringify(type)),
  );
  return [
    ADD_TABLE,
    // First every rule goes, so that no chain and no set is in use by another.
    ...(seen?.chains ?? []).map(({ name }) => flush("chain", name)),
    ...[...strangers, ...misplaced].map(({ name }) => remove("chain", { name })),
    ...mistyped.map(({ name }) => remove("set", { name })),
    ...wanted.quotas
      .filter((name) => !(seen?.quotas ?? []).some((quota) => quota.name === name))
      .map((name) => setQuota(name, quantities(name))),
    ...wanted.counters.filter((name) => !(seen?.counters ?? []).includes(name)).map((name) => add("counter", { name })),
    ...wanted.sets.flatMap(({ name, type, flags, elements: elem }) => [
      add("set", { name, type, ...(flags === undefined ? {} : { flags }) }),
      ...((seen?.sets ?? []).some((set) => set.name === name) && !mistyped.some((set) => set.name === name)
        ? [flush("set", name)]
        : []),
      ...elements(name, name === UPLINKS ? uplinks : elem),
    ]),
    ...wanted.chains
      .filter((chain) => !has(chain.name) || misplaced.includes(chain))
      .map(({ name, hook }) =>
        add("chain", { name, ...(hook === undefined ? {} : { type: "filter", ...hook, policy: "accept" }) }),
      ),
    ...wanted.chains.flatMap(({ name, rules }) => rules.map((expr) => addRule(name, expr))),
  ];
}
