import { Days, Minutes } from "../../base/duration.ts";
import { bytes, duration } from "../kinds/amount.ts";
import { oneOf } from "../kinds/choice.ts";
import { integer } from "../kinds/number.ts";
import { section, setting } from "../setting.ts";

export const policy = section(
  { en: "What each traffic class may send when data is short.", zh: "流量紧张时各类业务可以使用多少。" },
  {
    dwell: setting(duration({ min: Minutes(1), max: Days(7) }), "1h", {
      en: "How long a level holds at least that was entered because the pace is too fast; one by the share of the quota holds to the cycle's end, unless more is bought.",
      zh: "因用量过快进入的级别至少保持的时间；因额度占比进入的级别保持到账期结束（加购流量除外）。",
    }),
    beyond_quota: setting(oneOf("allow", "stop"), "allow", {
      en: "What the first class (payments, alarms) does beyond what was bought, where the carrier lets data go on or nobody knows: `allow` counts and goes on, `stop` ends with the quota.",
      zh: "在运营商允许继续或情况不明时，第一类业务（支付、告警）超出套餐后的处理：`allow` 继续并计量，`stop` 到额度为止。",
    }),
    reserve_units: setting(integer({ min: 0, max: 100_000, unit: " (transactions or alarms)" }), 50, {
      en: "So many transactions or alarms are to get through when everything else has to wait. At most half of what is left at plan.essential_at is kept for them.",
      zh: "其他业务停止后仍须保证完成的交易或告警笔数；最多保留到达 plan.essential_at 时剩余流量的一半。",
    }),
    reserve_unit: setting(bytes({ min: "256 B", max: "16 MiB" }), "6 KiB", {
      en: "What one of them takes in both directions, until eight were measured; what is measured counts between a quarter and four times of this.",
      zh: "每笔上下行合计的流量；实测满八笔后以实测为准，但限于该值的四分之一到四倍。",
    }),
    management_trickle: setting(bytes({ min: "0 B", max: "1 GiB" }), "32 KiB", {
      en: "Bytes a day that management keeps at every level, so that the device hears that the card was topped up, or that an order was taken back.",
      zh: "任何级别下管理类业务每天保留的流量，用于接收充值、命令撤销等通知。",
    }),
    in_flight: setting(bytes({ min: "0 B", max: "1 GiB" }), "64 KiB", {
      en: "What may still arrive when a class has used up its lease; kept free while telemetry or bulk may send.",
      zh: "某类业务用完配额时可能仍在途的流量；遥测或批量业务可发送期间予以预留。",
    }),
    slow_rate: setting(bytes({ min: "64 B", max: "1 GiB" }), "4 KiB", {
      en: "Bytes per second up for what is slowed down: telemetry at `conserve`, management at `reserve-only`.",
      zh: "被限速业务的上行速率（字节每秒）：`conserve` 级别的遥测、`reserve-only` 级别的管理类。",
    }),
  },
);
