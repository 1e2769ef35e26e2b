import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import type { Language } from "../report/diagnosis-words.ts";
import { otherCardWords } from "../report/other-card-words.ts";
import { localTimeText } from "./local-day.ts";

const LABELS = {
  en: { other: "Other card", act: "Who acts", back: "Back", tries: "The device", todo: "Do", as: "As of" },
  zh: { other: "另一张卡", act: "由谁处理", back: "恢复", tries: "本机", todo: "处理", as: "截至" },
} as const;

/** What stands about the card that is not in use, where it was no good: what brings it back, who acts, when it is looked at again. */
export function otherCardLines(answer: DiagnosisAnswer, language: Language): readonly string[] {
  const other = otherCardWords(answer);
  if (other === undefined) return [];
  const { which, slot, iccid, what, acts, back, steps, next, hotline } = other;
  const labels = LABELS[language];
  const { zone, diagnosis } = answer;
  const at = next === undefined ? undefined : localTimeText(next, zone);
  const asOf = diagnosis?.other?.asOf;
  return [
    language === "en"
      ? `${labels.other}: ${which.en} (slot ${slot}, ICCID ${iccid}): ${what.en}`
      : `${labels.other}: ${which.zh}（卡槽 ${slot}，ICCID ${iccid}）：${what.zh}`,
    ...(acts === undefined ? [] : [`  ${labels.act}: ${acts[language]}`]),
    ...(back === undefined ? [] : [`  ${labels.back}: ${back[language]}`]),
    ...(at === undefined
      ? []
      : [`  ${labels.tries}: ${language === "en" ? `looks at it again from ${at}` : `${at} 起再次查看`}`]),
    ...(steps.length === 0
      ? []
      : [`  ${labels.todo}:`, ...steps.map((step, nth) => `    ${nth + 1}. ${step[language]}`)]),
    ...(steps.length > 0 || hotline === undefined
      ? []
      : [language === "en" ? `  Ask ${hotline} how it stands.` : `  请致电 ${hotline} 查询该卡状态。`]),
    ...(asOf === undefined ? [] : [`  ${labels.as}: ${localTimeText(asOf, zone)}`]),
  ];
}
