import { maskText } from "../base/mask.ts";
import { plainText } from "../base/plain-text.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/** A field with one of these words in its name is never shown, whatever it holds. */
const SECRET = words(
  "password passwd passphrase pass pwd secret token credential authorization psk pin pin1 pin2 puk puk1 puk2 key apikey privatekey",
);
/** ... unless its last word is one of these: `pinState` and `keyFile` are no secrets. */
const ABOUT_SECRET = words("file path state tries left length count present");
/** Names whose last word is one of these hold amounts, instants and counts: their long numbers are nobody's. */
const AMOUNT = words(
  "ms at since until bytes rx tx seq sequence total totals count size free needed used quota limit left pid ifindex duration elapsed age wall mono",
);
/** Digests, and ids of this boot, hold digits by accident. */
const DIGEST = words("hash sha256 crc digest boot_id");

/** `wallMs` and `wall_ms` are `wall` and `ms`; `PIN` is `pin`. */
function wordsOf(name: string): readonly string[] {
  const bounded = name.slice(0, 100).replace(/([a-z0-9])([A-Z])/g, "$1_$2");
  return bounded.toLowerCase().split(/[^a-z0-9]+/);
}

function isSecret(name: string): boolean {
  const all = wordsOf(name);
  const named = all.some((word) => SECRET.has(word) || SECRET.has(word.replace(/s$/, "")));
  return named && !ABOUT_SECRET.has(all.at(-1) ?? "");
}

const isAmount = (name: string): boolean => AMOUNT.has(wordsOf(name).at(-1) ?? "");

function isDigest(name: string): boolean {
  const all = wordsOf(name);
  return DIGEST.has(all.at(-1) ?? "") || DIGEST.has(all.slice(-2).join("_"));
}

const DEEPEST = 8;
const MOST_ITEMS = 100;
const LONGEST = 4_096;

function scrubText(text: string): string {
  const bounded = text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text;
  return plainText(maskText(bounded));
}

/**
 * A log field as it may be written: no secret, no whole IMSI, ICCID, IMEI or telephone number, at any depth; bounded;
 * never throws, because a log line must not be what stops the agent.
 */
export function scrub(name: string, value: unknown, depth = 0): unknown {
  if (isSecret(name)) return value === undefined ? undefined : "[redacted]";
  switch (typeof value) {
    case "string":
      return isDigest(name) || (isAmount(name) && /^-?\d+$/.test(value)) ? value.slice(0, LONGEST) : scrubText(value);
    case "number":
      return Math.abs(value) < 1e10 || isAmount(name) ? value : scrubText(String(value));
    case "bigint":
      return isAmount(name) ? String(value) : scrubText(String(value));
    case "object":
      return value === null ? null : depth >= DEEPEST ? "[deeper]" : scrubObject(name, value, depth);
    case "boolean":
      return value;
    case "undefined":
    case "function":
    case "symbol":
    default:
      return undefined;
  }
}

function scrubObject(name: string, value: object, depth: number): unknown {
  try {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid-instant" : value.toISOString();
    if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
    if (value instanceof Error) return scrubError(value, depth);
    if (value instanceof Map)
      return scrubEntries(
        [...value].map(([key, inner]) => [String(key), inner]),
        depth,
      );
    if (Array.isArray(value) || value instanceof Set) {
      const items: unknown[] = [...value];
      const shown = items.slice(0, MOST_ITEMS).map((item) => scrub(name, item, depth + 1));
      return items.length > MOST_ITEMS ? [...shown, `... ${items.length - MOST_ITEMS} more`] : shown;
    }
    return scrubEntries(Object.entries(value), depth);
  } catch {
    return "[unreadable]";
  }
}

function scrubEntries(entries: readonly (readonly [string, unknown])[], depth: number): Record<string, unknown> {
  const shown = entries
    .slice(0, MOST_ITEMS)
    .map(([key, inner]) => [scrubText(key), scrub(key, inner, depth + 1)] as const);
  return Object.fromEntries(shown);
}

function scrubError(error: Error, depth: number): Record<string, unknown> {
  const cause = error.cause === undefined ? {} : { cause: scrub("cause", error.cause, depth + 1) };
  const code = "code" in error ? { code: scrub("code", error.code, depth + 1) } : {};
  return { name: error.name, message: scrubText(error.message), ...code, ...cause };
}
