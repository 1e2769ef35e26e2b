import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { VERSION } from "../agent/version.ts";
import { carrierFiles } from "../agent/carrier-files.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault, textOf } from "../base/fault.ts";
import type { WallMs } from "../base/instant.ts";
import { plainText } from "../base/plain-text.ts";
import { EvidenceDirectory } from "../host/evidence-directory.ts";
import { readSettings } from "../host/settings-file.ts";
import {
  type BundleHead,
  bundleText,
  partOf,
  readBundle,
  type ShownEntry,
  shown,
  type StoredRow,
} from "../journal/bundle.ts";
import { splitText } from "../journal/journal-entry.ts";
import { sumsText } from "../journal/sums.ts";
import { INSTANT_FORM, readInstant } from "../plan/file/written-instant.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { channelsOf, issuerIn } from "./evidence-channels.ts";
import { evidencePage, type PageFacts } from "./evidence-page.ts";
import { besideText } from "./evidence-page-facts.ts";
import { LANGUAGES, type Language } from "./evidence-words.ts";
import { readJournal } from "./journal-source.ts";
import { namedFiles } from "./named-files.ts";
import { writeBundle } from "./write-bundle.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  socket: { type: "string" },
  out: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
  unmask: { type: "boolean" },
  lang: { type: "string" },
} as const;

/** Makes a directory with the evidence: for machines, for people, and with what is needed to verify it. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const { settings, deviceId } = readSettings({ config: values.config, set: values.set, env: process.env });
  const { zone } = settings.plan;
  const language = languageOf(values.lang);
  const [since, until] = [instantOf("since", values.since, zone), instantOf("until", values.until, zone)];
  const out = resolve(values.out ?? `cellward-evidence-${deviceId.replace(/[^\w.-]/g, "-")}-${stamp()}`);
  checkFree(out);
  const whole = values.unmask === true;
  const journal = await readJournal({ settings, socket: values.socket }, whole);
  const { rows, from } = partOf(
    journal.rows,
    ({ at }) => (since === undefined || at.wall >= since) && (until === undefined || at.wall < until),
  );
  const to = rows.at(-1);
  if (to === undefined)
    throw new Fault("evidence-unusable", "the journal holds no entry of that time; nothing was written");
  const head: BundleHead = {
    format: 1,
    program: `cellward ${VERSION}`,
    made: journal.at ?? new Date().toISOString(),
    clockTrusted: journal.clockTrusted,
    masked: !whole,
    chain: journal.head.chain,
    head: { seq: journal.head.seq, hash: journal.head.hash },
    to: { seq: to.seq, hash: splitText(to.text)?.hash ?? "" },
    ...(from === undefined ? {} : { from }),
  };
  const text = bundleText(head, rows);
  const entries = rows.flatMap((row) => shown(row) ?? []);
  const attached = whole ? attachments(entries, journal.files) : new Map<string, Uint8Array>();
  const reading = readBundle(text);
  const damage = reading.kind === "bundle" ? reading.report.faults[0]?.text : reading.found;
  const files = carrierFiles(settings.plan.carriers);
  const issuer = issuerIn(files, journal);
  const facts: PageFacts = {
    language,
    device: deviceId,
    zone,
    made: head.made,
    masked: head.masked,
    chain: head.chain,
    hash: head.to.hash,
    damage,
    carrier: issuer?.rules.title,
    channels: channelsOf(files, issuer),
    entries,
    files: namedFiles(entries).map(({ name, by, kept }) => ({ name, by, kept: attached.has(kept) ? kept : undefined })),
  };
  const contents = new Map<string, string | Uint8Array>([
    ["journal.json", text],
    ["page.html", evidencePage(facts)],
    ["page.json", besideText(facts)],
    // As they were found, an entry a line: nobody vouches for them, and they are evidence all the same.
    ...journal.damaged.map(({ chain, rows: found }) => [`damaged-${chain}.txt`, linesOf(found)] as const),
    ...attached,
  ]);
  await writeBundle(out, new Map([...contents, ["SHA256SUMS", sumsText(contents)]]));
  const found = damage === undefined ? "" : `The journal is DAMAGED 日志已损坏: ${damage}.\n`;
  process.stdout.write(
    plainText(
      `${found}${rows.length} entries, ${attached.size} files, ${whole ? "unmasked 未脱敏" : "masked 已脱敏"}: ${out}\nOpen 打开 ${join(out, "page.html")}\nVerify 验证: cellward evidence verify ${out}\n`,
    ),
  );
  return damage === undefined ? EXIT.ok.code : EXIT.fault.code;
}

const stamp = (): string => new Date().toISOString().replace(/[-:]|\.\d+/g, "");

function languageOf(text = "zh-CN"): Language {
  const language = LANGUAGES.find((known) => known === (text === "zh" ? "zh-CN" : text));
  if (language === undefined)
    throw new Fault("usage", `--lang: found "${plainText(text)}"; expected ${LANGUAGES.join(" or ")}`);
  return language;
}

function instantOf(option: string, text: string | undefined, zone: string): WallMs | undefined {
  if (text === undefined) return undefined;
  const instant = readInstant(text, zone);
  if (instant === undefined)
    throw new Fault("usage", `--${option}: found "${plainText(text)}"; expected ${INSTANT_FORM}`);
  return instant;
}

/** Nothing of anybody's is written over. */
function checkFree(out: string): void {
  let found: readonly string[] = [];
  try {
    found = readdirSync(out);
  } catch (thrown) {
    if (!textOf(thrown).startsWith("ENOENT"))
      throw new Fault("evidence-unusable", `--out: ${plainText(out)} cannot be used: ${textOf(thrown)}`, {
        cause: thrown,
      });
  }
  if (found.length > 0)
    throw new Fault("usage", `--out: ${plainText(out)} is not empty; expected a directory of its own`);
}

function attachments(entries: readonly ShownEntry[], place: string): Map<string, Uint8Array> {
  const directory = new EvidenceDirectory(place);
  const found = namedFiles(entries).map(({ sha256, kept }) => [kept, directory.read(sha256)] as const);
  return new Map(found.flatMap(([kept, bytes]) => (bytes === undefined ? [] : [[kept, bytes]])));
}

const linesOf = (rows: readonly StoredRow[]): string => rows.map(({ text }) => `${text}\n`).join("");
