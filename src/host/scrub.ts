import { maskText } from "../base/mask.ts";

/** Fields whose content is never logged, whatever it is. `pinState` and `keyFile` are no secrets, `pin` and `key` are. */
const SECRET =
  /pass(?:word|wd|phrase)|secret|token|credential|authorization|private_?key|api_?key|psk|(?:^|_)(?:pass|pwd|pin|pin[12]|puk|puk[12]|key|will_payload)$/i;
const NOT_SECRET = /(?:file|path|state|tries|left|length|count|present)$/i;
/** Fields whose long numbers are amounts, instants and counts, not somebody's number. */
const HARMLESS =
  /(?:ms|at|since|until|bytes|rx|tx|seq|sequence|total|totals|count|size|free|needed|used|quota|limit|left|pid|ifindex|duration|elapsed|age|wall|mono)$/i;
/** Digests and ids of this boot; they hold digits by accident. */
const DIGEST = /(?:hash|sha256|crc|boot_?id|digest)$/i;

const DEEPEST = 8;
const MOST_ITEMS = 100;
const LONGEST = 4_096;

/** What a person's or a card's number could be in a text that `maskText` leaves: glued to letters, or in a PDU. */
const STUCK_DIGITS = /\d{11,}/g;
const LONG_HEX = /(?<![0-9A-Za-z])[0-9A-Fa-f]{26,}(?![0-9A-Za-z])/g;

function scrubText(text: string): string {
  const bounded = text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text;
  return maskText(bounded)
    .replace(LONG_HEX, (run) => `<${run.length} hex digits>`)
    .replace(STUCK_DIGITS, (run) => run.slice(0, 4) + "*".repeat(run.length - 6) + run.slice(-2));
}

/**
 * A log field as it may be written: no secret, no whole IMSI, ICCID, IMEI or telephone number, at any depth; bounded;
 * never throws, because a log line must not be what stops the agent.
 */
export function scrub(name: string, value: unknown, depth = 0): unknown {
  if (SECRET.test(name) && !NOT_SECRET.test(name)) return value === undefined ? undefined : "[redacted]";
  switch (typeof value) {
    case "string":
      return DIGEST.test(name) || (HARMLESS.test(name) && /^-?\d+$/.test(value))
        ? value.slice(0, LONGEST)
        : scrubText(value);
    case "number":
      return Math.abs(value) < 1e10 || HARMLESS.test(name) ? value : scrubText(String(value));
    case "bigint":
      return HARMLESS.test(name) ? String(value) : scrubText(String(value));
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
