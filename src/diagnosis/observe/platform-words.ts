import { causeOf } from "../cause.ts";
import type { FindingKind } from "../findings/finding.ts";

/**
 * What pages of platforms and resellers call a card's state or the reason of its stop, exactly as they write it. China: IoTOS' folded
 * states, Huawei's network-cut reasons and stop words, Alibaba's stop classes, GM's states, Telecom DCP. Abroad: 1NCE, Soracom, Telnyx,
 * emnify. A word that says only that the card is stopped says no more here.
 */
const MEANINGS: readonly (readonly [FindingKind, string])[] = [
  ["platform:in-service", "正常 在用 使用中 已激活 测试期正常 Active Enabled ready"],
  ["platform:stopped", "停机 已停机 已停用 单向停机 单项停机 双向停机 运营商管理状态 Disabled inactive suspended"],
  [
    "platform:over-limit",
    "超量停机 达量停用 达量断网 超流量停机 已停用(超流量停机) 流量用尽关停 封顶信控 EXHAUSTED data_limit_exceeded",
  ],
  ["platform:pool-exhausted", "流量池配额用尽 流量池用尽 流量池/共享(余量分配)配额用尽"],
  ["platform:card-threshold", "限额管控关停 流量监控关停 REACHED"],
  ["platform:arrears", "欠费 欠费停机 信控停用 信控双向停机"],
  ["platform:manual-stop", "主动停用 主动停机 申请停机 主动申请停机 主动申请双向停机 Deactivated DEACTIVATED"],
  ["platform:expired", "已过期 到期停机 已失效 EXPIRED"],
  ["platform:retention", "停机保号 Pause Paused"],
  [
    "platform:cancelled",
    "已销户 预销户 预销号 销号 拆机 已拆机 已终止 已清除 已更换 RETIRED PURGED REPLACED Retired Purged terminated Terminated",
  ],
  ["platform:real-name", "未实名停机 未实名停用 已停用(未实名制违规)"],
  ["platform:violation", "违章停机 违规停机 已停用(违规停机) 风险停机 异常停用 强制双向停机"],
  [
    "platform:imei-separation",
    "机卡分离 机卡分离停机 卡机分离 换绑停用 机卡绑定断网 客户级机卡绑定断网 首话单机卡绑定断网 unauthorized_imei",
  ],
  ["platform:area-control", "区域限制 区域限制断网 区域限制管理型停机"],
  ["platform:data-switched-off", "断网 停断网 单独断网 自主断网 APN停用 数据业务关闭"],
  ["platform:not-activated", "库存 待激活 可激活 未激活 未使用 测试期停机 测试去激活 INVENTORY ACTIVATION_READY"],
  ["platform:sunset", "退网"],
];

const words = new Map(
  MEANINGS.flatMap(([kind, all]) => all.split(" ").map((word) => [word.toLowerCase(), kind] as const)),
);

/** Undefined for words that are in no list and name no cause. Brackets may be of either width. */
export function platformWord(written: string): FindingKind | undefined {
  const cause = causeOf(written);
  return cause === undefined ? wordOf(written) : `platform:${cause}`;
}

const wordOf = (written: string): FindingKind | undefined =>
  words.get(written.replace(/（/g, "(").replace(/）/g, ")").replace(/\s+/g, "").toLowerCase());
