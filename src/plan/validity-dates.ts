import { defined } from "../base/defined.ts";
import type { WallMs } from "../base/instant.ts";
import { dayText } from "./local-text.ts";
import { formatMoney, type Money } from "./money.ts";
import type { Books } from "./rating/books.ts";
import { renewableUntil } from "./validity.ts";
import type { Words } from "./words.ts";
import { type LocalDate, localTime } from "./zone.ts";

/** How the card's own life stands on a day, by its plan and by what was stated. Days are of the plan's zone. */
export interface ValidityStand {
  /** `ending`: within the first line before its end; `ended`: it can still be renewed, as far as is known; `over`: no more. */
  readonly state: "valid" | "ending" | "ended" | "over" | "unknown";
  readonly expires?: LocalDate;
  /** To the last day on which the card can be used; 0: that is today; below zero: it is behind. */
  readonly daysLeft?: number;
  readonly renewableUntil?: LocalDate;
  readonly renewDaysLeft?: number;
  readonly nextFee?: LocalDate;
  readonly feeDaysLeft?: number;
  readonly fee?: Money;
  readonly retentionFee?: Money;
  /** `at` is absent for what the plan's file says. */
  readonly account?: { readonly money: Money; readonly at?: WallMs };
  /** So much is missing on the account for the next fee. */
  readonly short?: Money;
}

/** A day on which somebody has to do something, to be told one time. */
export interface DueDate {
  readonly kind: "validity-ending" | "validity-ended" | "fee-due";
  /** Told once under this name. */
  readonly key: string;
  readonly date: LocalDate;
  /** From today to it. */
  readonly days: number;
  readonly words: Words;
}

/** So many days before the end somebody is told. */
const LINES = [60, 30, 7, 1] as const;

/** Undefined where neither the plan nor anybody says anything of it, and for a card that is cancelled. */
export function validityStand({ plan, told, cancelled }: Books, now: WallMs): ValidityStand | undefined {
  const { validity = {} } = plan;
  if (cancelled || (plan.validity === undefined && told?.account === undefined)) return undefined;
  const today = localTime(now, plan.cycle.zone);
  const { expires, fee, feeDay, retentionFee } = validity;
  const renewable = renewableUntil(validity);
  const daysLeft = expires && daysTo(today, expires);
  const renewDaysLeft = renewable && daysTo(today, renewable);
  const nextFee = feeDay === undefined ? undefined : nextDay(today, feeDay);
  const account = told?.account ?? (validity.balance === undefined ? undefined : { money: validity.balance });
  return defined({
    state: stateOf(daysLeft, renewDaysLeft),
    expires,
    daysLeft,
    renewableUntil: renewable,
    renewDaysLeft,
    nextFee,
    feeDaysLeft: nextFee && daysTo(today, nextFee),
    fee,
    retentionFee,
    account,
    short: fee !== undefined && account !== undefined && account.money < fee ? fee - account.money : undefined,
  });
}

function stateOf(daysLeft: number | undefined, renewDaysLeft: number | undefined): ValidityStand["state"] {
  if (daysLeft === undefined) return "unknown";
  if (daysLeft < 0) return renewDaysLeft !== undefined && renewDaysLeft < 0 ? "over" : "ended";
  return daysLeft <= LINES[0] ? "ending" : "valid";
}

/** What is due on this day; nothing where the day is not known. Whoever tells it keeps the keys. */
export function dueDates(books: Books, now: WallMs | undefined): readonly DueDate[] {
  const stand = now && validityStand(books, now);
  if (stand === undefined) return [];
  const due: DueDate[] = [];
  const { state, expires, daysLeft, renewableUntil: until, renewDaysLeft, nextFee, feeDaysLeft } = stand;
  const lines = validityWords(stand, books.suspendedSince !== undefined);
  const [words] = lines;
  if (expires !== undefined && daysLeft !== undefined && words !== undefined) {
    const line = reached(daysLeft);
    if (state === "ending" && line !== undefined)
      due.push({
        kind: "validity-ending",
        key: `ending ${dayText(expires)} ${line}`,
        date: expires,
        days: daysLeft,
        words,
      });
    const renewLine = renewDaysLeft === undefined ? undefined : reached(renewDaysLeft);
    if (state === "ended")
      due.push({
        kind: "validity-ended",
        key: `ended ${dayText(expires)} ${renewLine === undefined || renewLine === LINES[0] ? "" : renewLine}`.trim(),
        date: until ?? expires,
        days: renewDaysLeft ?? daysLeft,
        words,
      });
    if (state === "over" && until !== undefined)
      due.push({ kind: "validity-ended", key: `over ${dayText(until)}`, date: until, days: renewDaysLeft ?? 0, words });
  }
  if (nextFee !== undefined && feeDaysLeft === 0 && state !== "ended" && state !== "over")
    due.push({ kind: "fee-due", key: `fee ${dayText(nextFee)}`, date: nextFee, days: 0, words: feeWords(stand, "") });
  return due;
}

