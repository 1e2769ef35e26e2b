import { type OpenDocument, readToml } from "./document.ts";
import type { FileFault } from "./file-fault.ts";

/** A TOML text of at most so many characters, or why it is none. One that was read already is what it is: some files have two readers. */
export function readBoundedToml(
  text: string | OpenDocument,
  largest: number,
): OpenDocument | { readonly kind: "refused"; readonly faults: readonly FileFault[] } {
  if (typeof text !== "string") return text;
  if (text.length > largest) {
    const fault = { line: 1, key: "", found: `${text.length} characters`, expected: `at most ${largest}` };
    return { kind: "refused", faults: [fault] };
  }
  const document = readToml(text);
  if (document.kind === "document") return document;
  const { line, found, expected } = document;
  return { kind: "refused", faults: [{ line, key: "", found, expected }] };
}
