import { WallMs } from "../base/instant.ts";
import { minuteText } from "../plan/local-text.ts";
import type { Words } from "../plan/words.ts";
import { ACCEPTANCE, ACCEPTANCE_LINES, RESULT_WORDS, type Verdict } from "../replace/acceptance.ts";
import { STAGE_WORDS } from "../replace/stage.ts";
import type { CardAnswer } from "../report/card-answer.ts";
import type { Language } from "../report/diagnosis-words.ts";
import { wrapped } from "./diagnosis-slip.ts";

const LABELS = {
  title: { en: "Card replacement", zh: "换卡" },
  none: { en: "none under way", zh: "未进行" },
  old: { en: "Old ICCID", zh: "旧卡ICCID" },
  card: { en: "Card ICCID", zh: "本卡ICCID" },
  call: { en: "Call", zh: "客服" },
  due: { en: "Appointment", zh: "预约" },
  test: { en: "Acceptance test", zh: "验收测试" },
  verdict: { en: "Result", zh: "结论" },
} as const satisfies Record<string, Words>;

const VERDICTS: Readonly<Record<Verdict, Words>> = {
  pass: { en: "PASSED", zh: "通过" },
  failed: { en: "NOT PASSED", zh: "未通过" },
  "not-complete": { en: "NOT COMPLETE", zh: "不完整，须重测" },
  "nothing-tried": { en: "nothing proved", zh: "无法证明" },
};

/** For the terminal's own printer: where it stands, the verdict line by line, the numbers that the carrier asks for. */
export function replaceSlip(answer: CardAnswer, columns: number, language: Language): readonly string[] {
  const { ticket, need, contact, card, zone, at } = answer;
  const label = (name: keyof typeof LABELS, text: string): string => `${LABELS[name][language]}: ${text}`;
  const test = ticket?.test ?? answer.test;
  const paragraphs = [
    label("title", ticket === undefined ? LABELS.none[language] : STAGE_WORDS[ticket.state][language]),
    ...(ticket === undefined || ticket.state === "planned" ? [need.words[language]] : []),
    ...(ticket?.due === undefined ? [] : [label("due", ticket.due)]),
    ...(test === undefined ? answer.next.slice(0, 3).map((step, nth) => `${nth + 1}. ${step[language]}`) : []),
    ...(test === undefined
      ? []
      : [label("test", minuteText(WallMs(Date.parse("at" in test ? test.at : test.began)), zone))]),
    ...(test?.lines ?? []).flatMap(({ id, result }) => {
      const known = ACCEPTANCE_LINES.find((line) => line === id);
      return known === undefined ? [] : [`${ACCEPTANCE[known].name[language]}: ${RESULT_WORDS[result][language]}`];
    }),
    ...(test?.verdict === undefined ? [] : [label("verdict", VERDICTS[test.verdict][language])]),
    "-".repeat(columns),
    ...(contact.hotline === undefined ? [] : [label("call", contact.hotline)]),
    ...(ticket?.oldCard === undefined || ticket.oldCard === card.iccid ? [] : [label("old", ticket.oldCard)]),
    label("card", card.iccid ?? "-"),
    `IMEI ${card.imei ?? "-"}`,
    minuteText(WallMs(Date.parse(at)), zone),
  ];
  return paragraphs.flatMap((paragraph) => wrapped(paragraph, columns));
}
