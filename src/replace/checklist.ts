import type { Words } from "../plan/words.ts";
import type { Stage } from "./stage.ts";

export interface ChecklistItem {
  readonly words: Words;
  /** By when it is needed. */
  readonly before: Exclude<Stage, "planned" | "tested">;
}

/**
 * What a person brings along, by the article on replacing a terminal's data card and by what service desks ask for. Items are ticked off;
 * nothing of what stands on them is ever taken down here.
 */
export const CHECKLIST = {
  validity: {
    before: "requested",
    words: {
      en: "what is left on the old card and until when it is valid, looked up",
      zh: "已查询旧卡剩余流量和有效期",
    },
  },
  terms: {
    before: "requested",
    words: {
      en: "size, carrier and plan of the new card chosen; contract read",
      zh: "已选定新卡尺寸、运营商和套餐，并阅读合同条款",
    },
  },
  form: { before: "requested", words: { en: "application form filled in", zh: "已填写申请表" } },
  identity: { before: "requested", words: { en: "proof of identity of the applicant", zh: "经办人身份证件" } },
  licence: {
    before: "requested",
    words: { en: "business licence or proof of the merchant", zh: "营业执照或商户证明" },
  },
  fee: { before: "requested", words: { en: "fee for the replacement known", zh: "已确认换卡费用" } },
  "bank-card": { before: "requested", words: { en: "bank card to pay the fee", zh: "用于缴费的银行卡" } },
  appointment: {
    before: "received",
    words: { en: "appointment made, telephone within reach", zh: "已预约，保持电话畅通" },
  },
  "old-card": {
    before: "inserted",
    words: { en: "old card kept until the new one is tested", zh: "旧卡保留至新卡测试通过" },
  },
  imei: {
    before: "inserted",
    words: { en: "IMEI of this device written down for the carrier", zh: "已记录本机IMEI供运营商绑定" },
  },
  tools: { before: "inserted", words: { en: "tool for the slot at hand", zh: "取卡工具已备" } },
  settled: {
    before: "inserted",
    words: { en: "day's transactions settled before switching off", zh: "关机前已完成当日结算" },
  },
} as const satisfies Record<string, ChecklistItem>;

export type ItemId = keyof typeof CHECKLIST;

const isItem = (text: string): text is ItemId => Object.hasOwn(CHECKLIST, text);
export const ITEM_IDS: readonly ItemId[] = Object.keys(CHECKLIST).filter(isItem);
export const itemOf = (text: string): ItemId | undefined => (isItem(text) ? text : undefined);

/** Nobody opens the device where a service does it, and nothing is inserted where the card is built in. */
export const itemsFor = (access: SimAccess): readonly ItemId[] =>
  ITEM_IDS.filter((id) => access === "user" || (id !== "tools" && (access === "service" || id !== "old-card")));

/** Who can reach the card. */
export const SIM_ACCESS = ["user", "service", "embedded"] as const;
export type SimAccess = (typeof SIM_ACCESS)[number];
