import { plainText } from "../base/plain-text.ts";
import { causeOf, causeRow } from "../diagnosis/cause.ts";
import type { Words } from "../plan/words.ts";
import { ACCEPTANCE, ACCEPTANCE_LINES, REPEAT_WORDS, RESULT_WORDS, VERDICT_WORDS } from "../replace/acceptance.ts";
import { REASONS, reasonOf } from "../replace/reasons.ts";
import { rankOf, STAGE_WORDS } from "../replace/stage.ts";
import type { CardAnswer } from "../report/card-answer.ts";
import { type Language, remedyOf } from "../report/diagnosis-words.ts";
import { localTimeText } from "./local-day.ts";

type Ticket = NonNullable<CardAnswer["ticket"]>;
export type TestLine = Ticket["test"] extends infer T
  ? NonNullable<T> extends { lines: (infer L)[] }
    ? L
    : never
  : never;

const LABELS = {
  helps: { en: "Does a new card help", zh: "换卡是否有用" },
  instead: { en: "Instead", zh: "应当" },
  stands: { en: "Stands at", zh: "进度" },
  why: { en: "Why", zh: "原因" },
  anyway: { en: "All the same, because", zh: "仍要换卡" },
  cards: { en: "Cards", zh: "卡" },
  due: { en: "Appointment", zh: "预约" },
  next: { en: "Next", zh: "下一步" },
  list: { en: "Checklist", zh: "清单" },
  goes: { en: "Goes with the old card", zh: "随旧卡失去" },
  went: { en: "So far", zh: "经过" },
  test: { en: "Acceptance test", zh: "验收测试" },
  payment: { en: "Payment", zh: "交易" },
  watch: { en: "Watched", zh: "观察" },
  mind: { en: "Mind", zh: "注意" },
} as const satisfies Record<string, Words>;

const HELPS: Readonly<Record<CardAnswer["need"]["helps"], Words>> = {
  yes: { en: "yes", zh: "有用" },
  no: { en: "no", zh: "无用" },
  perhaps: { en: "perhaps", zh: "可能" },
  "not-known": { en: "not known", zh: "未知" },
};

const START: Words = {
  en: "No replacement is under way. To begin one: `cellward sim replace start [--because REASON]`.",
  zh: "当前没有进行中的换卡。开始：cellward sim replace start [--because 原因]。",
};

/** Where the replacement stands and what comes next; or, where there is none, whether one helps. */
export const replaceScreen = (answer: CardAnswer, languages: readonly Language[]): string =>
  plainText(`${languages.map((language) => screenIn(answer, language).join("\n")).join("\n\n")}\n`);

function screenIn(answer: CardAnswer, language: Language): readonly string[] {
  const { ticket, zone } = answer;
  const open = ticket !== undefined && ticket.state !== "closed" && ticket.state !== "given-up";
  const line = (label: keyof typeof LABELS, text: string): string => `${LABELS[label][language]}: ${text}`;
  const test = testLines(answer, language);
  const reminders = answer.reminders.map(({ words }) => line("mind", words[language]));
  if (!open) {
    const last = ticket === undefined ? [] : [line("stands", stateText(ticket, zone, language))];
    return [...needLines(answer, language), ...last, START[language], ...test, ...reminders];
  }
  return [
    ...(rankOf(ticket.state) < rankOf("inserted") ? needLines(answer, language) : []),
    line("stands", stateText(ticket, zone, language)),
    ...ticketLines(ticket, language),
    line("next", ""),
    ...answer.next.map((step, at) => `  ${at + 1}. ${step[language]}`),
    ...lostLines(ticket, language),
    ...listLines(answer, ticket, language),
    ...test,
    ...watchLines(ticket, language),
    ...reminders,
  ];
}

const stateText = ({ state, moves, openedAt }: Ticket, zone: string, language: Language): string => {
  const last = moves.at(-1);
  const by = last === undefined ? "" : `, ${last.by}`;
  const text = last?.text === undefined ? "" : `: ${last.text}`;
  return `${STAGE_WORDS[state][language]} (${localTimeText(last?.at ?? openedAt, zone)}${by}${text})`;
};

