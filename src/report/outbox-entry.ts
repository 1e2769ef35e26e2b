import { WallMs } from "../base/instant.ts";

/** A message that must reach the broker once at least, however long that takes. Always QoS 1, never retained. */
export interface EventMessage {
  readonly topic: string;
  readonly payload: string;
}

export interface OutboxEntry extends EventMessage {
  readonly seq: number;
  readonly at: WallMs;
}

const PREFIX = "outbox/";
/** Beside the entries, outside of their range: what was dropped and not yet told. */
export const TALLY_KEY = `${PREFIX}dropped`;
export const ENTRY_RANGE = [`${PREFIX}0`, `${PREFIX}:`] as const;

export const entryKey = (seq: number): string => PREFIX + String(seq).padStart(12, "0");
export const seqOf = (key: string): number => Number(key.slice(PREFIX.length));

export const encodeEntry = ({ topic, payload, at }: OutboxEntry): string => JSON.stringify({ topic, payload, at });

/** What the entry takes on the disk, and nearly what it takes in memory. */
export const entryBytes = (value: string): number => PREFIX.length + 12 + Buffer.byteLength(value);

/** Undefined when the stored value is not an entry: disks forget. */
export function decodeEntry(key: string, value: string): OutboxEntry | undefined {
  const seq = seqOf(key);
  const fields = parseRecord(value);
  if (fields === undefined || !Number.isSafeInteger(seq)) return undefined;
  const { topic, payload, at } = fields;
  if (typeof topic !== "string" || typeof payload !== "string" || typeof at !== "number") return undefined;
  return { seq, topic, payload, at: WallMs(at) };
}

/** How many events were given up, and the instants of the first and the last of them. */
export interface DropTally {
  readonly dropped: number;
  readonly from: WallMs;
  readonly to: WallMs;
}

export function decodeTally(value: string | undefined): DropTally | undefined {
  const fields = value === undefined ? undefined : parseRecord(value);
  if (fields === undefined) return undefined;
  const { dropped, from, to } = fields;
  if (typeof dropped !== "number" || typeof from !== "number" || typeof to !== "number") return undefined;
  return dropped > 0 ? { dropped, from: WallMs(from), to: WallMs(to) } : undefined;
}

/** The tally with one more event in it. */
export function tallied(tally: DropTally | undefined, at: WallMs): DropTally {
  return { dropped: (tally?.dropped ?? 0) + 1, from: tally?.from ?? at, to: at };
}

function parseRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
