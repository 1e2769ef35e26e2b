import { Days, Hours, Minutes } from "../../base/duration.ts";
import { type WallMs, wallAfter } from "../../base/instant.ts";
import { daysAfter } from "../../plan/cycle.ts";
import { instantOf, type LocalDate } from "../../plan/zone.ts";
import type { CauseCode } from "../cause.ts";
import { afterAct, DAILY, type Earliest, type ResumeFacts, type ResumeRule, step, STOPPED } from "./resume-rule.ts";

/** The first day of a cycle: a carrier's systems may take up to three days to tell every part of the network (Huawei Cloud GSL help). */
const SYNC_LAG = Days(3);

const nextCycle = ({ cycleEnds }: ResumeFacts): Earliest =>
  cycleEnds === undefined ? { kind: "unknown" } : { kind: "at", at: cycleEnds, latest: wallAfter(cycleEnds, SYNC_LAG) };

const startOf = (day: LocalDate, zone: string): WallMs =>
  instantOf({ ...day, hour: 0, minute: 0, second: 0, millisecond: 0 }, zone);

/** Renewed within its months it comes back in the same month; after them never. */
function whileRenewable({ renewableUntil, now, zone }: ResumeFacts): Earliest {
  const over = renewableUntil !== undefined && startOf(daysAfter(renewableUntil, 1), zone) <= now;
  return over ? { kind: "never" } : { kind: "after-act", within: Days(3) };
}

export const confirmWhy = step(
  "Have the reason confirmed: {hotline}, or {app}.",
  "先向运营商确认原因：{hotline}，或{app}。",
);
export const looks = step("Then wait: the device looks by itself.", "之后等待：设备会自动复查。");
/** In place of it, where nothing does. */
export const LOOK_BY_HAND = step(
  "Then have it looked at, by `cellward recheck`, which says what is missing: nothing here looks by itself.",
  "之后请用 cellward recheck 复查，它会说明还缺什么：本机不会自动尝试。",
);

const NOT_BACK = step(
  "Not back three days into the new cycle: restart the device once, then call.",
  "新账期三天后仍未恢复：重启设备一次，再致电运营商。",
);
/** 不到期只能等到下一个再续费: a plan that sells nothing before the cycle ends, or of which what is sold lifts no limit. */
const WAIT = step(
  "Wait until {back}: with this plan nothing can be bought that brings data back before.",
  "请等到{back}：此套餐在此之前无法通过加购恢复。",
);
const AT_NEXT_CYCLE = step("itself in the next cycle, and not sooner", "下一账期自动恢复，不能提前");
const BUY = step(
  "If it cannot wait: buy an add-on, by {hotline}; tell it with `cellward fact pack-bought`.",
  "如不能等：通过{hotline}购买加餐包；再用 cellward fact pack-bought 告知设备。",
);
const SOONER = step("itself in the next cycle; sooner with an add-on", "下一账期自动恢复；购买加餐包可提前");
const SLOWLY = step("Go on with what is essential: it passes, slowly.", "仅保留必要业务：速度慢但可用。");

const POOL_BACK = step(
  "an add-on for the pool, a raised threshold, or the next cycle",
  "为流量池购买加餐包、提高阈值，或下一账期",
);
const POOL_EMPTY = step(
  "Tell the owner of the fleet: the pool is empty, all its cards are stopped.",
  "通知设备管理方：流量池已用完，池内卡均停。",
);
const POOL_BOUGHT = step(
  "The owner buys an add-on for the pool, or raises its threshold.",
  "由管理方购买流量池加餐包或提高阈值。",
);