function needLines({ need, contact, zone }: CardAnswer, language: Language): readonly string[] {
  const cause = need.cause === undefined ? undefined : causeOf(need.cause);
  const steps = need.helps === "yes" || cause === undefined ? [] : remedyOf(cause, {}, { contact, zone }).steps;
  const name = cause === undefined ? "" : ` [${causeRow(cause).slip}]`;
  return [
    `${LABELS.helps[language]}: ${HELPS[need.helps][language]}${name}`,
    `  ${need.words[language]}`,
    ...(steps.length === 0 ? [] : [`${LABELS.instead[language]}:`]),
    ...steps.map((step, at) => `  ${at + 1}. ${step[language]}`),
  ];
}

function ticketLines(ticket: Ticket, language: Language): readonly string[] {
  const line = (label: keyof typeof LABELS, text: string): string => `${LABELS[label][language]}: ${text}`;
  const reason = ticket.because === undefined ? undefined : reasonOf(ticket.because);
  const cards = [ticket.oldCard, ticket.newCard].map((card) => card ?? "-").join(" -> ");
  return [
    ...(reason === undefined ? [] : [line("why", REASONS[reason].name[language])]),
    ...(ticket.anyway === undefined ? [] : [line("anyway", ticket.anyway)]),
    line("cards", cards),
    ...(ticket.due === undefined || rankOf(ticket.state) >= rankOf("inserted") ? [] : [line("due", ticket.due)]),
  ];
}

function lostLines(ticket: Ticket, language: Language): readonly string[] {
  const lost = (ticket.atSwap ?? ticket.atOpening)?.lost ?? [];
  return lost.length === 0 ? [] : [`${LABELS.goes[language]}:`, ...lost.map((words) => `  ${words[language]}`)];
}

/** What is needed for the steps that still lie ahead. */
function listLines({ checklist }: CardAnswer, ticket: Ticket, language: Language): readonly string[] {
  const ahead = checklist.filter(({ before }) => rankOf(before) > rankOf(ticket.state));
  if (ahead.length === 0) return [];
  return [
    `${LABELS.list[language]} (cellward sim replace tick ITEM):`,
    ...ahead.map(({ id, words, done }) => `  [${done === undefined ? " " : "x"}] ${id}: ${words[language]}`),
  ];
}

/** The test that runs, or the ticket's last one, or the last one of this run. */
function testLines({ test: now, ticket, zone }: CardAnswer, language: Language): readonly string[] {
  const last = ticket?.test;
  const shown = now?.running === true || last === undefined ? now : last;
  if (shown === undefined) return [];
  const at = "began" in shown ? shown.began : shown.at;
  return [
    `${LABELS.test[language]} (${localTimeText(at, zone)}):`,
    ...shown.lines.flatMap((line) => testLineText(line, language)),
    ...(shown.verdict === undefined ? [] : [VERDICT_WORDS[shown.verdict][language]]),
  ];
}

/** A line, and what to do where it failed or could not be made. */
export function testLineText({ id, result, tookMs, found }: TestLine, language: Language): readonly string[] {
  const known = ACCEPTANCE_LINES.find((one) => one === id);
  if (known === undefined) return [];
  const { name, remedy } = ACCEPTANCE[known];
  const took = tookMs >= 100 ? `, ${(tookMs / 1_000).toFixed(1)} s` : "";
  const seen = found === undefined ? "" : ` (${found})`;
  return [
    `  ${name[language]}: ${RESULT_WORDS[result][language]}${took}${seen}`,
    ...(result === "not-made" ? [`    -> ${REPEAT_WORDS[language]}`] : []),
    ...(result === "failed" ? [`    -> ${remedy[language]}`] : []),
  ];
}

function watchLines({ watch, payment, state }: Ticket, language: Language): readonly string[] {
  const paid: Words = { en: payment?.ok === true ? "ok" : "failed", zh: payment?.ok === true ? "成功" : "失败" };
  const said =
    payment === undefined
      ? []
      : [
          `${LABELS.payment[language]}: ${paid[language]} (${payment.by}${payment.text === undefined ? "" : `: ${payment.text}`})`,
        ];
  if (watch === undefined || state !== "tested") return said;
  const hours = (watch.seenS / 3_600).toFixed(1);
  const words: Words = {
    en: `${hours} of 24 hours, service ${Math.round(watch.upShare * 100)} % of it, ${watch.rejects} rejects, ${watch.detaches} detaches${watch.rounds === 0 ? "" : "; a day before was not good enough"}`,
    zh: `24小时中的${hours}小时，在网${Math.round(watch.upShare * 100)}%，拒绝${watch.rejects}次，去附着${watch.detaches}次${watch.rounds === 0 ? "" : "；前一天未达标"}`,
  };
  return [...said, `${LABELS.watch[language]}: ${words[language]}`];
}
