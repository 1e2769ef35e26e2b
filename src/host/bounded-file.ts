import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { textOf } from "../base/fault.ts";

/** Reads at most `most` bytes, also of something that has no size (a pipe); undefined when there is more. */
export function readBounded(name: string, most: number): Uint8Array | undefined {
  const fd = openSync(name, constants.O_RDONLY);
  try {
    return readFrom(fd, most);
  } finally {
    closeSync(fd);
  }
}

export type RegularRead =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: "not-regular" | "too-large" };

/** The same of a regular file and nothing else: a FIFO in its place would hold a running agent up for ever. */
export function readRegular(name: string, most: number): RegularRead {
  const fd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) return { kind: "not-regular" };
    const bytes = readFrom(fd, most);
    return bytes === undefined ? { kind: "too-large" } : { kind: "bytes", bytes, mode: stat.mode };
  } finally {
    closeSync(fd);
  }
}

function readFrom(fd: number, most: number): Uint8Array | undefined {
  const buffer = new Uint8Array(most + 1);
  let length = 0;
  for (;;) {
    const read = readSync(fd, buffer, length, buffer.length - length, null);
    length += read;
    if (length > most) return undefined;
    if (read === 0) return buffer.subarray(0, length);
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
