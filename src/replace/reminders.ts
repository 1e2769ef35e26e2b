import { dayText, dayOf } from "../plan/local-text.ts";
import type { ValidityStand } from "../plan/validity-dates.ts";
import { formatMoney } from "../plan/money.ts";
import type { Words } from "../plan/words.ts";
import type { WallMs } from "../base/instant.ts";
import type { LocalDate } from "../plan/zone.ts";
import { isOpen, type Ticket } from "./ticket.ts";

/** Something that somebody has to do by a day. */
export interface Reminder {
  readonly kind: "expiry" | "fee" | "balance" | "appointment";
  /** Told once under this name. */
  readonly key: string;
  /** YYYY-MM-DD, in the plan's zone. */
  readonly day: string;
  /** From today to it; below zero: it is behind. */
  readonly days: number;
  readonly words: Words;
}

export interface ReminderFacts {
  readonly now: WallMs;
  readonly zone: string;
  readonly validity?: ValidityStand | undefined;
  readonly ticket?: Ticket | undefined;
}

/** So many days before the card's last day a replacement, or a renewal, is to be begun (the article: as soon as the end is near). */
const EXPIRY_LINES = [60, 30, 7, 1] as const;
/** A payment takes a day or two to be booked. */
const FEE_LINES = [3, 1] as const;

/** What is due on this day. Pure; whoever tells it keeps the keys, since each is told once. */
export function dueReminders(facts: ReminderFacts): readonly Reminder[] {
  return [...ofValidity(facts), ...ofTicket(facts)];
}

function ofValidity({ validity, ticket }: ReminderFacts): readonly Reminder[] {
  if (validity === undefined) return [];
  const { expires, daysLeft, nextFee, feeDaysLeft, fee, account, short, state } = validity;
  const due: Reminder[] = [];
  const line = daysLeft === undefined ? undefined : narrowest(EXPIRY_LINES, daysLeft);
  if (expires !== undefined && daysLeft !== undefined && line !== undefined && !isOpen(ticket)) {
    const day = dayText(expires);
    due.push({
      kind: "expiry",
      key: `expiry ${day} ${line}`,
      day,
      days: daysLeft,
      words: {
        en: `The card can be used until ${day} (${daysLeft} days more). Renew it, or begin its replacement: \`cellward sim replace start --because expiring\`.`,
        zh: `本卡有效期至 ${day}（还有${daysLeft}天）。请续费，或开始换卡：cellward sim replace start --because expiring。`,
      },
    });
  }
  // Of a card that has ended nobody takes a fee.
  if (state === "ended" || state === "over") return due;
  const feeLine = feeDaysLeft === undefined ? undefined : narrowest(FEE_LINES, feeDaysLeft);
  if (nextFee !== undefined && feeDaysLeft !== undefined && feeLine !== undefined && feeDaysLeft > 0) {
    const day = dayText(nextFee);
    const much = fee === undefined ? { en: "the fee", zh: "费用" } : { en: formatMoney(fee), zh: formatMoney(fee) };
    due.push({
      kind: "fee",
      key: `fee ${day} ${feeLine}`,
      day,
      days: feeDaysLeft,
      words: {
        en: `The carrier takes ${much.en} on ${day} (in ${feeDaysLeft} days); without enough on the account the card is stopped for arrears.`,
        zh: `运营商将于 ${day}（${feeDaysLeft}天后）扣取${much.zh}；余额不足会欠费停机。`,
      },
    });
  }
  if (short !== undefined && account !== undefined && nextFee !== undefined && feeDaysLeft !== undefined) {
    const day = dayText(nextFee);
    due.push({
      kind: "balance",
      key: `balance ${day} ${formatMoney(short)}`,
      day,
      days: feeDaysLeft,
      words: {
        en: `The account held ${formatMoney(account.money)}: pay in at least ${formatMoney(short)} before ${day}.`,
        zh: `账户余额 ${formatMoney(account.money)}：请在 ${day} 前至少充值 ${formatMoney(short)}。`,
      },
    });
  }
  return due;
}

/** Of an appointment the day before, the day itself and the day after it are told. */
function ofTicket({ ticket, now, zone }: ReminderFacts): readonly Reminder[] {
  const due = ticket?.due;
  if (due === undefined || !isOpen(ticket) || ticket.newCard !== undefined) return [];
  const days = daysBetween(dayOf(now, zone), due);
  if (days > 1) return [];
  const when = days > 0 ? "before" : days === 0 ? "on" : "after";
  const words: Readonly<Record<typeof when, Words>> = {
    before: {
      en: `Tomorrow, ${due}: appointment of the card's replacement. Old card, papers and IMEI ready?`,
      zh: `明天（${due}）办理换卡：请备好旧卡、材料和IMEI。`,
    },
    on: {
      en: `Today, ${due}: appointment of the card's replacement. \`cellward sim replace\` says what comes next.`,
      zh: `今天（${due}）办理换卡。cellward sim replace 可查看下一步。`,
    },
    after: {
      en: `The appointment of the card's replacement was on ${due}. Say what became of it, or set another day: --due DAY.`,
      zh: `换卡预约日 ${due} 已过。请更新进度，或用 --due 另定日期。`,
    },
  };
  return [{ kind: "appointment", key: `appointment ${due} ${when}`, day: due, days, words: words[when] }];
}

/** The narrowest line that is reached; undefined: none is, or the day is over. */
const narrowest = (lines: readonly number[], days: number): number | undefined =>
  days < 0 ? undefined : lines.findLast((line) => days <= line);

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads 2026-12-01; undefined for everything that no calendar has. */
export function readDay(text: string): LocalDate | undefined {
  const [, year = 0, month = 0, day = 0] = (DAY.exec(text) ?? []).map(Number);
  const date = { year, month, day };
  return dayText(date) === text && new Date(Date.UTC(year, month - 1, day)).toISOString().startsWith(text)
    ? date
    : undefined;
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
