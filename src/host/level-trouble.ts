import { statSync } from "node:fs";
import { dirname } from "node:path";
import { textOf } from "../base/fault.ts";
import { unreachable } from "../base/unreachable.ts";
import type { StoreTrouble } from "../ports/store.ts";
import { mountInWords, mountOf } from "./mount-of.ts";

export interface LevelTrouble {
  readonly kind: "full" | "read-only" | "forbidden" | "gone" | "replaced" | "locked" | "damaged" | "other";
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

/** ` (this is user id 997; ... belongs to user id 0, mode 700)`: what a person has to set right. */
export function whoseIs(path: string): string {
  try {
    const { uid, mode } = statSync(path);
    const here = process.geteuid?.() ?? "unknown";
    return ` (this is user id ${here}; ${path} belongs to user id ${uid}, mode ${(mode & 0o777).toString(8)})`;
  } catch {
    return dirname(path) === path ? "" : whoseIs(dirname(path));
  }
}

const codeOf = (thrown: unknown): unknown =>
  typeof thrown === "object" && thrown !== null && "code" in thrown ? thrown.code : undefined;

/** For health and messages: in words, and where the file system is mounted that nobody may write. */
export function troubleInWords(
  { kind, text }: LevelTrouble,
  path: string,
): { readonly trouble: StoreTrouble; readonly why: string; readonly mount?: string } {
  switch (kind) {
    case "full":
      return { trouble: kind, why: "disk full" };
    case "read-only": {
      const mount = mountOf(path);
      return mount === undefined
        ? { trouble: kind, why: "read-only file system" }
        : { trouble: kind, why: `read-only file system, mounted on ${mountInWords(mount)}`, mount: mount.point };
    }
    case "forbidden":
      return { trouble: kind, why: `${text}${whoseIs(path)}` };
    case "gone":
    case "replaced":
      return { trouble: kind, why: text };
    case "locked":
    case "damaged":
    case "other":
      return { trouble: "other", why: text };
    default:
      return unreachable(kind);
  }
}
