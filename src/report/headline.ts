import type { Words } from "../plan/words.ts";
import type { DiagnosisAnswer } from "./diagnosis-answer.ts";
import { contactFilled, nameOf, sureOf, type ToldCause } from "./diagnosis-words.ts";

/**
 * Whether a cause may be named as what it is. One that is merely possible (below 25 %, where `suspected` begins) is three times as likely
 * to be something else: as a headline it would be read as a verdict, and somebody would pay a bill that is paid.
 */
export const isNamed = ({ standing }: Pick<ToldCause, "standing">): boolean => standing !== "possible";

const NOT_KNOWN: Words = {
  en: "data does not pass; the cause is not known yet",
  zh: "数据不通，原因尚未确定",
};
const NOT_KNOWN_SLOW: Words = {
  en: "data does not pass as it should; the cause is not known yet",
  zh: "数据不正常，原因尚未确定",
};
/** Something came back all the same. */
const PASSES = /^(path-open|addresses-answer|listed-only|server-silent|broker-|names-|some-blocked|slow-)/;

/** Where no cause may be named. */
export const notKnownOf = (findings: DiagnosisAnswer["findings"]): Words =>
  findings.some(({ kind }) => PASSES.test(kind)) ? NOT_KNOWN_SLOW : NOT_KNOWN;

/** What it is and how sure that is, in half a line. */
export function headlineOf(told: ToldCause): Words {
  if (!isNamed(told)) return NOT_KNOWN;
  const [name, sure] = [nameOf(told), sureOf(told)];
  return { en: `${name.en} [${told.slip}] (${sure.en})`, zh: `${name.zh} [${told.slip}]（${sure.zh}）` };
}

/** What it may be, the likeliest first. */
export function possibleWords(causes: readonly ToldCause[]): Words {
  const percent = ({ confidence }: ToldCause): string => `${Math.round(confidence * 100)} %`;
  const rows = causes.map((told) => ({ name: nameOf(told), slip: told.slip, sure: percent(told) }));
  return {
    en: rows.map(({ name, slip, sure }) => `${name.en} [${slip}] (${sure})`).join("; "),
    zh: rows.map(({ name, slip, sure }) => `${name.zh} [${slip}]（${sure}）`).join("；"),
  };
}

const STEPS: readonly Words[] = [
  {
    en: "Look again in a few minutes, or at once by `cellward recheck`: what is seen until then tells the causes apart.",
    zh: "几分钟后再查，或用 cellward recheck 立即复查：期间的观测可区分原因。",
  },
  {
    en: "If it stays, ask {hotline} how the card stands, and state it: `cellward fact confirmed-cause`.",
    zh: "若仍不通，请询问{hotline}该卡状态，并录入：cellward fact confirmed-cause。",
  },
  {
    en: "Until then pay nothing and change no card.",
    zh: "在此之前不要缴费，也不要换卡。",
  },
];

/** What to do while the cause is not known. */
export const stepsUntilKnown = (contact: DiagnosisAnswer["contact"]): readonly Words[] =>
  STEPS.map((step) => contactFilled(step, contact));
