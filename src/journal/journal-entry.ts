/**
 * The format of the evidence journal, version 1; a third party verifies it with any SHA-256.
 *
 * One entry is one line: `<hash> <body>`, and, where it has private fields, a line feed and `<private>`.
 * - `body` is JSON without spaces, keys in the order of `JournalEntry`: `chain`, `seq`, `what`, `at` (`wall`, milliseconds since
 *   1970; `bootId`; `mono`, milliseconds since that boot), `trusted` (whether the time was known), `fields`, and `private`.
 * - `hash` is the SHA-256, in lower-case hexadecimal, of the previous entry's hash, a line feed, and `body` in UTF-8. The first
 *   entry of a chain (`seq` 1) follows 64 zeros.
 * - `private` in the body holds of each private field a digest: the SHA-256 of its salt (32 hexadecimal digits), a line feed and its
 *   value. The line behind the body holds salt and value: `{"name":["salt","value"]}`. A masked copy leaves that line out: what is
 *   left shows the masked value under the same name in `fields`, verifies as before, and whoever gets a salt and a value later can
 *   hold them against the digest. Without the salt, an ICCID cannot be found by trying them all.
 * - Where old entries were taken away, an entry `checkpoint` stands in the place of the last of them, with `last`, that one's hash:
 *   its own hash is taken over `last`, and the next entry follows `last`, too. An entry `journal-pruned` further on repeats the
 *   checkpoint's hash, so that a cut is part of the chain.
 */
import { createHash, createHmac } from "node:crypto";
import { MonoMs, WallMs } from "../base/instant.ts";
import type { Stamp } from "../base/stamp.ts";
import { happening, type What } from "./happenings.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** What happened, before it has a place in a chain. */
export interface Draft {
  readonly what: What;
  readonly fields: Fields;
  /** Values that a masked copy leaves out; `fields` holds each, masked, under the same name. */
  readonly private?: Readonly<Record<string, string>>;
}

export interface JournalEntry {
  readonly chain: string;
  /** From 1, without a gap. */
  readonly seq: number;
  readonly what: string;
  readonly at: Stamp;
  readonly trusted: boolean;
  readonly fields: Fields;
  /** Digest by name. */
  readonly private?: Readonly<Record<string, string>>;
}

export interface SignedEntry {
  readonly entry: JournalEntry;
  readonly hash: string;
}

/** What the first entry of every chain follows. */
export const GENESIS = "0".repeat(64);

export const sha256 = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");
export const linkHash = (previous: string, body: string): string => sha256(`${previous}\n${body}`);
const digestOf = (salt: string, value: string): string => sha256(`${salt}\n${value}`);

/** Where an entry goes, and the device's secret, from which the salts come. */
export interface Place {
  readonly chain: string;
  readonly seq: number;
  readonly at: Stamp;
  readonly trusted: boolean;
  readonly key: string;
}

/** The stored text, and the hash that the next entry follows. */
export function signEntry(
  draft: Draft,
  place: Place,
  previous: string,
): { readonly text: string; readonly hash: string } {
  const { chain, seq, at, trusted, key } = place;
  const secret = Object.entries(draft.private ?? {}).map(([name, value]) => {
    const salt = createHmac("sha256", key).update(`journal ${chain} ${seq} ${name}`).digest("hex").slice(0, 32);
    return { name, salt, value, digest: digestOf(salt, value) };
  });
  const body = JSON.stringify({
    chain,
    seq,
    what: draft.what,
    at: { wall: at.wall, bootId: at.bootId, mono: Math.round(at.mono) },
    trusted,
    fields: bounded(draft.fields),
    ...(secret.length === 0 ? {} : { private: Object.fromEntries(secret.map(({ name, digest }) => [name, digest])) }),
  });
  const hash = linkHash(previous, body);
  const line = Object.fromEntries(secret.map(({ name, salt, value }) => [name, [salt, value]]));
  return { text: `${hash} ${body}${secret.length === 0 ? "" : `\n${JSON.stringify(line)}`}`, hash };
}

export interface StoredText {
  readonly hash: string;
  readonly body: string;
  /** The line behind the body, as it lies there. */
  readonly private: string | undefined;
}

