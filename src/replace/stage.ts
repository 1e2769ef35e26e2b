import type { Words } from "../plan/words.ts";

/** The steps of a replacement as carriers and service desks take them, in their order. */
export const STAGES = [
  "planned",
  "requested",
  "approved",
  "received",
  "inserted",
  "activated",
  "tested",
  "closed",
] as const;
export type Stage = (typeof STAGES)[number];
/** `given-up`: a person ended it without a new card. */
export type TicketState = Stage | "given-up";

export const STAGE_WORDS: Readonly<Record<TicketState, Words>> = {
  planned: { en: "planned", zh: "计划中" },
  requested: { en: "requested from the carrier", zh: "已向运营商申请" },
  approved: { en: "approved", zh: "已审核通过" },
  received: { en: "new card received", zh: "已领取新卡" },
  inserted: { en: "new card inserted, waits for activation", zh: "已插入新卡，等待激活" },
  activated: { en: "new card activated, to be tested", zh: "新卡已激活，待测试" },
  tested: { en: "tested, watched for 24 hours", zh: "测试通过，观察24小时" },
  closed: { en: "closed", zh: "已完成" },
  "given-up": { en: "given up", zh: "已放弃" },
};

export const rankOf = (stage: TicketState): number => (stage === "given-up" ? STAGES.length : STAGES.indexOf(stage));

/** What a person may say has come about; the rest is seen by the device, or follows. */
export const TOLD_STAGES = ["requested", "approved", "received", "inserted", "activated"] as const;
export type ToldStage = (typeof TOLD_STAGES)[number];
