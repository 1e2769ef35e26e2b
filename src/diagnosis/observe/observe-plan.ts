import { type Duration, Hours, Minutes } from "../../base/duration.ts";
import { type WallMs, wallAfter } from "../../base/instant.ts";
import type { Money } from "../../plan/money.ts";
import type { Overage } from "../../plan/overage.ts";
import type { Standing } from "../../plan/standing.ts";
import { renewableUntil, type Validity } from "../../plan/validity.ts";
import { type LocalDate, localTime } from "../../plan/zone.ts";
import type { Finding } from "../finding-item.ts";
import type { FindingKind } from "../findings/finding.ts";

/** What is known of the plan and of what was used; what is not known is absent, and says nothing. */
export interface PlanSeen {
  readonly standing?: Standing;
  readonly overage?: Overage["kind"];
  /** Whether the card shares a pool; undefined: not known. */
  readonly pooled?: boolean;
  /** The card's own threshold on the platform, in bytes. */
  readonly threshold?: bigint;
  readonly validity?: Validity;
  /** What is on the account as a person told it last; before the file's. */
  readonly account?: { readonly money: Money; readonly at: WallMs };
  /** What the last cycle ended with, where it ended over its limit. */
  readonly lastCycleOver?: boolean;
  /** This cycle's fee is known to be paid. */
  readonly feeCharged?: boolean;
  /** Every amount of the plan is for listed addresses only (定向). */
  readonly directed?: boolean;
  readonly zone: string;
  /** Since when there is no data. */
  readonly lostAt?: WallMs;
}

/** Two meters of one line differ by some percent: from here on the carrier's may be at its end. */
const NEARLY = 0.97;
const MUCH_LEFT = 0.9;
/** A carrier's batch run at a cycle's beginning takes its time, and so does the device's clock. */
const AROUND: { readonly before: Duration; readonly after: Duration } = { before: Minutes(10), after: Hours(3) };
const LAG_HOURS = Hours(72);

/** What meter, plan, calendar and account say at this moment. Pure. */
export function observePlan(seen: PlanSeen, now: WallMs): readonly Finding[] {
  const found = (kind: FindingKind, text?: string): Finding => ({
    kind,
    at: now,
    ...(text === undefined ? {} : { text }),
  });
  return [
    ...ofMeter(seen, now, found),
    ...ofPlan(seen, found),
    ...ofCalendar(seen, now, found),
    ...ofAccount(seen, found),
  ];
}

type Found = (kind: FindingKind, text?: string) => Finding;

function ofMeter({ standing, threshold, lastCycleOver }: PlanSeen, now: WallMs, found: Found): readonly Finding[] {
  if (standing === undefined) return [];
  const { used, quota, share, overLimit, cycle } = standing;
  const text = `${used} of ${quota ?? 0n} bytes`;
  const lag = lastCycleOver === true && now < wallAfter(cycle.from, LAG_HOURS);
  return [
    ...(share === undefined ? [] : overLimit ? [found("quota-used-up", text)] : []),
    ...(share !== undefined && !overLimit && standing.pooled !== true && share >= NEARLY
      ? [found("quota-nearly-used", text)]
      : []),
    // While the carrier may not have noticed the new cycle, what is left of it proves nothing.
    ...(share !== undefined && share < MUCH_LEFT && !lag ? [found("quota-left", text)] : []),
    ...(lag ? [found("used-up-last-cycle")] : []),
    ...(threshold === undefined ? [] : [ofThreshold(used, threshold, found)]),
  ];
}

const ofThreshold = (used: bigint, threshold: bigint, found: Found): Finding =>
  // The same margin as for the quota: what the platform counts may be some percent more.
  found(used * 100n >= threshold * 97n ? "threshold-reached" : "threshold-left", `${used} of ${threshold} bytes`);

function ofPlan({ overage, pooled, directed, standing }: PlanSeen, found: Found): readonly Finding[] {
  const rule: readonly Finding[] =
    overage === "auto-stop"
      ? [found("limit-stops")]
      : overage === "tariff"
        ? [found("limit-charges")]
        : overage === "speed-cap"
          ? [found("limit-slows")]
          : [];
  const pool = pooled ?? (overage === "pool" ? true : undefined);
  return [
    ...rule,
    ...(pool === undefined ? [] : [found(pool ? "in-pool" : "not-in-pool")]),
    ...(directed === true ? [found("directed")] : []),
    ...(standing?.cancelled === true ? [found("person:cancelled")] : []),
  ];
}

function ofCalendar(
  { standing, validity = {}, zone, lostAt }: PlanSeen,
  now: WallMs,
  found: Found,
): readonly Finding[] {
  const today = localTime(now, zone);
  const { expires, feeDay } = validity;
  const last = renewableUntil(validity);
  const term: readonly Finding[] =
    expires === undefined
      ? []
      : last !== undefined && isAfter(today, last)
        ? [found("past-renewal", `renewable to ${dateText(last)}`)]
        : [found(isAfter(today, expires) ? "past-expiry" : "within-term", `valid to ${dateText(expires)}`)];
  if (lostAt === undefined) return term;
  const starts = standing?.cycle.from;
  const atStart =
    starts !== undefined &&
    lostAt >= wallAfter(starts, neg(AROUND.before)) &&
    lostAt <= wallAfter(starts, AROUND.after);
  const nextStarts = standing?.cycle.to;
  const justBefore = nextStarts !== undefined && lostAt >= wallAfter(nextStarts, neg(AROUND.before));
  const onFeeDay = feeDay !== undefined && localTime(lostAt, zone).day === feeDay;
  const known = starts !== undefined || feeDay !== undefined;
  return [...term, ...(known ? [found(atStart || justBefore || onFeeDay ? "fee-due-now" : "no-fee-due")] : [])];
}

const neg = (duration: Duration): Duration => Minutes(-duration / Minutes(1));

function ofAccount({ validity, account, feeCharged }: PlanSeen, found: Found): readonly Finding[] {
  const { balance, fee } = validity ?? {};
  const charged = feeCharged === true ? [found("fee-charged")] : [];
  const money = account?.money ?? balance;
  // Neither empty nor enough for the next fee says nothing.
  if (money === undefined || (money > 0n && fee !== undefined && money < fee)) return charged;
  const told = found(money > 0n ? "balance-there" : "balance-empty");
  return [...charged, account === undefined ? told : { ...told, at: account.at }];
}

const isAfter = (one: LocalDate, other: LocalDate): boolean =>
  Date.UTC(one.year, one.month - 1, one.day) > Date.UTC(other.year, other.month - 1, other.day);

export const dateText = ({ year, month, day }: LocalDate): string =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
