import { describeBytes } from "../base/bytes.ts";
import type { Usage } from "../report/contract.ts";
import { lastDayBefore, localDay, localTimeText } from "./local-day.ts";

type Line = readonly [label: string, text: string];
type Told = NonNullable<Usage["buckets"]>[number];

const BAR = 30;
/** More of a plan's buckets are told by `cellward usage`. */
const MOST_BUCKETS = 6;

/** What was used of what was bought, and what is left until when. */
export function usageLines(usage: Usage): readonly Line[] {
  const { plan, used, cycle, pending } = usage;
  const amount = (bytes: number): string => describeBytes(BigInt(bytes), plan.unitBase);
  const period =
    cycle === undefined
      ? ""
      : `, cycle from ${localDay(cycle.from, cycle.zone)}, next from ${localDay(cycle.to, cycle.zone)} (${cycle.zone})`;
  const split = `${amount(used.up)} up, ${amount(used.down)} down`;
  return [
    ...mainLines(usage, amount, split, period),
    ...(usage.cancelled === true
      ? [line("CANCELLED 已销户, as a person stated: put another card in; `cellward fact undo` if that was a mistake")]
      : []),
    ...(usage.overLimit && plan.topUp === false
      ? [
          line(
            `wait until ${cycle === undefined ? "the plan is changed 变更套餐" : localDay(cycle.to, cycle.zone)}: nothing can be bought that brings data back before 此前无法通过加购恢复`,
          ),
        ]
      : []),
    ...(usage.suspendedSince === undefined
      ? []
      : [line(`suspended 停机 since ${localTimeText(usage.suspendedSince, plan.zone)}, as a person stated`)]),
    ...(plan.role === "visitor" ? [line("a visitor 临时卡: this card keeps books of its own")] : []),
    ...bucketLines(usage, amount),
    ...beyondLines(usage, amount),
    ...poolLines(usage, amount),
    ...validityLines(usage),
    ...(plan.next === undefined
      ? []
      : [
          line(
            `from the next cycle on: ${plan.next} 下个账期起 (cellward fact plan-now: at once; plan-changed --at: ordered earlier; plan-corrected: the file before was wrong)`,
          ),
        ]),
    ...(pending.total === 0 ? [] : [line(`${amount(pending.total)} of it were counted while the time was not known`)]),
  ];
}

const line = (text: string): Line => ["", text];

function mainLines(
  { plan, used, usedPercent, remaining, total }: Usage,
  amount: (bytes: number) => string,
  split: string,
  period: string,
): readonly Line[] {
  if (plan.quota === undefined || usedPercent === undefined) {
    const none = plan.known
      ? `nothing limits it, plan ${plan.name}`
      : "no plan is known for this card 套餐未知, nothing limits it";
    return [["Usage 流量", `${amount(used.total)} (${split})${period}; ${none}, all-time ${amount(total.total)}`]];
  }
  const filled = Math.min(BAR, Math.floor((usedPercent / 100) * BAR));
  return [
    [
      "Usage 流量",
      `[${"#".repeat(filled)}${".".repeat(BAR - filled)}] ${usedPercent.toFixed(2)} % of ${amount(plan.quota)}, plan ${plan.name}`,
    ],
    line(`${amount(used.total)} used (${split}), ${amount(remaining ?? 0)} left${period}`),
  ];
}

/** A plan of one bucket is told by the bar already. */
function bucketLines(
  { buckets = [], moreBuckets = 0, plan }: Usage,
  amount: (bytes: number) => string,
): readonly Line[] {
  const only = buckets.length === 1 && buckets[0]?.only === undefined;
  if (buckets.length === 0 || only) return [];
  const hidden = moreBuckets + Math.max(0, buckets.length - MOST_BUCKETS);
  return [
    ...buckets.slice(0, MOST_BUCKETS).map((bucket) => line(bucketText(bucket, plan.zone, amount))),
    ...(hidden === 0 ? [] : [line(`and ${hidden} more`)]),
  ];
}

function bucketText(bucket: Told, zone: string, amount: (bytes: number) => string): string {
  const { id, carried, quota, left, until, only, dormant } = bucket;
  const name = carried === true ? `${id}, carried over 结转` : id;
  const rest = left === undefined ? "without a limit" : `${amount(left)} left of ${amount(quota ?? 0)}`;
  const scope = only === undefined ? "" : `, only ${Object.values(only).flat().join(", ")}`;
  const end = until === undefined ? "" : `, until ${lastDayBefore(until, zone)}`;
  return `${name}: ${rest}${scope}${end}${dormant === true ? ", not before service is back 复机后可用" : ""}`;
}

function poolLines({ pool, plan }: Usage, amount: (bytes: number) => string): readonly Line[] {
  if (pool === undefined) return [];
  const { name = "", told, balance, stale, binds, ownShareLeft } = pool;
  const own = ownShareLeft === undefined ? "" : `, own share ${amount(ownShareLeft)} left`;
  if (told === undefined || balance === undefined)
    return [
      line(
        `pool 流量池 ${name}${own}; what it holds for all cards is not known here 池余额未知: cellward fact pool-balance AMOUNT --as-of TIME`,
      ),
    ];
  const when = localTimeText(told.asOf, plan.zone);
  if (stale === true)
    return [
      line(
        `pool 流量池 ${name}${own}; it held ${amount(told.balance)} as of ${when}, which is too long ago to go by 余额已过时: cellward fact pool-balance AMOUNT`,
      ),
    ];
  const binding =
    binds === "own-share"
      ? "the own share ends first 本卡额度先用完"
      : ownShareLeft === 0
        ? "the own share is used up, data comes out of the pool 本卡额度已用完，使用池内流量"
        : "the pool ends first: other cards use it too 以池余额为限";
  return [line(`pool 流量池 ${name}${own}; at most ${amount(balance)} for all cards (told ${when}): ${binding}`)];
}

/** What is to be done about the card itself; where nothing is, until when it is valid. */
function validityLines({ validity }: Usage): readonly Line[] {
  if (validity === undefined) return [];
  const { text, textZh, expires, daysLeft, nextFee } = validity;
  if (text !== undefined && textZh !== undefined) return [["Card 卡", text], line(textZh)];
  const known = [
    expires === undefined ? undefined : `valid until ${expires} (${daysLeft} days) 有效期`,
    nextFee === undefined ? undefined : `next fee on ${nextFee} 下次扣费`,
  ].filter((part) => part !== undefined);
  return known.length === 0 ? [] : [["Card 卡", known.join(", ")]];
}

function beyondLines({ beyond }: Usage, amount: (bytes: number) => string): readonly Line[] {
  if (beyond === undefined) return [];
  const { total, charge, estimated } = beyond;
  const about =
    estimated === true ? ` about ${charge} (an estimate 估算: the carrier rounds each session)` : ` ${charge}`;
  const cost = charge === undefined ? "" : `, which costs${about}`;
  return [line(`${amount(total)} beyond what had been bought when it was used 套外${cost}`)];
}
