import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../agent/version.ts";
import { Fault, textOf } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { readBounded } from "../host/bounded-file.ts";
import { type BundleHead, type BundleReading, readBundle } from "../journal/bundle.ts";
import type { ChainReport } from "../journal/chain-walk.ts";
import { sha256 } from "../journal/journal-entry.ts";
import { readSums } from "../journal/sums.ts";
import { pageAnew } from "./evidence-page-facts.ts";
import { namedFiles } from "./named-files.ts";

/** Of one file of a bundle. A journal may have 64 MiB, and its entries stand in it with their hashes. */
const LARGEST = 256 << 20;

const ATTACHED = "files";
/** What `evidence export` writes. */
const EXPORTED = /^(?:SHA256SUMS|journal\.json|page\.(?:html|json)|files|damaged-[\w-]+\.txt)$/;

/** What is wrong with a bundle beside its chain: a file that is missing or is not what was exported. */
export interface FileFault {
  readonly name: string;
  readonly text: string;
}

type Bundle = Extract<BundleReading, { readonly kind: "bundle" }>;

export interface Verdict {
  readonly of: string;
  readonly report?: ChainReport;
  readonly head?: BundleHead;
  readonly files: readonly FileFault[];
  /** What lies in the directory and was not exported. */
  readonly strange: readonly string[];
  readonly aside: readonly string[];
}

/** Whether a bundle, or its journal alone, is what was exported. Throws a Fault where there is none. */
export function verifyBundle(path: string): Verdict {
  const isDirectory = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const journal = isDirectory ? join(path, "journal.json") : path;
  const files = isDirectory ? fileFaults(path) : [];
  const bytes = fileBytes(journal);
  if (bytes === undefined) {
    if (isDirectory) return { of: path, files, strange: [], aside: [] };
    throw new Fault("evidence-unusable", `${plainText(path)}: no such bundle, and no journal.json`);
  }
  const reading = readBundle(Buffer.from(bytes).toString());
  if (reading.kind === "unreadable")
    return { of: path, files: [...files, { name: "journal.json", text: reading.found }], strange: [], aside: [] };
  const { report, head } = reading;
  if (!isDirectory) return { of: path, report, head, files: [], strange: [], aside: [] };
  const beside = [...pageFaults(path, reading), ...attachmentFaults(path, reading)];
  const known = new Set(files.map(({ name }) => name));
  const faults = [...files, ...beside.filter(({ name }) => !known.has(name))];
  return { of: path, report, head, files: faults, strange: strangeFiles(path), aside: [] };
}

/** What SHA256SUMS says and is not so; and what it says nothing of cannot be vouched for. */
function fileFaults(directory: string): readonly FileFault[] {
  const text = fileBytes(join(directory, "SHA256SUMS"));
  const sums = text && readSums(Buffer.from(text).toString());
  if (sums === undefined)
    return [{ name: "SHA256SUMS", text: text === undefined ? "it is not there" : "it is not what was exported" }];
  const faults = sums.flatMap(({ name, sha256: expected }) => {
    const bytes = fileBytes(join(directory, name));
    if (bytes === undefined) return [{ name, text: "it is not there" }];
    return sha256(bytes) === expected ? [] : [{ name, text: "it is not what was exported" }];
  });
  const named = sums.some(({ name }) => name === "journal.json");
  return named ? faults : [...faults, { name: "SHA256SUMS", text: "it does not name journal.json" }];
}

/** Whoever edits the page can write its sum anew; what is made of the journal is another page then. */
function pageFaults(directory: string, { head, report, entries }: Bundle): readonly FileFault[] {
  const [page, beside] = ["page.html", "page.json"].map((name) => fileBytes(join(directory, name)));
  if (page === undefined) return [];
  if (beside === undefined) return [{ name: "page.json", text: "it is not there" }];
  const anew = pageAnew(Buffer.from(beside).toString(), head, entries, report.faults[0]?.text);
  if (anew === undefined) return [{ name: "page.json", text: "it is not what was exported" }];
  if (anew === Buffer.from(page).toString()) return [];
  const own = `cellward ${VERSION}`;
  const other = head.program === own ? "" : `; it was made by ${head.program}, this is ${own}: verify it with that one`;
  return [{ name: "page.html", text: `it is not the page that journal.json makes${other}` }];
}

/** Whoever swaps a file can write its sum anew, and not its entry: an attachment is what journal.json and its own name say. */
function attachmentFaults(directory: string, { entries }: Bundle): readonly FileFault[] {
  const named = new Set(namedFiles(entries).map(({ kept }) => kept));
  return namesIn(join(directory, ATTACHED)).flatMap((file) => {
    const name = `${ATTACHED}/${file}`;
    if (!named.has(name)) return [{ name, text: "no entry of journal.json names it" }];
    const bytes = fileBytes(join(directory, name));
    if (bytes !== undefined && sha256(bytes) === file.slice(0, 64)) return [];
    return [{ name, text: "it is not what its entry in journal.json names" }];
  });
}

function strangeFiles(directory: string): readonly string[] {
  return namesIn(directory).filter((name) => !EXPORTED.test(name));
}

/** Empty where there is no such directory. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).toSorted();
  } catch (thrown) {
    if (textOf(thrown).startsWith("ENOENT")) return [];
    throw new Fault("evidence-unusable", `${plainText(directory)} cannot be read: ${textOf(thrown)}`, {
      cause: thrown,
    });
  }
}

function fileBytes(path: string): Uint8Array | undefined {
  try {
    return readBounded(path, LARGEST);
  } catch (thrown) {
    if (textOf(thrown).startsWith("ENOENT") || textOf(thrown).startsWith("EISDIR")) return undefined;
    throw new Fault("evidence-unusable", `${plainText(path)} cannot be read: ${textOf(thrown)}`, { cause: thrown });
  }
}
