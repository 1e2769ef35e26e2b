import type { Duration } from "../base/duration.ts";
import type { MonoMs } from "../base/instant.ts";
import { CLASS_CODES, type ClassWord, WIRE_LIMITS, wordOf } from "./wire-codes.ts";

/** What was granted, and what the client says it has done with it. */
export interface Grant {
  readonly id: number;
  readonly class: ClassWord;
  readonly bytes: number;
  readonly from: string;
  /** Totals as the client reported them last. */
  readonly up: number;
  readonly down: number;
  /** No more may be sent on it; late reports are taken all the same, because the bytes were sent. */
  readonly closed: boolean;
  /** Its transaction was reported. */
  readonly told: boolean;
}

/** A grant of this run. Those of the run before have no time left, and no one who asked. */
export interface OpenGrant {
  readonly grant: Grant;
  readonly session: number;
  readonly ref: number;
  readonly asked: Pick<Asked, "bytes" | "within">;
  readonly until: MonoMs;
}

export interface Asked {
  readonly session: number;
  readonly from: string;
  readonly ref: number;
  readonly class: ClassWord;
  readonly bytes: number;
  readonly within: Duration;
  /** When the line began on which it stands; now where left out. */
  readonly since?: MonoMs;
}

const number = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** A record as it was written; undefined for anything else that lies there. */
export function readGrant(text: string): Grant | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(found)) return undefined;
  const [id, rank, bytes, from, up, down, told]: readonly unknown[] = found;
  const word = wordOf(CLASS_CODES, String(rank));
  if (!number(id) || id <= WIRE_LIMITS["grant-least"].code || !number(bytes) || !number(up) || !number(down))
    return undefined;
  if (word === undefined || typeof from !== "string") return undefined;
  return { id, class: word, bytes, from, up, down, closed: true, told: told === 1 };
}

export const writeGrant = ({ id, class: word, bytes, from, up, down, told }: Grant): string =>
  JSON.stringify([id, CLASS_CODES[word].code, bytes, from, up, down, told ? 1 : 0]);
