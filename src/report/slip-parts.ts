import { WallMs } from "../base/instant.ts";
import { causeOf } from "../diagnosis/cause.ts";
import type { Words } from "../plan/words.ts";
import { minuteText } from "../plan/local-text.ts";
import type { DiagnosisAnswer } from "./diagnosis-answer.ts";
import { isNamed, notKnownOf, possibleWords, stepsUntilKnown } from "./headline.ts";
import { type OtherCardWords, otherCardWords } from "./other-card-words.ts";
import { pathOpenWords } from "./path-open-words.ts";
import { backOf, type Language, nameOf, remedyOf, sureOf } from "./diagnosis-words.ts";

/** What is printed at the counter, paragraph by paragraph; whoever prints breaks them into lines. */
export interface SlipParts {
  /** What it is, how sure, and its code. */
  readonly head: readonly string[];
  readonly todo: readonly string[];
  /** When it can be back. */
  readonly back: readonly string[];
  /** What must not be done. */
  readonly mind: readonly string[];
  /** Whom to call, the numbers that they ask for, and of when this is. */
  readonly tail: readonly string[];
}

const WORDS = {
  en: {
    call: "Call",
    looks: "Looks again",
    asOf: "As of",
    old: " (old)",
    code: "code",
    mind: "Mind",
    back: "Back",
    calm: "Nothing is wrong",
    unseen: "Not looked at yet",
    possible: "Possible",
    dialler: "Whoever dials was asked and FAILED: see `cellward diagnose`",
  },
  zh: {
    call: "客服",
    looks: "下次复查",
    asOf: "时间",
    old: " 重启前",
    code: "代码",
    mind: "注意",
    back: "恢复",
    calm: "未发现异常",
    unseen: "尚未检查",
    possible: "可能",
    dialler: "拨号程序请求失败：详见 cellward diagnose",
  },
} as const;

const numbered = (steps: readonly Words[], language: Language): readonly string[] =>
  steps.map((step, nth) => `${nth + 1}. ${step[language]}`);

/** `The home card (slot 1): stopped for arrears`. */
const otherLine = ({ which, slot, what }: OtherCardWords, language: Language): string =>
  language === "en"
    ? `${which.en.replace("the", "The")} (slot ${slot}): ${what.en}`
    : `${which.zh}（卡槽 ${slot}）：${what.zh}`;

/** When the device tries by itself, where it does. */
function looksAgain({ recovery, zone }: DiagnosisAnswer, label: string): readonly string[] {
  const { waits, next } = recovery ?? {};
  if (next === undefined || (waits !== "not-yet" && waits !== "cap")) return [];
  return [`${label}: ${minuteText(WallMs(Date.parse(next)), zone)}`];
}

/** The likeliest cause in plain words, its code, and the numbers that the hotline asks for. */
export function slipParts(answer: DiagnosisAnswer, language: Language): SlipParts {
  const { diagnosis, zone, contact, iccid, imei } = answer;
  const words = WORDS[language];
  const [told] = diagnosis?.causes ?? [];
  const other = otherCardWords(answer);
  // While the card in use works, whoever is called is called for the other one.
  const hotline = told === undefined && other !== undefined ? other.hotline : contact.hotline;
  const tail = [
    ...(hotline === undefined ? [] : [`${words.call}: ${hotline}`]),
    ...(other === undefined
      ? []
      : [
          `${language === "en" ? (other.which.en === "the home card" ? "Home card" : "Second card") : other.which.zh}:`,
          `ICCID ${other.iccid}`,
        ]),
    `ICCID ${iccid ?? "-"}`,
    `IMEI ${imei ?? "-"}`,
    ...looksAgain(answer, words.looks),
    ...(diagnosis === undefined
      ? []
      : [
          `${words.asOf} ${minuteText(WallMs(Date.parse(diagnosis.asOf)), zone)}${diagnosis.before === true ? words.old : ""}`,
        ]),
  ];
  if (told === undefined) {
    const open = answer.probes && pathOpenWords(answer.probes)?.[language];
    const head = [diagnosis === undefined ? words.unseen : (open ?? words.calm)];
    if (other === undefined) return { head, todo: [], back: [], mind: [], tail };
    const back = other.back === undefined ? [] : [`${words.back}: ${other.back[language]}`];
    return { head: [...head, otherLine(other, language)], todo: numbered(other.steps, language), back, mind: [], tail };
  }
  const dialler = answer.dialler === undefined ? [] : [words.dialler];
  const others = [...(other === undefined ? [] : [otherLine(other, language)]), ...dialler];
  if (!isNamed(told))
    return {
      head: [
        ...others,
        notKnownOf(answer.findings)[language],
        `${words.possible}: ${possibleWords(diagnosis?.causes ?? [])[language]}`,
      ],
      todo: numbered(stepsUntilKnown(contact), language),
      back: [],
      mind: [],
      tail,
    };
  const code = causeOf(told.cause);
  const { steps = [], warning } = code === undefined ? {} : remedyOf(code, told, answer);
  return {
    head: [...others, nameOf(told)[language], `${sureOf(told)[language]}  ${words.code} ${told.slip}`],
    todo: numbered(steps, language),
    back: [`${words.back}: ${backOf(told, zone)[language]}`],
    mind: warning === undefined ? [] : [`${words.mind}: ${warning[language]}`],
    tail,
  };
}
