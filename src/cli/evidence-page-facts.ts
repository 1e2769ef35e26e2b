import * as v from "valibot";
import type { BundleHead, ShownEntry } from "../journal/bundle.ts";
import { evidencePage, type PageFacts } from "./evidence-page.ts";

const Text = v.pipe(v.string(), v.maxLength(4_000));
const Words = v.strictObject({ en: Text, zh: Text });

/** `page.json` of a bundle: what the page says beside the journal, so that anybody can make the page anew and compare. */
const Beside = v.strictObject({
  language: v.picklist(["en", "zh-CN"]),
  device: Text,
  zone: Text,
  carrier: v.optional(Words),
  channels: v.pipe(v.array(v.strictObject({ term: Words, source: Words })), v.maxLength(1_000)),
  files: v.array(v.strictObject({ name: Text, by: Text, kept: v.optional(Text) })),
});

export function besideText({ language, device, zone, carrier, channels, files }: PageFacts): string {
  const beside = {
    language,
    device,
    zone,
    carrier,
    channels: channels.map(({ term, source }) => ({ term: wordsOf(term), source: wordsOf(source) })),
    files,
  };
  return `${JSON.stringify(beside, undefined, 2)}\n`;
}

const wordsOf = ({ en, zh }: { readonly en: string; readonly zh: string }) => ({ en, zh });

/** The page as this program makes it of a bundle's JSON; undefined where `page.json` is none. */
export function pageAnew(
  text: string,
  { made, masked, chain, to }: BundleHead,
  entries: readonly ShownEntry[],
  damage: string | undefined,
): string | undefined {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Beside), text);
  if (!read.success) return undefined;
  const { carrier, files, ...beside } = read.output;
  return evidencePage({
    ...beside,
    carrier,
    files: files.map(({ name, by, kept }) => ({ name, by, kept })),
    made,
    masked,
    chain,
    hash: to.hash,
    damage,
    entries,
  });
}