/** What ends with data, money or a date. */
export const PLAN_RULES = {
  // Reseller's article on IoT cards: 当流量超出套餐就会自动关闭上网功能，次月再恢复. Huawei Cloud GSL help: no restart needed; lag of three days.
  "over-limit": {
    comesBack: step(
      "itself in the next cycle; sooner with an add-on or a raised quota, where they are sold",
      "下一账期自动恢复；如可购买加餐包或提高额度则可提前",
    ),
    byItself: true,
    acts: ["nobody", "fleet-owner"],
    earliest: nextCycle,
    probe: STOPPED,
    escalate: { after: Days(4), to: "carrier" },
    steps: [
      step("Wait for the new cycle: it comes back by itself.", "等待新账期，届时自动恢复。"),
      step(
        "If it cannot wait: ask {hotline} whether an add-on can be bought in mid-cycle; tell it with `cellward fact pack-bought`.",
        "如不能等：询问{hotline}能否购买加餐包；购买后用 cellward fact pack-bought 告知设备。",
      ),
      NOT_BACK,
    ],
    topUp: {
      sold: {
        comesBack: SOONER,
        steps: [BUY, step("Or wait until {back}: it comes back by itself.", "或等到{back}，届时自动恢复。"), NOT_BACK],
      },
      notSold: { comesBack: AT_NEXT_CYCLE, steps: [WAIT, NOT_BACK] },
    },
    warning: step("A new card does not help; do not restart again and again.", "换卡无用；不要反复重启。"),
  },
  // Huawei Cloud GSL and Aliyun Linkcard help: pool kinds, 流量池配额用尽; an add-on of a pool works within about five minutes.
  "pool-exhausted": {
    comesBack: POOL_BACK,
    byItself: true,
    acts: ["fleet-owner"],
    earliest: nextCycle,
    probe: STOPPED,
    escalate: { after: Hours(4), to: "fleet-owner" },
    steps: [POOL_EMPTY, POOL_BOUGHT, looks],
    topUp: {
      sold: { comesBack: POOL_BACK, steps: [POOL_EMPTY, POOL_BOUGHT, looks] },
      notSold: {
        comesBack: step("a raised threshold, or the next cycle", "提高阈值，或下一账期"),
        steps: [POOL_EMPTY, WAIT],
      },
    },
    warning: step("A new card of the same pool does not help.", "同池换卡无用。"),
  },
  // Huawei Cloud GSL help: 达量断网, resumed only when the threshold is raised and month use is below it.
  "card-threshold": {
    comesBack: step("a raised threshold on the platform, or the next cycle", "在平台上提高单卡阈值，或下一账期"),
    byItself: true,
    acts: ["fleet-owner"],
    earliest: nextCycle,
    probe: STOPPED,
    escalate: { after: Hours(4), to: "fleet-owner" },
    steps: [
      step(
        "Ask the owner of the fleet to raise this card's threshold above what it has used.",
        "请设备管理方把本卡阈值提高到已用量以上。",
      ),
      step("An order takes about 10 minutes, now and then 30.", "平台指令一般10分钟、偶尔30分钟生效。"),
      looks,
    ],
  },
  // Reseller's article: 充值后再进行人工复机即可: two acts, and only the second brings it back.
  arrears: {
    comesBack: step("payment and then a resumption on request", "充值，并人工申请复机"),
    byItself: false,
    acts: ["fleet-owner", "carrier"],
    earliest: afterAct(Minutes(30)),
    probe: STOPPED,
    escalate: { after: Days(1), to: "carrier" },
    steps: [
      step("Pay what is owed: {pay}.", "缴清欠费：{pay}。"),
      step(
        "Then ask for the resumption: {hotline}. Paying alone may not resume an IoT card.",
        "缴费后联系{hotline}申请复机；物联网卡仅充值不一定自动复机。",
      ),
      step("Have ready: {papers}.", "准备：{papers}。"),
      looks,
    ],
    warning: step("Unpaid, the card is cancelled in the end and its number is lost.", "长期欠费将被销户，号码作废。"),
  },
  // Reseller's article: 过期后的三个月内可以继续续费，当月自动复机. Huawei Cloud GSL help: renewal takes three working days.
  expired: {
    comesBack: step(
      "renewal while the number is kept, three months as a rule; then in the same month by itself",
      "在保留期（一般三个月）内续费，当月自动复机",
    ),
    byItself: false,
    acts: ["fleet-owner"],
    earliest: whileRenewable,
    probe: STOPPED,
    escalate: { after: Days(3), to: "carrier" },
    steps: [
      step(
        "Renew the card: {pay}, or through whoever sold it. The fee of the kept months is due too.",
        "为卡续费：{pay}，或联系售卡方；保号月费需一并补缴。",
      ),
      step("It resumes by itself within three working days.", "续费后三个工作日内自动复机。"),
      step("No renewal wanted: order a new card now.", "不续费：请尽快申请新卡。"),
    ],
    warning: step(
      "After the last day of renewal the number is cancelled for good.",
      "超过最后续费日将自动注销，无法恢复。",
    ),
  },
  // Reseller's article: 停机保号是要收费的（5元/月），超过三个月的则会自动注销.
  retention: {
    comesBack: step("ending the retention, with what it cost paid", "缴清费用并解除停机保号"),
    byItself: false,
    acts: ["fleet-owner", "carrier"],
    earliest: whileRenewable,
    probe: STOPPED,
    escalate: { after: Days(1), to: "carrier" },
    steps: [
      step("Ask the owner of the fleet whether this card is to be used again.", "向设备管理方确认本卡是否继续使用。"),
      step("Pay the months kept and end the retention: {hotline}.", "缴清保号费并解除停机保号：{hotline}。"),
      looks,
    ],
    warning: step("Retention costs by the month and ends in a cancellation.", "保号按月收费，到期将自动注销。"),
  },
  // Reseller's article: 超过三个月的则会自动注销. Nothing brings a cancelled number back.
  cancelled: {
    comesBack: step("a new card", "只能更换新卡"),
    byItself: false,
    acts: ["fleet-owner"],
    earliest: (): Earliest => ({ kind: "never" }),
    probe: DAILY,
    escalate: { after: Hours(0), to: "fleet-owner" },
    steps: [
      step("Order a new card; have ready: {papers}.", "申请新卡，准备：{papers}。"),
      step(
        "Before the new card goes in: write down this device's IMEI, the card may have to be bound to it.",
        "装卡前记下本机IMEI，新卡可能需要绑定本机。",
      ),
      step("Waiting and restarting do not help.", "等待或重启均无效。"),
    ],
  },
  // Article on stopped numbers: 政策调整或技术升级. Nobody at the counter can change it; it does not come back.
  sunset: {
    comesBack: step("another plan, another card, or a modem for a newer network", "更换套餐、卡或支持新网络的模块"),
    byItself: false,
    acts: ["fleet-owner", "carrier"],
    earliest: (): Earliest => ({ kind: "never" }),
    probe: DAILY,
    escalate: { after: Days(1), to: "fleet-owner" },
    steps: [
      confirmWhy,
      step("The owner moves the card to another plan, or replaces card or device.", "由管理方更换套餐、卡或设备。"),
    ],
  },
  // Article: speed caps are lifted by an add-on or with the next cycle (达量限速).
  "speed-capped": {
    comesBack: step("itself in the next cycle; sooner with an add-on", "下一账期自动恢复；购买加速包可提前"),
    byItself: true,
    acts: ["nobody", "fleet-owner"],
    earliest: nextCycle,
    probe: STOPPED,
    escalate: { after: Days(4), to: "carrier" },
    steps: [SLOWLY, step("If it cannot wait: ask {hotline} for an add-on.", "如不能等：向{hotline}购买加餐包。")],
    topUp: {
      sold: { comesBack: SOONER, steps: [SLOWLY, BUY] },
      notSold: { comesBack: AT_NEXT_CYCLE, steps: [SLOWLY, WAIT] },
    },
  },
  // Ours: by settings, or `cellward override`; it ends when the hold ends, or with the cycle.
  "own-limit": {
    comesBack: step("the end of the hold, another setting, or the next cycle", "限制到期、修改设置，或下一账期"),
    byItself: true,
    acts: ["nobody", "fleet-owner"],
    earliest: ({ heldUntil, cycleEnds }): Earliest => {
      const at = heldUntil ?? cycleEnds;
      return at === undefined ? { kind: "unknown" } : { kind: "at", at };
    },
    probe: { by: "none", after: [], every: Days(1), atEarliest: false },
    escalate: { after: Days(1), to: "fleet-owner" },
    steps: [
      step(
        "Nothing is wrong with the card: this device saves data. `cellward status` says why and until when.",
        "卡无异常：本机正在节省流量。cellward status 可查看原因与期限。",
      ),
      step("The owner may raise the plan in the settings or lift the hold.", "管理方可修改套餐设置或解除限制。"),
    ],
  },
} as const satisfies Partial<Record<CauseCode, ResumeRule>>;
