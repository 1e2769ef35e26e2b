import { describeBytes } from "../base/bytes.ts";
import { plainText } from "../base/plain-text.ts";
import type { Words } from "../plan/words.ts";
import { STAGE_WORDS } from "../replace/stage.ts";
import type { CardAnswer } from "../report/card-answer.ts";
import type { Language } from "../report/diagnosis-words.ts";
import { lastDayBefore, localDay } from "./local-day.ts";

const LABELS = {
  card: { en: "Card", zh: "卡" },
  device: { en: "This device", zh: "本机" },
  plan: { en: "Plan", zh: "套餐" },
  used: { en: "Used", zh: "已用" },
  left: { en: "Left", zh: "剩余" },
  valid: { en: "Validity", zh: "有效期" },
  account: { en: "Account", zh: "账户" },
  mind: { en: "Mind", zh: "注意" },
  ticket: { en: "Replacement", zh: "换卡" },
} as const satisfies Record<string, Words>;

const VISITOR: Words = { en: ", a visitor's", zh: "（临时卡）" };
const UNKNOWN: Words = { en: "not known", zh: "未知" };

/** What is known of the card that is in. */
export const cardScreen = (answer: CardAnswer, languages: readonly Language[]): string =>
  plainText(`${languages.map((language) => screenIn(answer, language).join("\n")).join("\n\n")}\n`);

function screenIn({ card, ticket, reminders, zone }: CardAnswer, language: Language): readonly string[] {
  const line = (label: keyof typeof LABELS, text: string): string => `${LABELS[label][language]}: ${text}`;
  const { snapshot } = card;
  const number = card.iccid === undefined ? UNKNOWN[language] : `ICCID ${card.iccid}`;
  const role = card.role === "visitor" ? VISITOR[language] : "";
  const imsi = card.imsi === undefined ? "" : `, IMSI ${card.imsi}`;
  return [
    line("card", `${number}${imsi}${role} (${card.state})`),
    ...(card.imei === undefined ? [] : [line("device", `IMEI ${card.imei}`)]),
    ...(snapshot === undefined ? [] : planLines(snapshot, zone, language, line)),
    ...card.validity.map((words) => line("valid", words[language])),
    ...(snapshot?.account === undefined ? [] : [line("account", snapshot.account)]),
    ...reminders.map(({ words }) => line("mind", words[language])),
    ...(ticket === undefined
      ? []
      : [line("ticket", `${STAGE_WORDS[ticket.state][language]} (${localDay(ticket.openedAt, zone)}, ${ticket.by})`)]),
  ];
}

type Snapshot = NonNullable<CardAnswer["card"]["snapshot"]>;

function planLines(
  { carrier, plan, planKnown, used, quota, unitBase, left, cycleEnds, expires }: Snapshot,
  zone: string,
  language: Language,
  line: (label: keyof typeof LABELS, text: string) => string,
): readonly string[] {
  const amount = (bytes: number): string => describeBytes(BigInt(bytes), unitBase);
  const until = cycleEnds === undefined ? "" : ` (${UNTIL[language]} ${lastDayBefore(cycleEnds, zone)})`;
  const rest = left.map(({ name, left: bytes }) => `${name} ${bytes === undefined ? "∞" : amount(bytes)}`).join("; ");
  return [
    line("plan", planKnown ? `${carrier}, ${plan}` : UNKNOWN[language]),
    line("used", `${amount(used)}${quota === undefined ? "" : ` / ${amount(quota)}`}${until}`),
    ...(rest === "" ? [] : [line("left", rest)]),
    ...(expires === undefined ? [] : [line("valid", expires)]),
  ];
}

const UNTIL: Words = { en: "until", zh: "至" };
