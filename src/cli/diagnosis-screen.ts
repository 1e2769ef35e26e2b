import { defined } from "../base/defined.ts";
import { plainText } from "../base/plain-text.ts";
import { causeOf, causeRow } from "../diagnosis/cause.ts";
import type { Words } from "../plan/words.ts";
import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import {
  actsOf,
  backOf,
  excludedOf,
  findingText,
  type Language,
  nameOf,
  remedyOf,
  staysOf,
  sureOf,
  type ToldCause,
  unseenText,
} from "../report/diagnosis-words.ts";
import { isNamed, notKnownOf, possibleWords, stepsUntilKnown } from "../report/headline.ts";
import { pathOpenWords } from "../report/path-open-words.ts";
import { recoveryWords } from "../report/recovery-words.ts";
import { diallerLines } from "./dialler-lines.ts";
import { localTimeText } from "./local-day.ts";
import { otherCardLines } from "./other-card-lines.ts";

type Confirmed = NonNullable<NonNullable<DiagnosisAnswer["diagnosis"]>["confirmed"]>;

const LABELS = {
  what: { en: "What", zh: "现象" },
  possible: { en: "Possible", zh: "可能" },
  seen: { en: "Seen", zh: "所见" },
  why: { en: "Because", zh: "依据" },
  against: { en: "Against", zh: "反证" },
  also: { en: "Or it is", zh: "也可能" },
  act: { en: "Who acts", zh: "由谁处理" },
  back: { en: "Back", zh: "恢复" },
  stays: { en: "If it stays away", zh: "若未恢复" },
  cost: { en: "Costs", zh: "费用" },
  tries: { en: "The device", zh: "本机" },
  todo: { en: "Do", zh: "处理" },
  ask: { en: "Ask by message, where the card can send one", zh: "短信查询（卡有短信功能时）" },
  never: { en: "Mind", zh: "注意" },
  open: { en: "Not excluded yet", zh: "尚未排除" },
  unseen: { en: "Cannot be seen", zh: "无法观测" },
  confirmed: { en: "Confirmed by", zh: "确认人" },
  as: { en: "As of", zh: "截至" },
} as const satisfies Record<string, Words>;

const CALM: Words = { en: "Nothing says that anything is wrong.", zh: "未发现异常。" };
const NOT_YET: Words = { en: "Nothing was looked at yet; ask again in a minute.", zh: "尚未检查，请一分钟后再查。" };

/** One screen: what, why, how sure, who must act, by when, and what to do. */
export function diagnosisScreen(answer: DiagnosisAnswer, languages: readonly Language[]): string {
  return plainText(`${languages.map((language) => screenIn(answer, language).join("\n")).join("\n\n")}\n`);
}

function screenIn(answer: DiagnosisAnswer, language: Language): readonly string[] {
  const { diagnosis, zone } = answer;
  if (diagnosis === undefined) return [NOT_YET[language]];
  const line = (label: keyof typeof LABELS, text: string): string => `${LABELS[label][language]}: ${text}`;
  const old = diagnosis.before === true ? { en: " (before the restart)", zh: "（重启前）" }[language] : "";
  const as = line("as", localTimeText(diagnosis.asOf, zone) + old);
  const [first, ...others] = diagnosis.causes;
  const { confirmed, unseen } = diagnosis;
  const said = confirmed === undefined ? [] : confirmedLines(confirmed, zone, language);
  const blind = unseen.map((what) => unseenText(what)[language]).join("; ");
  const calm = (answer.probes && pathOpenWords(answer.probes)) ?? CALM;
  const other = otherCardLines(answer, language);
  if (first === undefined)
    return [calm[language], ...other, ...(blind === "" ? [] : [line("unseen", blind)]), ...said, as];
  const open = excludedOf(diagnosis)[language];
  return [
    ...(isNamed(first) ? ofCause(first, answer, language) : ofNone(first, others, answer, language)),
    ...(others.length === 0 || !isNamed(first)
      ? []
      : [line("also", others.map((told) => `${nameOf(told)[language]} (${sureOf(told)[language]})`).join("; "))]),
    ...diallerLines(answer, language),
    ...other,
    ...(open === "" ? [] : [line("open", open)]),
    ...(blind === "" ? [] : [line("unseen", blind)]),
    ...said,
    as,
  ];
}

/** What a person said stays on the screen also where what is seen speaks against it. */
function confirmedLines(confirmed: Confirmed, zone: string, language: Language): readonly string[] {
  const code = causeOf(confirmed.cause);
  const name = code === undefined ? confirmed.cause : causeRow(code).name[language];
  const against = confirmed.contradictedBy.map((kind) => findingText(kind)[language]).join("; ");
  return [
    `${LABELS.confirmed[language]}: ${confirmed.by}, ${localTimeText(confirmed.at, zone)}: ${name}`,
    ...(against === "" ? [] : [`  ${LABELS.against[language]}: ${against}`]),
  ];
}

/** Nothing is likely enough to be named, or acted upon. */
function ofNone(
  first: ToldCause,
  others: readonly ToldCause[],
  { zone, contact, recovery, findings }: DiagnosisAnswer,
  language: Language,
): readonly string[] {
  const line = (label: keyof typeof LABELS, text: string): string => `${LABELS[label][language]}: ${text}`;
  const tries = recovery && recoveryWords(recovery, (instant) => localTimeText(instant, zone));
  return [
    line("what", notKnownOf(findings)[language]),
    line("possible", possibleWords([first, ...others])[language]),
    ...(first.for.length === 0 ? [] : [line("seen", first.for.map((kind) => findingText(kind)[language]).join("; "))]),
    ...(tries === undefined ? [] : [line("tries", tries[language])]),
    line("todo", ""),
    ...stepsUntilKnown(contact).map((step, at) => `  ${at + 1}. ${step[language]}`),
    ...(contact.codes === undefined ? [] : [line("ask", contact.codes[language])]),
  ];
}

function ofCause(
  told: ToldCause,
  { zone, contact, recovery, cost }: DiagnosisAnswer,
  language: Language,
): readonly string[] {
  const code = causeOf(told.cause);
  const { steps, warning } =
    code === undefined
      ? { steps: [], warning: undefined }
      : remedyOf(code, told, { contact, zone, ...defined({ recovery }) });
  const line = (label: keyof typeof LABELS, text: string): string => `${LABELS[label][language]}: ${text}`;
  const tries = recovery && recoveryWords(recovery, (instant) => localTimeText(instant, zone));
  const stays = code === undefined ? undefined : staysOf(code);
  const seen = (kinds: readonly string[]): string => kinds.map((kind) => findingText(kind)[language]).join("; ");
  return [
    line("what", `${nameOf(told)[language]} [${told.slip}] (${sureOf(told)[language]})`),
    ...(code === undefined ? [] : [`  ${causeRow(code).means[language]}`]),
    ...(told.for.length === 0 ? [] : [line("why", seen(told.for))]),
    ...(told.against.length === 0 ? [] : [line("against", seen(told.against))]),
    line("act", actsOf(told)[language]),
    line("back", backOf(told, zone)[language]),
    ...(stays === undefined ? [] : [line("stays", stays[language])]),
    ...(cost === undefined ? [] : [line("cost", cost[language])]),
    ...(tries === undefined ? [] : [line("tries", tries[language])]),
    line("todo", ""),
    ...steps.map((step, at) => `  ${at + 1}. ${step[language]}`),
    ...(code === undefined || causeRow(code).side !== "card" || contact.codes === undefined
      ? []
      : [line("ask", contact.codes[language])]),
    ...(warning === undefined ? [] : [line("never", warning[language])]),
  ];
}
