import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import type { Language } from "../report/diagnosis-words.ts";
import { localTimeText } from "./local-day.ts";
import { OWNER_NAMES, ownerAdvice } from "./owner-advice.ts";

const REQUESTS = {
  connect: { en: "to connect", zh: "建立连接" },
  "radio-cycle": { en: "to switch the radio off and on", zh: "关开射频" },
  disconnect: { en: "to disconnect", zh: "断开连接" },
} as const;

/** That whoever dials was asked and could not, and what to do about that: a broken dialler looks like a card without service. */
export function diallerLines({ dialler, zone }: DiagnosisAnswer, language: Language): readonly string[] {
  if (dialler === undefined) return [];
  const { asks, at, request, attempt, cause, text } = dialler;
  const [when, what, who] = [localTimeText(at, zone), REQUESTS[request][language], OWNER_NAMES[asks]];
  const said = text === undefined ? "" : `: ${text}`;
  const [en, zh] = ownerAdvice(asks, { outcome: "failed", ...(cause === undefined ? {} : { cause }) });
  const advice = language === "en" ? en : zh;
  return [
    language === "en"
      ? `Whoever dials: ${who} was asked ${what} ${when}${attempt === 1 ? "" : ` (attempt ${attempt})`} and FAILED${said}`
      : `拨号程序: ${when} 请求 ${who} ${what}${attempt === 1 ? "" : `（第 ${attempt} 次）`}，失败${said}`,
    ...(advice === undefined ? [] : [`  ${advice}`]),
  ];
}
