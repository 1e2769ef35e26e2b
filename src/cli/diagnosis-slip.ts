import { causeOf } from "../diagnosis/cause.ts";
import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import { backOf, type Language, nameOf, remedyOf, sureOf } from "./diagnosis-words.ts";
import { localTimeText } from "./local-day.ts";
import { textColumns } from "./text-columns.ts";

/** More would be a poster: the paper of a terminal is short, and so is a merchant's patience. */
export const MOST_LINES = 20;

/** What the printer of a terminal prints: plain words, the code, the numbers that the hotline asks for. */
export function diagnosisSlip(answer: DiagnosisAnswer, columns: number, language: Language): readonly string[] {
  const { diagnosis, zone, contact, iccid, imei } = answer;
  const zh = language === "zh";
  const [told] = diagnosis?.causes ?? [];
  const rule = "-".repeat(columns);
  const wrap = (text: string): readonly string[] => wrapped(text, columns);
  const at = diagnosis === undefined ? "" : localTimeText(diagnosis.asOf, zone).slice(0, 16);
  const tail = [
    rule,
    ...(contact.hotline === undefined ? [] : wrap(`${zh ? "客服" : "Call"}: ${contact.hotline}`)),
    ...wrap(`ICCID ${iccid ?? "-"}`),
    ...wrap(`IMEI ${imei ?? "-"}`),
    ...wrap(
      at === "" ? "" : `${zh ? "时间" : "As of"} ${at}${diagnosis?.before === true ? (zh ? " 重启前" : " (old)") : ""}`,
    ),
  ];
  if (told === undefined) {
    const calm =
      diagnosis === undefined ? (zh ? "尚未检查" : "Not looked at yet") : zh ? "未发现异常" : "Nothing is wrong";
    return [...wrap(calm), ...tail];
  }
  const code = causeOf(told.cause);
  const { steps = [], warning } = code === undefined ? {} : remedyOf(code, contact);
  const head = [
    ...wrap(nameOf(told)[language]),
    ...wrap(`${sureOf(told)[language]}  ${zh ? "代码" : "code"} ${told.slip}`),
  ];
  const back = wrap(backOf(told, zone)[language]);
  const mind = warning === undefined ? [] : wrap(`${zh ? "注意" : "Mind"}: ${warning[language]}`);
  const todo = steps.flatMap((step, nth) => wrap(`${nth + 1}. ${step[language]}`));
  // What is asked for on the telephone and what must not be done stay; of the rest the end is left out first.
  const room = MOST_LINES - head.length - mind.length - tail.length;
  return [...head, ...[...todo, ...back].slice(0, Math.max(0, room)), ...mind, ...tail].slice(0, MOST_LINES);
}

/** At spaces where there are some; Chinese may be broken anywhere. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s?|\s/g) ?? []) {
    if (textColumns(line + piece.trimEnd()) > columns && line !== "") {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
    while (textColumns(line) > columns + 1) {
      lines.push(line.slice(0, columns));
      line = line.slice(columns);
    }
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}