/** Undefined when it has not the form of an entry. */
export function splitText(text: string): StoredText | undefined {
  const hash = text.slice(0, 64);
  if (text[64] !== " " || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  const end = text.indexOf("\n");
  return end === -1
    ? { hash, body: text.slice(65), private: undefined }
    : { hash, body: text.slice(65, end), private: text.slice(end + 1) };
}

/**
 * The same entry without what a masked copy leaves out. Of one that cannot be read any more nobody knows where that begins: nothing
 * of it is shown.
 */
export function maskedText(text: string): string {
  const [line = ""] = text.split("\n", 1);
  const stored = splitText(line);
  return stored === undefined || readBody(stored.body) === undefined ? UNREADABLE : line;
}

const UNREADABLE = "(unreadable)";

export function readBody(body: string): JournalEntry | undefined {
  const read = parse(body);
  const at = fieldsOf(read?.["at"]);
  const [chain, seq, what, trusted] = [read?.["chain"], read?.["seq"], read?.["what"], read?.["trusted"]];
  const [wall, bootId, mono] = [at?.["wall"], at?.["bootId"], at?.["mono"]];
  const fields = fieldsOf(read?.["fields"]);
  if (typeof chain !== "string" || typeof seq !== "number" || typeof what !== "string") return undefined;
  if (typeof wall !== "number" || typeof bootId !== "string" || typeof mono !== "number") return undefined;
  if (typeof trusted !== "boolean" || fields === undefined) return undefined;
  const digests = textsOf(read?.["private"]);
  const stamp = { wall: WallMs(wall), bootId, mono: MonoMs(mono) };
  return { chain, seq, what, at: stamp, trusted, fields, ...(digests === undefined ? {} : { private: digests }) };
}

/**
 * The private values by name; `masked` where they were left out, `undefined` when one is not what its digest was taken of,
 * or the line is not as this program writes it.
 */
export function readPrivate(
  entry: JournalEntry,
  line: string | undefined,
): Readonly<Record<string, string>> | "masked" | undefined {
  const names = Object.keys(entry.private ?? {});
  if (line === undefined) return names.length === 0 ? {} : "masked";
  const read = parse(line);
  if (read === undefined || JSON.stringify(read) !== line) return undefined;
  if (names.length === 0 || Object.keys(read).join("\n") !== names.join("\n")) return undefined;
  const values: Record<string, string> = {};
  for (const name of names) {
    const pair = read[name];
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    const [salt, value]: readonly unknown[] = pair;
    if (typeof salt !== "string" || typeof value !== "string") return undefined;
    if (digestOf(salt, value) !== entry.private?.[name]) return undefined;
    values[name] = value;
  }
  return values;
}

export const topicOf = (what: string): string => happening(what)?.topic ?? "agent";

interface Most {
  readonly text: number;
  readonly items: number;
  readonly depth: number;
}

/** The second where the first is still too much. */
const MOST: readonly Most[] = [
  { text: 2_000, items: 50, depth: 6 },
  { text: 200, items: 10, depth: 3 },
];
const MOST_OF_ALL = 16_384;

/** What an entry may hold: plain JSON of a bounded size, whole numbers as such, all others as texts, which every language writes alike. */
export function bounded(fields: Fields): Fields {
  for (const most of MOST) {
    const kept = boundedFields(fields, most, most.depth);
    if (JSON.stringify(kept).length <= MOST_OF_ALL) return kept;
  }
  return { cut: true };
}

function boundedFields(fields: object, most: Most, depth: number): Fields {
  const kept = Object.entries(fields).slice(0, most.items);
  return Object.fromEntries(
    kept.flatMap(([name, value]: [string, unknown]) => {
      const put = boundedValue(value, most, depth - 1);
      return put === undefined ? [] : [[name.slice(0, 80), put]];
    }),
  );
}

function boundedValue(value: unknown, most: Most, depth: number): unknown {
  if (typeof value === "string") return value.length > most.text ? `${value.slice(0, most.text)}…` : value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : String(value);
  if (typeof value === "boolean" || value === null) return value;
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || depth <= 0) return undefined;
  if (!Array.isArray(value)) return boundedFields(value, most, depth);
  const items: readonly unknown[] = value;
  return items.slice(0, most.items).map((item) => boundedValue(item, most, depth - 1) ?? null);
}

export function parse(text: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export const fieldsOf = (value: unknown): Fields | undefined => (isFields(value) ? value : undefined);

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function textsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])),
  );
}
