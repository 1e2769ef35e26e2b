import { Days, Hours } from "../../base/duration.ts";
import { bytes, duration } from "../kinds/amount.ts";
import { oneOf } from "../kinds/choice.ts";
import { integer, percent, percentList } from "../kinds/number.ts";
import { path, text } from "../kinds/text.ts";
import { zone } from "../kinds/zone.ts";
import { optional, section, setting } from "../setting.ts";

export const plan = section(
  { en: "What was bought from the carrier.", zh: "向运营商购买的套餐。" },
  {
    file: optional(path({ example: "/etc/cellward/plans/shop.toml" }), {
      en: "A plan file (TOML; `cellward plan check FILE` explains it) that holds for every card. It takes the place of quota, unit_base, cycle_day and name.",
      zh: "套餐文件（TOML，可用 `cellward plan check FILE` 检查），适用于任何卡，取代 quota、unit_base、cycle_day 和 name。",
      unset: { en: "what quota and cycle_day say holds", zh: "以 quota 和 cycle_day 为准" },
    }),
    cards: optional(path({ example: "/etc/cellward/cards.toml" }), {
      en: "A file with one rule per kind of card, for a whole fleet: which card has which plan of plan.plans. A card that fits no rule is counted and held against nothing.",
      zh: "按卡匹配套餐的规则文件（整个车队共用一份），套餐取自 plan.plans；无匹配的卡只计量。",
      unset: { en: "one plan holds for every card", zh: "所有卡使用同一套餐" },
    }),
    plans: setting(path({ example: "/etc/cellward/plans" }), "/etc/cellward/plans", {
      en: "The directory of the plan files that plan.cards names.",
      zh: "plan.cards 所引用的套餐文件所在目录。",
    }),
    carriers: setting(path({ example: "/etc/cellward/carriers" }), "/etc/cellward/carriers", {
      en: "A directory with carriers' rules of your own, beside those that come with the program.",
      zh: "自定义运营商规则的目录，作为程序自带规则的补充。",
    }),
    areas: optional(
      text({
        allowed:
          'areas as plan files name them, separated by single spaces, such as "province:guangxi local:wuzhou@tac=1A2B,1A2C", at most 8',
        example: "province:guangxi local:wuzhou@tac=1A2B,1A2C",
        pattern:
          /^(province|local|cell):[a-z0-9-]{1,48}(@(tac|lac|ci)=[0-9A-Fa-f]{1,9}(,[0-9A-Fa-f]{1,9}){0,31})?( (province|local|cell):[a-z0-9-]{1,48}(@(tac|lac|ci)=[0-9A-Fa-f]{1,9}(,[0-9A-Fa-f]{1,9}){0,31})?){0,7}$/,
      }),
      {
        en: "Where the device is installed, as far as data of the plan is bound to areas; behind `@`, by which tracking areas (`tac`, `lac`) or cells (`ci`), hexadecimal as the modem tells them, it is known that it is there, for one that moves.",
        zh: "设备安装地点，用于套餐中的小区、本地、省内等区域流量；移动的设备可在 `@` 之后写跟踪区（`tac`、`lac`）或小区（`ci`）的十六进制编号，按当前服务小区判断。",
        unset: {
          en: "not known; the carrier's reading `unknown_area` holds",
          zh: "未知，按运营商规则的 unknown_area 处理",
        },
      },
    ),
    name: setting(text({ allowed: "a text of 1 to 200 bytes", example: "IoT 30 GB", maxBytes: 200 }), "unnamed", {
      en: "The plan's name, for people.",
      zh: "套餐名称，供人阅读。",
    }),
    quota: optional(bytes({ min: "1 KiB", max: "100 TiB", carrier: true }), {
      en: "The amount of data in one cycle, both directions together.",
      zh: "每个计费周期的流量额度（上下行合计）。",
      unset: { en: "bytes are counted and held against no limit", zh: "只计量，不设上限" },
    }),
    unit_base: setting(oneOf(1000, 1024), 1024, {
      en: "What the carrier means by K: 1 KB = 1000 or 1024 bytes.",
      zh: "运营商的换算进制：1 KB 等于 1000 还是 1024 字节。",
    }),
    cycle_day: setting(integer({ min: 1, max: 31, unit: " (day of the month)" }), 1, {
      en: "The day on which a cycle begins; the month's last day where a month is shorter.",
      zh: "计费周期的起始日；当月天数不足时取当月最后一天。",
    }),
    zone: setting(zone(), "Asia/Shanghai", {
      en: "The time zone in whose midnight a cycle begins.",
      zh: "计费周期起始零点所属的时区。",
    }),
    thresholds: setting(percentList(), [50, 80, 95, 100], {
      en: "Percentages of the quota at which an event tells of the usage.",
      zh: "用量达到额度的这些百分比时发出事件。",
    }),
    conserve_at: setting(percent(), 80, {
      en: "From this percentage of the quota on, the level is `conserve`.",
      zh: "用量达到该百分比后进入 `conserve`（节约）级别。",
    }),
    essential_at: setting(percent(), 95, {
      en: "From this percentage of the quota on, the level is `essential`; above conserve_at.",
      zh: "用量达到该百分比后进入 `essential`（仅保必要业务）级别；必须大于 conserve_at。",
    }),
    query_carrier: optional(
      text({
        allowed: 'the name of a carrier whose file has a [query], such as "china-mobile"',
        example: "china-mobile",
        pattern: /^[a-z0-9][a-z0-9-]{0,47}$/,
        maxBytes: 48,
      }),
      {
        en: "The carrier that `cellward ask usage` asks by SMS, and whose messages are read for used and remaining data.",
        zh: "`cellward ask usage` 通过短信查询的运营商；其短信中的已用和剩余流量会被识别。",
        unset: {
          en: "the carrier of the card's plan file, else found by the first digits of its IMSI",
          zh: "套餐文件中的运营商，否则根据 SIM 卡 IMSI 的前几位识别",
        },
      },
    ),
    query_interval: optional(duration({ min: Hours(6), max: Days(90) }), {
      en: "How often the device asks the carrier by itself, by an SMS that may cost; not while it roams. Needs modem.sms.",
      zh: "设备自动通过短信查询运营商用量的间隔（短信可能收费）；漫游时不查询，需要启用 modem.sms。",
      unset: { en: "only a person asks, by `cellward ask usage`", zh: "仅由人工通过 `cellward ask usage` 查询" },
    }),
  },
);
