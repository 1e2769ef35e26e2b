import { maskIccid } from "../base/mask.ts";
import type { Modem } from "../modem/modem.ts";
import type { Words } from "../plan/words.ts";

/** What the device itself sees in the slot. `unseen`: no AT port, no answer, or a card whose number cannot be read. */
export type SlotSeen =
  | { readonly kind: "unseen" }
  | { readonly kind: "empty" }
  | { readonly kind: "card"; readonly iccid: string };

export function slotSeen({ sim }: Pick<Modem, "sim">): SlotSeen {
  if (sim.state === "absent") return { kind: "empty" };
  return sim.iccid === undefined ? { kind: "unseen" } : { kind: "card", iccid: sim.iccid };
}

/** Why a person's word of a new card cannot stand: the device sees that it is not in. Undefined: nothing speaks against it. */
export function slotSpeaksAgainst(slot: SlotSeen | undefined, oldCard: string | undefined): Words | undefined {
  if (slot?.kind === "empty") return EMPTY;
  return slot?.kind === "card" && slot.iccid === oldCard ? oldIn(slot.iccid) : undefined;
}

const EMPTY: Words = {
  en: "Not taken: the device sees no card in its slot. Switch off, put the new card in until it clicks, switch on; the device then sees it by itself.",
  zh: "未接受：本机检测到卡槽内无卡。请关机，插入新卡至到位，再开机；设备会自动识别。",
};

const oldIn = (iccid: string): Words => ({
  en: `Not taken: the device sees the old card in its slot (${maskIccid(iccid)}). Switch off, change it for the new card, switch on; the device then sees it by itself. If the old card stays: \`cellward sim replace cancel --reason TEXT\`.`,
  zh: `未接受：本机检测到卡槽内仍是旧卡（${maskIccid(iccid)}）。请关机换上新卡，再开机；设备会自动识别。若继续使用旧卡：cellward sim replace cancel --reason 原因。`,
});
