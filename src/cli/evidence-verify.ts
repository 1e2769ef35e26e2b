import { lstatSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../agent/version.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault, textOf } from "../base/fault.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { readBounded } from "../host/bounded-file.ts";
import { readSettings } from "../host/settings-file.ts";
import { type BundleHead, type BundleReading, readBundle } from "../journal/bundle.ts";
import type { ChainReport } from "../journal/chain-walk.ts";
import { sha256 } from "../journal/journal-entry.ts";
import { readSums } from "../journal/sums.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { pageAnew } from "./evidence-page-facts.ts";
import { checkJournal } from "./journal-source.ts";

const FLAGS = { ...SETTINGS_FLAGS, socket: { type: "string" }, json: { type: "boolean" } } as const;

/** Of one file of a bundle. A journal may have 64 MiB, and its entries stand in it with their hashes. */
const LARGEST = 256 << 20;

/** What is wrong with a bundle beside its chain: a file that is missing or is not what was exported. */
export interface FileFault {
  readonly name: string;
  readonly text: string;
}

type Bundle = Extract<BundleReading, { readonly kind: "bundle" }>;

interface Verdict {
  readonly of: string;
  readonly report?: ChainReport;
  readonly head?: BundleHead;
  readonly files: readonly FileFault[];
  readonly aside: readonly string[];
}

/** Whether every byte of a journal, or of an exported bundle, is what was written; exit code 1 when one is not. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, FLAGS, 1);
  const [path] = positionals;
  const verdict = path === undefined ? await ofDevice(values) : ofBundle(path);
  const damaged = verdict.files.length > 0 || (verdict.report?.faultCount ?? 0) > 0;
  if (values.json === true) process.stdout.write(`${plainJson({ whole: !damaged, ...verdict }, 2)}\n`);
  else process.stdout.write(plainText(`${textOfVerdict(verdict, damaged).join("\n")}\n`));
  return damaged ? EXIT.fault.code : EXIT.ok.code;
}

async function ofDevice(values: { config?: string; set?: string[]; socket?: string }): Promise<Verdict> {
  const { settings } = readSettings({ config: values.config, set: values.set, env: process.env });
  const { aside, ...report } = await checkJournal({ settings, socket: values.socket });
  return { of: "this device's journal", report, files: [], aside };
}

function ofBundle(path: string): Verdict {
  const isDirectory = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const journal = isDirectory ? join(path, "journal.json") : path;
  const files = isDirectory ? fileFaults(path) : [];
  const bytes = fileBytes(journal);
  if (bytes === undefined) {
    if (isDirectory) return { of: path, files, aside: [] };
    throw new Fault("evidence-unusable", `${plainText(path)}: no such bundle, and no journal.json`);
  }
  const reading = readBundle(Buffer.from(bytes).toString());
  if (reading.kind === "unreadable")
    return { of: path, files: [...files, { name: "journal.json", text: reading.found }], aside: [] };
  const pages = isDirectory ? pageFaults(path, reading) : [];
  return { of: path, report: reading.report, head: reading.head, files: [...files, ...pages], aside: [] };
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

function fileBytes(path: string): Uint8Array | undefined {
  try {
    return readBounded(path, LARGEST);
  } catch (thrown) {
    if (textOf(thrown).startsWith("ENOENT") || textOf(thrown).startsWith("EISDIR")) return undefined;
    throw new Fault("evidence-unusable", `${plainText(path)} cannot be read: ${textOf(thrown)}`, { cause: thrown });
  }
}

function textOfVerdict({ of, report, head, files, aside }: Verdict, damaged: boolean): readonly string[] {
  const lines = [damaged ? `DAMAGED 已损坏: ${of}` : `WHOLE 完好: ${of}`];
  for (const { name, text } of files) lines.push(`  ${name}: ${text}`);
  if (report !== undefined) {
    const { faults, faultCount, entries, first, last, cut, chain, hash } = report;
    for (const { seq, text } of faults) lines.push(`  #${seq}: ${text}`);
    if (faultCount > faults.length) lines.push(`  and ${faultCount - faults.length} more 另有`);
    lines.push(`  chain ${chain}, entries ${first ?? 0} to ${last} (${entries}); the last one's hash is ${hash}`);
    if (cut !== undefined)
      lines.push(
        `  ${cut.count} older entries were taken away by age or size; a checkpoint stands at ${cut.to} 更早的已按期清除`,
      );
  }
  if (head?.masked === true)
    lines.push("  masked 已脱敏: what is private was left out, its digests are part of what was verified");
  if (head !== undefined && report !== undefined && head.head.seq > report.last)
    lines.push(`  a part: when it was made the journal went on to entry ${head.head.seq} 节选`);
  for (const chain of aside)
    lines.push(`  a damaged chain of before lies beside it as it was found: ${chain} 旧的受损日志保留原样`);
  return lines;
}
