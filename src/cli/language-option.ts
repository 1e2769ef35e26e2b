import { Fault } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import type { Words } from "../plan/words.ts";

/** `--lang`: in which words, the first one first. `zh` is as good as `zh-CN`. Throws Fault `usage`. */
export function languagesOf(lang = "both", both: readonly (keyof Words)[] = ["zh", "en"]): readonly (keyof Words)[] {
  if (lang === "both") return both;
  if (lang === "en") return ["en"];
  if (lang === "zh" || lang === "zh-CN") return ["zh"];
  throw new Fault("usage", `--lang: found "${plainText(lang)}"; expected en, zh-CN or both`);
}
