import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import type { Language } from "../report/diagnosis-words.ts";

const LANGUAGES: Readonly<Record<string, readonly Language[]>> = {
  en: ["en"],
  "zh-CN": ["zh"],
  both: ["zh", "en"],
};

/** `--lang`: in which words, the first one first. Throws Fault `usage`. */
export function languagesOf(lang = "both"): readonly Language[] {
  const found = LANGUAGES[lang];
  if (found === undefined) throw new Fault("usage", `--lang: found "${plainText(lang)}"; expected en, zh-CN or both`);
  return found;
}
