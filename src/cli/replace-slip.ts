import { WallMs } from "../base/instant.ts";
import { minuteText } from "../plan/local-text.ts";
import type { Words } from "../plan/words.ts";
import { ACCEPTANCE, ACCEPTANCE_LINES, RESULT_WORDS, type Verdict } from "../replace/acceptance.ts";
import { rankOf, STAGE_WORDS } from "../replace/stage.ts";
import type { CardAnswer } from "../report/card-answer.ts";
import type { Language } from "../report/diagnosis-words.ts";
import { MOST_LINES, wrapped } from "./diagnosis-slip.ts";

const LABELS = {
  title: { en: "Card replacement", zh: "换卡" },
  none: { en: "none under way", zh: "未进行" },
  old: { en: "Old ICCID", zh: "旧卡ICCID" },
  card: { en: "Card ICCID", zh: "本卡ICCID" },
  call: { en: "Call", zh: "客服" },
  due: { en: "Appointment", zh: "预约" },
  test: { en: "Acceptance test", zh: "验收测试" },
  verdict: { en: "Result", zh: "结论" },
  more: { en: "More: cellward sim replace", zh: "其余见：cellward sim replace" },
} as const satisfies Record<string, Words>;

const VERDICTS: Readonly<Record<Verdict, Words>> = {
  pass: { en: "PASSED", zh: "通过" },
  failed: { en: "NOT PASSED", zh: "未通过" },
  "not-complete": { en: "NOT COMPLETE", zh: "不完整，须重测" },
  "nothing-tried": { en: "nothing proved", zh: "无法证明" },
};

/** For the terminal's own printer: where it stands, the verdict line by line, what comes next, the numbers that the carrier asks for. */
export function replaceSlip(answer: CardAnswer, columns: number, language: Language): readonly string[] {
  const { ticket, need, contact, card, zone, at } = answer;
  const label = (name: keyof typeof LABELS, text: string): string => `${LABELS[name][language]}: ${text}`;
  const wrap = (paragraphs: readonly string[]): readonly string[] =>
    paragraphs.flatMap((paragraph) => wrapped(paragraph, columns));
  const test = ticket?.test ?? answer.test;
  const due = ticket !== undefined && rankOf(ticket.state) < rankOf("inserted") ? ticket.due : undefined;
  const head = wrap([
    label("title", ticket === undefined ? LABELS.none[language] : STAGE_WORDS[ticket.state][language]),
    ...(ticket === undefined || ticket.state === "planned" ? [need.words[language]] : []),
    ...(due === undefined ? [] : [label("due", due)]),
    ...(test === undefined
      ? []
      : [label("test", minuteText(WallMs(Date.parse("at" in test ? test.at : test.began)), zone))]),
  ]);
  const verdict = wrap(test?.verdict === undefined ? [] : [label("verdict", VERDICTS[test.verdict][language])]);
  const tail = wrap([
    "-".repeat(columns),
    ...(contact.hotline === undefined ? [] : [label("call", contact.hotline)]),
    ...(ticket?.oldCard === undefined || ticket.oldCard === card.iccid ? [] : [label("old", ticket.oldCard)]),
    label("card", card.iccid ?? "-"),
    `IMEI ${card.imei ?? "-"}`,
    minuteText(WallMs(Date.parse(at)), zone),
  ]);
  const room = MOST_LINES - head.length - verdict.length - tail.length;
  const checks = checksWithin(test?.lines ?? [], room, (line) => wrap(checkText(line, language)));
  const steps = answer.next.map((step, nth) => wrap([`${nth + 1}. ${step[language]}`]));
  const next = stepsWithin(steps, room - checks.length, wrap([LABELS.more[language]]));
  return [...head, ...checks, ...verdict, ...next, ...tail].slice(0, MOST_LINES);
}

type TestLine = NonNullable<CardAnswer["test"]>["lines"][number];

function checkText({ id, result }: TestLine, language: Language): readonly string[] {
  const known = ACCEPTANCE_LINES.find((line) => line === id);
  return known === undefined ? [] : [`${ACCEPTANCE[known].name[language]}: ${RESULT_WORDS[result][language]}`];
}

/** In this order they are left out where the paper is too short; what failed stays. */
const LEFT_OUT: readonly TestLine["result"][] = ["not-set-up", "not-observable", "pass"];

function checksWithin(
  all: readonly TestLine[],
  room: number,
  printed: (line: TestLine) => readonly string[],
): readonly string[] {
  let kept = all;
  for (const result of LEFT_OUT)
    while (kept.flatMap(printed).length > room && kept.some((line) => line.result === result)) {
      const last = kept.findLastIndex((line) => line.result === result);
      kept = kept.filter((_, at) => at !== last);
    }
  return kept.flatMap(printed);
}

/** Whole steps from the first on: half a sentence of what to do is worse than none. Where some are left out it says where they stand. */
function stepsWithin(steps: readonly (readonly string[])[], room: number, more: readonly string[]): readonly string[] {
  if (steps.flat().length <= room) return steps.flat();
  const first = steps.findIndex((_, at) => steps.slice(0, at + 1).flat().length + more.length > room);
  return room < more.length ? [] : [...steps.slice(0, first).flat(), ...more];
}
