/**
 * The file `journal.json` of an exported bundle: entries of one chain, each with its hash, so that whoever gets the file verifies it
 * without this program. `entry`, written without spaces and with its keys in the order in which they stand, is the body that the hash
 * was taken over (see journal-entry.ts); `private` is the line behind it, which a masked bundle leaves out.
 */
import { type ChainReport, ChainWalk } from "./chain-walk.ts";
import { fieldsOf, GENESIS, type JournalEntry, parse, readBody, readPrivate, splitText } from "./journal-entry.ts";

export interface BundleHead {
  readonly format: 1;
  readonly program: string;
  readonly made: string;
  /** Whether the time was known that says so. */
  readonly clockTrusted: boolean;
  readonly masked: boolean;
  readonly chain: string;
  /** Where the whole chain ended when this was made. */
  readonly head: { readonly seq: number; readonly hash: string };
  /** The last entry that is here. */
  readonly to: { readonly seq: number; readonly hash: string };
  /** Of a part: which entry comes first, and what that one follows. Absent where the chain's beginning is there. */
  readonly from?: { readonly seq: number; readonly previous: string };
}

export interface StoredRow {
  readonly seq: number;
  readonly text: string;
}

/** One entry a line, so that people and programs can compare two of them. */
export function bundleText(head: BundleHead, rows: readonly StoredRow[]): string {
  const lines = rows.flatMap(({ seq, text }) => {
    const stored = splitText(text);
    if (stored === undefined) return [];
    const hidden = stored.private === undefined ? "" : `,"private":${stored.private}`;
    return [`{"seq":${seq},"hash":"${stored.hash}","entry":${stored.body}${hidden}}`];
  });
  return `${JSON.stringify(head).slice(0, -1)},"entries":[\n${lines.join(",\n")}\n]}\n`;
}

export type BundleReading =
  | {
      readonly kind: "bundle";
      readonly head: BundleHead;
      readonly report: ChainReport;
      /** For people. */
      readonly entries: readonly ShownEntry[];
    }
  | { readonly kind: "unreadable"; readonly found: string };

/** Walks the entries of a bundle. Pure. */
export function readBundle(text: string): BundleReading {
  const fields = parse(text);
  const head = headOf(fields);
  const entries: unknown = fields?.["entries"];
  if (head === undefined || !Array.isArray(entries))
    return { kind: "unreadable", found: "it is no journal.json of a bundle" };
  const { chain, from, to } = head;
  const listed: readonly unknown[] = entries;
  const rows = listed.map(rowOf);
  const walk = new ChainWalk(chain, {
    anchors: [{ ...to, by: "the bundle's first line", end: true }],
    ...(from === undefined ? {} : { from }),
    ...(from !== undefined || to.seq < head.head.seq ? { part: true as const } : {}),
  });
  for (const [at, { seq, text: stored }] of rows.entries()) walk.take(seq ?? (rows[at - 1]?.seq ?? 0) + 1, stored);
  const known = rows.flatMap(({ seq = 0, text: stored }) => shown({ seq, text: stored }) ?? []);
  return { kind: "bundle", head, report: walk.end(), entries: known };
}

const ROW: readonly string[] = ["seq", "hash", "entry", "private"];

function rowOf(row: unknown): { readonly seq: number | undefined; readonly text: string } {
  const fields = fieldsOf(row);
  const [seq, hash, entry, hidden] = [fields?.["seq"], fields?.["hash"], fields?.["entry"], fields?.["private"]];
  const line = hidden === undefined ? "" : `\n${JSON.stringify(hidden)}`;
  // A key of another name was written by nobody here: the row is none.
  const strange = fields === undefined || Object.keys(fields).some((name) => !ROW.includes(name));
  return {
    seq: typeof seq === "number" && Number.isSafeInteger(seq) ? seq : undefined,
    text: strange ? "" : `${typeof hash === "string" ? hash : ""} ${JSON.stringify(entry) ?? ""}${line}`,
  };
}

function headOf(fields: ReturnType<typeof parse>): BundleHead | undefined {
  const [end, to, from] = [placeIn(fields?.["head"]), placeIn(fields?.["to"]), fieldsOf(fields?.["from"])];
  const [made, chain, masked, program] = [fields?.["made"], fields?.["chain"], fields?.["masked"], fields?.["program"]];
  const [first, previous] = [from?.["seq"], from?.["previous"]];
  if (fields?.["format"] !== 1 || typeof made !== "string" || typeof chain !== "string") return undefined;
  if (end === undefined || to === undefined || typeof masked !== "boolean") return undefined;
  const part =
    typeof first === "number" && typeof previous === "string" ? { from: { seq: first, previous } } : undefined;
  if (from !== undefined && part === undefined) return undefined;
  const words = { made, program: typeof program === "string" ? program : "", masked, chain };
  return { format: 1, ...words, clockTrusted: fields["clockTrusted"] === true, head: end, to, ...part };
}

function placeIn(value: unknown): { readonly seq: number; readonly hash: string } | undefined {
  const fields = fieldsOf(value);
  const [seq, hash] = [fields?.["seq"], fields?.["hash"]];
  return typeof seq === "number" && typeof hash === "string" ? { seq, hash } : undefined;
}

/** An entry for people: its private values in the place of the masked ones, where they are there. */
export interface ShownEntry extends JournalEntry {
  readonly hash: string;
  readonly masked: boolean;
}

/** Undefined for what is no entry. */
export function shown({ text }: StoredRow): ShownEntry | undefined {
  const stored = splitText(text);
  const entry = stored && readBody(stored.body);
  if (stored === undefined || entry === undefined) return undefined;
  const values = readPrivate(entry, stored.private);
  const whole = typeof values === "object" ? values : {};
  return { ...entry, fields: { ...entry.fields, ...whole }, hash: stored.hash, masked: values === "masked" };
}

/** The rows from the first to the last that were written in [since, until): a part of a chain has no gaps. */
export function partOf(
  rows: readonly StoredRow[],
  within: (entry: JournalEntry) => boolean,
): { readonly rows: readonly StoredRow[]; readonly from?: BundleHead["from"] } {
  const fits = ({ text }: StoredRow): boolean => {
    const entry = readBody(splitText(text)?.body ?? "");
    return entry === undefined || within(entry);
  };
  const [first, last] = [rows.findIndex(fits), rows.findLastIndex(fits)];
  if (first === -1) return { rows: [] };
  const before = rows[first - 1];
  const part = rows.slice(first, last + 1);
  if (before === undefined) return { rows: part };
  return { rows: part, from: { seq: part[0]?.seq ?? 1, previous: followed(before) } };
}

/** What the next entry follows: of a checkpoint, the last one that was taken away. */
function followed({ text }: StoredRow): string {
  const stored = splitText(text);
  const entry = stored && readBody(stored.body);
  const last = entry?.what === "checkpoint" ? entry.fields["last"] : stored?.hash;
  return typeof last === "string" ? last : GENESIS;
}
