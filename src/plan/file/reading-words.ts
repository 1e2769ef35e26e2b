import type { ReadingKey } from "./written-readings.ts";
import type { Words } from "../words.ts";

/** What each reading means, by its value as files have it; booleans as `true` and `false`. */
export const READING_WORDS: Readonly<Record<ReadingKey, Readonly<Record<string, Words>>>> = {
  within_step: {
    "carried-first": {
      en: "within one step, everything that was carried over is drawn first, then this cycle's data, each by level",
      zh: "同一档内，先扣全部结转流量，再扣本周期流量，各按级别",
    },
    "level-first": {
      en: "within one step, level by level, of each level the carried part first",
      zh: "同一档内按级别逐级扣减，每级先扣结转部分",
    },
    "current-first": {
      en: "within one step, this cycle's data is drawn before what was carried over",
      zh: "同一档内，先扣本周期流量，再扣结转流量",
    },
  },
  ties: {
    "earliest-expiry": { en: "of two that are equal, what ends first is drawn first", zh: "其余相同时，先到期的先扣" },
    "as-listed": {
      en: "of two that are equal, the one listed first is drawn first",
      zh: "其余相同时，按文件中的先后扣减",
    },
  },
  limit: {
    exceeded: { en: "the limit is reached by the first byte beyond the plan", zh: "超出套餐的第一个字节视为达到上限" },
    "last-byte": { en: "the limit is reached by the plan's last byte", zh: "用完套餐的最后一个字节即视为达到上限" },
  },
  add_on_lifts: {
    true: {
      en: "data bought after the limit was reached brings full service back at once",
      zh: "达到上限后加购流量，立即恢复全部服务",
    },
    false: {
      en: "data bought after the limit was reached does not bring service back before the next cycle",
      zh: "达到上限后加购流量，下个周期才恢复服务",
    },
  },
  unpaid_cycle: {
    nothing: {
      en: "after a suspension, a cycle whose fee is asked for (fee_month) and was not charged hands nothing on",
      zh: "停机后应看其扣费（fee_month）的周期未成功扣费的，剩余流量不结转",
    },
    "as-ever": {
      en: "a cycle with a suspension hands on as any other, also when its fee was not charged",
      zh: "停机周期即使未扣费，剩余流量仍照常结转",
    },
  },
  fee_month: {
    stopped: {
      en: "after a suspension, the fee of the cycle in which it began is asked for, and no other",
      zh: "停机的，只看停机当周期的月费是否扣取",
    },
    each: {
      en: "after a suspension, the fee of each cycle that had a part of it is asked for, also of the one in which service came back",
      zh: "停机的，所涉每个周期（含复机周期）的月费都须扣取",
    },
  },
  pack_given_up: {
    pack: {
      en: "a pack that is given up takes only what is left of itself away",
      zh: "退订的流量包仅自身剩余流量不结转",
    },
    month: {
      en: "a pack that is given up takes everything away that its cycle would hand on",
      zh: "退订流量包的当周期，全部剩余流量不结转",
    },
  },
  carry_expiry: {
    "next-cycle": {
      en: "cycles are not calendar months here: what is carried over can be used to the end of the next cycle",
      zh: "计费周期非自然月：结转流量可用至下个周期结束",
    },
    "next-month": {
      en: "cycles are not calendar months here: what is carried over can be used to the end of the calendar month after the one in which its cycle ended",
      zh: "计费周期非自然月：结转流量可用至周期结束当月的次月月底",
    },
  },
  suspended_cycle: {
    nothing: {
      en: "a cycle that was suspended from end to end hands nothing on",
      zh: "整个周期停机的，剩余流量不结转",
    },
    "by-rule": {
      en: "a cycle that was suspended from end to end hands on by the carrier's rule",
      zh: "整个周期停机的，仍按运营商规则结转",
    },
  },
  over_boundary: {
    "at-start": {
      en: "usage over the end of a cycle or a window counts where it began",
      zh: "跨周期或跨时段的用量计入其开始的一侧",
    },
    divided: {
      en: "usage over the end of a cycle or a window is divided by time",
      zh: "跨周期或跨时段的用量按时间分摊",
    },
  },
  unknown_area: {
    inside: {
      en: "where the area is not known, data that is bound to an area is drawn",
      zh: "位置未知时，视为在区域流量的范围内",
    },
    outside: {
      en: "where the area is not known, data that is bound to an area is not drawn",
      zh: "位置未知时，视为不在区域流量的范围内",
    },
  },
  unknown_rat: {
    inside: {
      en: "where the radio technology is not known, data that is bound to one is drawn",
      zh: "网络制式未知时，视为在限定制式流量的范围内",
    },
    outside: {
      en: "where the radio technology is not known, data that is bound to one is not drawn",
      zh: "网络制式未知时，视为不在限定制式流量的范围内",
    },
  },
};
