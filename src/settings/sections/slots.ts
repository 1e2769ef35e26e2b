import { Days, Minutes } from "../../base/duration.ts";
import { duration } from "../kinds/amount.ts";
import { oneOf } from "../kinds/choice.ts";
import { integer } from "../kinds/number.ts";
import { section, setting } from "../setting.ts";

export const slots = section(
  {
    en: "Two cards in one modem 双卡: when the other one is used, and when the home one again. Only where the agent dials, and of families whose slots can be chosen.",
    zh: "一个模块两张卡（双卡）：何时改用另一张，何时换回主卡。仅在由本程序拨号、且该系列模块可选择卡槽时有效。",
  },
  {
    switch_on: setting(oneOf("never", "stop", "limit", "either"), "never", {
      en: "Use the other card while the home one is stopped by its carrier (stop), while its plan is used up (limit), or in either case; a card that is absent or locked counts as well.",
      zh: "何时改用另一张卡：主卡被运营商停机（stop）、套餐用完（limit），或任一情况（either）；卡不存在或被锁也算。",
    }),
    home: setting(integer({ min: 1, max: 2 }), 1, {
      en: "The slot of the home card, as printed beside it: the one that is used whenever it can be.",
      zh: "主卡所在卡槽，与机身标注一致；只要可用就使用主卡。",
    }),
    after: setting(duration({ min: Minutes(1), max: Days(1) }), "10min", {
      en: "The reason has to stand so long.",
      zh: "原因须持续这么久才切换。",
    }),
    dwell: setting(duration({ min: Minutes(10), max: Days(7) }), "1h", {
      en: "Least time between two switches.",
      zh: "两次切换之间的最短时间。",
    }),
    switches_per_day: setting(integer({ min: 1, max: 24 }), 4, {
      en: "Most switches in a day.",
      zh: "每天最多切换次数。",
    }),
    home_after: setting(duration({ min: Minutes(30), max: Days(7) }), "1d", {
      en: "When the home card is looked at again where nobody knows when it should be back; twice as long each time it is not, a week at most.",
      zh: "不知道主卡何时恢复时，多久后换回查看；每次未恢复则加倍，最长一周。",
    }),
  },
);
