import type { Words } from "../plan/words.ts";

/** Why a person wants another card, where no diagnosis says it. */
export interface ReasonRow {
  readonly name: Words;
  readonly helps: "yes" | "no" | "perhaps";
  /** What it means for the replacement. */
  readonly words: Words;
}

/**
 * The reasons of the article on replacing a terminal's data card (validity, wear, type of the card, choice of carrier, data used up), and
 * those of service desks.
 */
export const REASONS = {
  lost: {
    name: { en: "the card is lost or was taken", zh: "卡遗失或被盗" },
    helps: "yes",
    words: {
      en: "A lost card is replaced. Have the old one reported lost at once, so that nobody uses its data.",
      zh: "卡遗失需补卡。请立即挂失旧卡，防止他人使用流量。",
    },
  },
  broken: {
    name: { en: "the card is broken or worn", zh: "卡损坏或老化" },
    helps: "yes",
    words: {
      en: "A broken card is replaced under the same number; plan and balance go along.",
      zh: "卡损坏可补换卡，号码不变，套餐与余额随卡保留。",
    },
  },
  expiring: {
    name: { en: "the card's validity ends", zh: "卡有效期将到" },
    helps: "perhaps",
    words: {
      en: "Renewing keeps the card; a new one is needed only where it cannot be renewed. Do either before the last day.",
      zh: "可续费则无需换卡；不能续费才需新卡。请在到期日前办理。",
    },
  },
  format: {
    name: { en: "size or kind of the card does not fit", zh: "卡的尺寸或类型不符" },
    helps: "yes",
    words: {
      en: "Order the size that the slot takes (mini, micro, nano, or soldered), as a card for data.",
      zh: "按卡槽尺寸订购（标准、Micro、Nano 或贴片卡），并确认为流量卡。",
    },
  },
  carrier: {
    name: { en: "another carrier is wanted", zh: "更换运营商" },
    helps: "yes",
    words: {
      en: "Another carrier means another card and number. `cellward sim history` shows how each carrier did here.",
      zh: "更换运营商即换卡换号。cellward sim history 可查看各运营商在本机的表现。",
    },
  },
  plan: {
    name: { en: "another plan is wanted", zh: "更换套餐" },
    helps: "perhaps",
    words: {
      en: "Most plans are changed on the same card: ask the carrier first. A new card is needed only where that plan comes with one.",
      zh: "多数套餐可在原卡上变更，请先询问运营商；仅当该套餐须配新卡时才需换卡。",
    },
  },
  sunset: {
    name: { en: "the 2G or 3G network is switched off", zh: "2G/3G 退网" },
    helps: "perhaps",
    words: {
      en: "A 4G card helps only if this device's modem can 4G too; `cellward status` names the modem.",
      zh: "仅当本机模块支持4G时换4G卡才有用；cellward status 可查看模块型号。",
    },
  },
  coverage: {
    name: { en: "this carrier's signal is too weak here", zh: "此处该运营商信号弱" },
    helps: "perhaps",
    words: {
      en: "Check the aerial first. Then a card of another carrier may help; try a telephone of that carrier at this place.",
      zh: "请先检查天线。之后可考虑其他运营商的卡，可先用该运营商手机在原地测试。",
    },
  },
  "used-up": {
    name: { en: "the data is used up", zh: "流量用完" },
    helps: "no",
    words: {
      en: "A new card does not help against used-up data: it is back on {day}.",
      zh: "流量用完换卡无用：{day} 自动恢复。",
    },
  },
} as const satisfies Record<string, ReasonRow>;

export type ReasonCode = keyof typeof REASONS;

const isReason = (text: string): text is ReasonCode => Object.hasOwn(REASONS, text);
export const REASON_CODES: readonly ReasonCode[] = Object.keys(REASONS).filter(isReason);
export const reasonOf = (text: string): ReasonCode | undefined => (isReason(text) ? text : undefined);
