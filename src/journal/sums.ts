import { sha256 } from "./journal-entry.ts";

/** `SHA256SUMS`, as `sha256sum --check` reads it: the hash, two spaces, the name. */
export const sumsText = (files: ReadonlyMap<string, string | Uint8Array>): string =>
  [...files].map(([name, content]) => `${sha256(content)}  ${name}\n`).join("");

export interface Sum {
  readonly sha256: string;
  readonly name: string;
}

/** Undefined when it is not as `sumsText` writes it; no name may lead out of the bundle. */
export function readSums(text: string): readonly Sum[] | undefined {
  const lines = text.split("\n");
  if (lines.pop() !== "") return undefined;
  const sums = lines.map((line) =>
    /^([0-9a-f]{64}) {2}([A-Za-z0-9_-][A-Za-z0-9._-]{0,119}(?:\/[0-9a-f]{64}(?:\.[a-z0-9]{1,8})?)?)$/.exec(line),
  );
  const read = sums.flatMap((match) => (match === null ? [] : [{ sha256: match[1] ?? "", name: match[2] ?? "" }]));
  return read.length === lines.length ? read : undefined;
}