/** The narrowest line that is reached; undefined: none is, or the day is over. */
const reached = (days: number): number | undefined => (days < 0 ? undefined : LINES.findLast((line) => days <= line));

/** What it means and what to do, the most pressing first; nothing where there is nothing to do. */
export function validityWords(stand: ValidityStand, suspended: boolean): readonly Words[] {
  const { state, expires, daysLeft = 0, renewableUntil: until, nextFee, feeDaysLeft = 99, short, retentionFee } = stand;
  const [last, renew] = [expires, until].map((day) => (day === undefined ? "" : dayText(day)));
  const lines: Words[] = [];
  if (state === "ending")
    lines.push({
      en: `the card can be used until ${last} (${count(daysLeft)}); renew it with the carrier before then, and write the new date into the plan's file${until === undefined ? "" : `. After that day it does not work, and it can be renewed until ${renew} only`}`,
      zh: `本卡有效期至 ${last}（还有 ${daysLeft} 天），请在此之前向运营商续费，并更新套餐文件中的日期${until === undefined ? "" : `；到期后停用，最晚可于 ${renew} 前续费`}`,
    });
  if (state === "ended")
    lines.push({
      en: `the card's validity ended on ${last}${until === undefined ? "" : `; it can be renewed until ${renew}, then its number is cancelled`}. Renew it with the carrier, or put another card in`,
      zh: `本卡有效期已于 ${last} 结束${until === undefined ? "" : `；${renew} 之前仍可续费，逾期销户`}。请向运营商续费或更换新卡`,
    });
  if (state === "over")
    lines.push({
      en: `the card could be renewed until ${renew}: its number is cancelled by now, as far as the plan's file says. Put another card in`,
      zh: `按套餐文件，本卡可续费期限 ${renew} 已过，号码应已销户。请更换新卡`,
    });
  if (nextFee !== undefined && (feeDaysLeft <= SOON || short !== undefined) && state !== "ended" && state !== "over")
    lines.push(feeWords(stand, ` (${feeDaysLeft === 0 ? "today" : count(feeDaysLeft)})`));
  if (suspended && retentionFee !== undefined)
    lines.push({
      en: `while the card is suspended, keeping its number costs ${formatMoney(retentionFee)} a month`,
      zh: `停机期间每月收取停机保号费 ${formatMoney(retentionFee)}`,
    });
  return lines;
}

/** A fee is told of in the days before it. */
const SOON = 3;

function feeWords({ nextFee, fee, account, short }: ValidityStand, when: string): Words {
  const day = nextFee === undefined ? "" : dayText(nextFee);
  const [en, zh] = fee === undefined ? ["", ""] : [` of ${formatMoney(fee)}`, ` ${formatMoney(fee)}`];
  const known = account === undefined ? undefined : formatMoney(account.money);
  if (known === undefined)
    return {
      en: `the carrier takes the fee${en} on ${day}${when}; what is on the account is not known here (cellward fact account-balance AMOUNT): without enough the card is stopped`,
      zh: `运营商将于 ${day} 扣费${zh}；账户余额未知（可用 cellward fact account-balance 录入），余额不足会停机`,
    };
  if (short === undefined)
    return {
      en: `the carrier takes the fee${en} on ${day}${when}; the account held ${known}`,
      zh: `运营商将于 ${day} 扣费${zh}；账户余额 ${known}`,
    };
  return {
    en: `the carrier takes the fee${en} on ${day}${when}; the account held ${known}: pay in at least ${formatMoney(short)}, or the card is stopped for arrears`,
    zh: `运营商将于 ${day} 扣费${zh}；账户余额 ${known}，请至少充值 ${formatMoney(short)}，否则会欠费停机`,
  };
}

const count = (days: number): string =>
  days === 0 ? "today is the last day" : `${days} ${days === 1 ? "day" : "days"} more`;

const numberOf = ({ year, month, day }: LocalDate): number => Date.UTC(year, month - 1, day) / 86_400_000;
const daysTo = (from: LocalDate, to: LocalDate): number => numberOf(to) - numberOf(from);

/** The next such day of a month, today included; the last day of a month that is shorter. */
function nextDay(today: LocalDate, day: number): LocalDate {
  const inMonth = (year: number, month: number): LocalDate => {
    const [ofYear, ofMonth] = month > 12 ? [year + 1, 1] : [year, month];
    const days = new Date(Date.UTC(ofYear, ofMonth, 0)).getUTCDate();
    return { year: ofYear, month: ofMonth, day: Math.min(day, days) };
  };
  const here = inMonth(today.year, today.month);
  return here.day >= today.day ? here : inMonth(today.year, today.month + 1);
}
