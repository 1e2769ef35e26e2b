import * as v from "valibot";
import { defined } from "../base/defined.ts";
import { describeFound } from "../base/found.ts";
import { readBoundedToml } from "../toml/bounded-document.ts";
import { type Document, isTable } from "../toml/document.ts";
import { type FileFault, inLineOrder } from "../toml/file-fault.ts";
import { faultAt, readTable } from "../toml/table.ts";
import { Name, oneOf } from "./file/written-values.ts";

/** What the cards of a rule are to the device: its own, or a stopgap such as a technician's phone card. */
export type CardRole = "home" | "visitor";

/** Which plan a card has. */
export interface CardPlan {
  readonly carrier: string;
  /** The plan's name: that of its file, without `.toml`. */
  readonly plan: string;
  readonly pool?: string;
  readonly role: CardRole;
}

/** What is known of the card that is in. */
export interface Card {
  readonly iccid?: string;
  readonly imsi?: string;
}

/** One `[[sim]]`: both patterns have to fit where both are given. */
export interface CardRule extends CardPlan {
  readonly match: { readonly iccid?: string; readonly imsi?: string };
}

export type CardsReading =
  | { readonly kind: "cards"; readonly rules: readonly CardRule[] }
  | { readonly kind: "refused"; readonly faults: readonly FileFault[] };

type Opened = Extract<Document, { kind: "document" }>;

/** In characters: one file serves a whole fleet. */
const LARGEST = 1 << 20;
const MOST_RULES = 10_000;

const ICCID =
  'a pattern of an ICCID: digits (an operator may use A-F), and * for any number of them, such as "898604*"';
const IMSI = 'a pattern of an IMSI: digits, and * for any number of them, such as "46004*"';
const MATCH = {
  iccid: v.optional(v.pipe(v.string(ICCID), v.regex(/^[0-9A-Fa-f*]{1,32}$/, ICCID))),
  imsi: v.optional(v.pipe(v.string(IMSI), v.regex(/^[0-9*]{1,32}$/, IMSI))),
};
const RULE = {
  carrier: Name,
  plan: Name,
  pool: v.optional(Name),
  role: v.optional(oneOf("home", "visitor")),
};

/** The first rule that fits; undefined: the plan is not known, bytes are counted and held against nothing. */
export function choosePlan(rules: readonly CardRule[], card: Card): CardPlan | undefined {
  const found = rules.find(({ match }) => fits(match.iccid, card.iccid) && fits(match.imsi, card.imsi));
  return found && defined({ carrier: found.carrier, plan: found.plan, pool: found.pool, role: found.role });
}

/** Whether the IMSI, which is not known yet, could make it another rule than `choosePlan` finds without it. */
export function awaitsImsi(rules: readonly CardRule[], { iccid }: Card): boolean {
  const first = rules.find(({ match }) => fits(match.iccid, iccid));
  return first?.match.imsi !== undefined;
}

/** A number that is not known fits no pattern: a card that has not been read yet must not get another one's plan. */
function fits(pattern: string | undefined, number: string | undefined): boolean {
  if (pattern === undefined) return true;
  return number !== undefined && glob(pattern.toUpperCase(), number.toUpperCase());
}

/** Piece by piece, each at its first place: an expression with many stars would take for ever on the wrong number. */
function glob(pattern: string, text: string): boolean {
  const [head = "", ...pieces] = pattern.split("*");
  const tail = pieces.pop();
  if (tail === undefined) return text === pattern;
  if (!text.startsWith(head)) return false;
  let at = head.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - at >= tail.length && text.endsWith(tail);
}

/**
 * Reads a file of `[[sim]]` rules (TOML), or tells every fault of it. `carriers`: those that are known; a plan's own file is
 * not looked for here.
 */
export function readCards(text: string, carriers: readonly string[]): CardsReading {
  const document = readBoundedToml(text, LARGEST);
  if (document.kind === "refused") return document;
  const top = readTable(document, [], document.table, {}, ["sim"]);
  const given: unknown = document.table["sim"];
  const many = `1 to ${MOST_RULES} tables [[sim]]`;
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_RULES) {
    const found = Array.isArray(given) ? `${given.length} of them` : describeFound(given);
    return { kind: "refused", faults: inLineOrder([...top.faults, faultAt(document, ["sim"], found, many)]) };
  }
  const read = given.map((rule: unknown, index) => readRule(document, index, rule, carriers));
  const faults = [...top.faults, ...read.flatMap((rule) => rule.faults), ...unreachable(document, read)];
  if (faults.length > 0) return { kind: "refused", faults: inLineOrder(faults) };
  return { kind: "cards", rules: read.flatMap(({ rule }) => rule ?? []) };
}

interface RuleReading {
  readonly rule?: CardRule;
  readonly faults: readonly FileFault[];
}

function readRule(document: Opened, index: number, given: unknown, carriers: readonly string[]): RuleReading {
  const path = ["sim", index];
  const { values, whole, faults } = readTable(document, path, given, RULE, ["match"]);
  if (!isTable(given)) return { faults };
  const match = readTable(document, [...path, "match"], given["match"], MATCH);
  const { carrier } = values;
  const all = [...faults, ...match.faults];
  if (match.whole && match.values.iccid === undefined && match.values.imsi === undefined)
    all.push(faultAt(document, [...path, "match"], "no pattern", 'iccid or imsi, or both; "*" fits every card'));
  if (carrier !== undefined && !carriers.includes(carrier)) {
    const expected = `a carrier: ${carriers.join(", ")}`;
    all.push(faultAt(document, [...path, "carrier"], describeFound(carrier), expected));
  }
  if (whole === undefined || all.length > 0) return { faults: all };
  return { rule: defined({ match: match.values, ...whole, role: whole.role ?? "home" } as const), faults: [] };
}

/** A rule behind one with the same patterns, or behind one that fits every card, is never reached: a slip. */
function unreachable(document: Opened, read: readonly RuleReading[]): readonly FileFault[] {
  const seen = new Map<string, number>();
  return read.flatMap(({ rule }, index) => {
    if (rule === undefined) return [];
    const { iccid = "*", imsi = "*" } = rule.match;
    const key = `${iccid.toUpperCase()} ${imsi}`;
    const before = seen.get("* *") ?? seen.get(key);
    if (!seen.has(key)) seen.set(key, index);
    if (before === undefined) return [];
    const found = `a rule that is never reached: sim[${before + 1}] fits the same cards and comes before it`;
    return [faultAt(document, ["sim", index, "match"], found, "patterns that no rule before it covers")];
  });
}
