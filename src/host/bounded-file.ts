import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { textOf } from "../base/fault.ts";

export interface OpenedFile {
  readonly mode: number;
  readonly isFile: boolean;
}

/**
 * Reads at most `most` bytes, also of something that has no size (a pipe); undefined when there is more.
 * `inspect` sees what was opened before a byte is read, and may throw. `flags` are those of open(2).
 */
export function readBounded(
  name: string,
  most: number,
  flags = 0,
  inspect: (opened: OpenedFile) => void = () => undefined,
): Uint8Array | undefined {
  const fd = openSync(name, constants.O_RDONLY | flags);
  try {
    const stat = fstatSync(fd);
    inspect({ mode: stat.mode, isFile: stat.isFile() });
    const buffer = new Uint8Array(most + 1);
    let length = 0;
    for (;;) {
      const read = readSync(fd, buffer, length, buffer.length - length, null);
      length += read;
      if (length > most) return undefined;
      if (read === 0) return buffer.subarray(0, length);
    }
  } finally {
    closeSync(fd);
  }
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";

/** Why a file could not be read, in words. */
export function whyUnreadable(thrown: unknown): string {
  switch (codeOf(thrown)) {
    case "ENOENT":
      return "no such file";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EISDIR":
      return "a directory";
    case "ERR_ENCODING_INVALID_ENCODED_DATA":
      return "bytes that are not UTF-8";
    default:
      return textOf(thrown);
  }
}

/** Who is asking; for the texts of refusals. */
export const thisUser = (): string => `user ${process.geteuid?.() ?? "?"}`;
