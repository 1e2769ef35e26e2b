import type { NftJson } from "../ports/gate.ts";
import { TABLE } from "./nft-words.ts";

/** A rule of somebody else's under which ours see less than what passes, or another class than they gave. */
export interface Shadow {
  /** `inet fw4 forward`: family, table, chain. */
  readonly where: string;
  /** `offload`: what is forwarded goes by the hooks; `untracked`: no connection, so no class; `mark`: the class may be overwritten. */
  readonly what: "offload" | "untracked" | "mark";
}

const isObject = (value: unknown): value is NftJson => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Of the whole ruleset as nft lists it; each place once. `mask`: the bits of the connection mark that are ours. */
export function shadowsIn(ruleset: readonly NftJson[], mask: number): readonly Shadow[] {
  const found = ruleset.flatMap((one) => {
    const { rule } = one;
    if (!isObject(rule) || !Array.isArray(rule["expr"])) return [];
    const [family, table] = [text(rule["family"]), text(rule["table"])];
    if (family === TABLE.family && table === TABLE.table) return [];
    const where = `${family} ${table} ${text(rule["chain"])}`;
    return rule["expr"].filter(isObject).flatMap((expr): readonly Shadow[] => {
      const what = shadowOf(expr, mask);
      return what === undefined ? [] : [{ where, what }];
    });
  });
  return found.filter(({ where, what }, at) => found.findIndex((o) => o.where === where && o.what === what) === at);
}

function shadowOf(expr: NftJson, mask: number): Shadow["what"] | undefined {
  if ("flow" in expr) return "offload";
  if ("notrack" in expr) return "untracked";
  const { mangle } = expr;
  if (!isObject(mangle) || JSON.stringify(mangle["key"]) !== JSON.stringify({ ct: { key: "mark" } })) return undefined;
  return keeps(mangle["value"], mask) ? undefined : "mark";
}

/** `ct mark & M | V` or `ct mark | V` with our bits in M and not in V. */
function keeps(value: unknown, mask: number): boolean {
  if (!isObject(value)) return false;
  if (JSON.stringify(value) === JSON.stringify({ ct: { key: "mark" } })) return true;
  for (const [operator, keepsBits] of [
    ["&", (operand: number) => (operand & mask) >>> 0 === mask],
    ["|", (operand: number) => (operand & mask) === 0],
    ["^", (operand: number) => (operand & mask) === 0],
  ] as const) {
    const operands = value[operator];
    if (!Array.isArray(operands)) continue;
    const [inner, operand]: unknown[] = operands;
    return typeof operand === "number" && keepsBits(operand) && keeps(inner, mask);
  }
  return false;
}
