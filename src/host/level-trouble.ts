import { textOf } from "../base/fault.ts";

export interface LevelTrouble {
  readonly kind: "full" | "read-only" | "forbidden" | "locked" | "damaged" | "other";
  /** As LevelDB or the system worded it. */
  readonly text: string;
}

/** Errors of the system arrive as the system's sentence inside LevelDB's `IO error: <path>: <sentence>`. */
const SENTENCES: readonly (readonly [LevelTrouble["kind"], RegExp])[] = [
  ["full", /No space left on device|Disk quota exceeded|\bENOSPC\b|\bEDQUOT\b/i],
  ["read-only", /Read-only file system|\bEROFS\b/i],
  ["forbidden", /Permission denied|Operation not permitted|Not a directory|\b(EACCES|EPERM|ENOTDIR|EEXIST)\b/i],
  // EIO: the medium gives a block back no more. The rest: files that LevelDB itself had made are not there.
  ["damaged", /^Corruption|Input\/output error|No such file or directory|create_if_missing is false/i],
];

/** What kept the database from opening or writing (texts measured with classic-level 3.0.0). */
export function levelTrouble(thrown: unknown): LevelTrouble {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  const text = textOf(cause);
  if (codeOf(cause) === "LEVEL_LOCKED") return { kind: "locked", text };
  const known = SENTENCES.find(([, sentence]) => sentence.test(text));
  return { kind: known?.[0] ?? "other", text };
}

const codeOf = (thrown: unknown): unknown =>
  typeof thrown === "object" && thrown !== null && "code" in thrown ? thrown.code : undefined;

/** For health and messages. */
export function troubleInWords({ kind, text }: LevelTrouble): string {
  return kind === "full" ? "disk full" : kind === "read-only" ? "read-only" : text;
}
