import type { Words } from "../plan/words.ts";
import type { SlotView } from "./slot-contract.ts";

export const SLOT_WHY = {
  stop: { en: "its carrier stopped it", zh: "被运营商停机" },
  limit: { en: "its plan is used up", zh: "套餐已用完" },
  unusable: { en: "it is absent or locked", zh: "不存在或被锁" },
} as const satisfies Record<string, Words>;

/** Which of two cards is used and what comes next, for people; `local` writes an instant as they read it. */
export function slotWords(view: SlotView, local: (instant: string) => string): Words {
  const { slot, home, next, leftHome, failed, about } = view;
  if (slot === undefined)
    return failed === undefined
      ? { en: "the modem has not said which slot it uses", zh: "模块尚未告知所用卡槽" }
      : { en: `nothing can be switched: ${failed}`, zh: `无法切换卡槽：${failed}` };
  const now: Words =
    slot === home
      ? { en: `home card (slot ${slot})`, zh: `主卡（卡槽 ${slot}）` }
      : { en: `second card (slot ${slot})`, zh: `副卡（卡槽 ${slot}）` };
  const left = leftHome && {
    en: `the home one was left ${local(leftHome.at)}: ${SLOT_WHY[leftHome.why].en}`,
    zh: `${local(leftHome.at)} 离开主卡：${SLOT_WHY[leftHome.why].zh}`,
  };
  const other: Words | undefined = about && {
    en: `${slot === home ? "the second one" : "the home one"}: ${about.en}`,
    zh: `${slot === home ? "副卡" : "主卡"}：${about.zh}`,
  };
  const parts = [now, left, other, comingWords(view, next && local(next)), failed && failedWords(failed)];
  const there = parts.filter((part): part is Words => typeof part === "object");
  return { en: there.map(({ en }) => en).join("; "), zh: there.map(({ zh }) => zh).join("；") };
}

const failedWords = (text: string): Words => ({
  en: `the last switch FAILED: ${text}`,
  zh: `上次切换失败：${text}`,
});

const BECAUSE: Readonly<Record<NonNullable<SlotView["because"]>, Words>> = {
  patience: { en: "the reason has to stand so long (slots.after)", zh: "原因须持续规定时间（slots.after）" },
  dwell: { en: "so long after the last switch (slots.dwell)", zh: "距上次切换须达规定时间（slots.dwell）" },
  day: {
    en: "the switches of a day are used up (slots.switches_per_day)",
    zh: "一天的切换次数已用完（slots.switches_per_day）",
  },
  "way-back": {
    en: "the day's last switch is kept for the way back to the card that works (slots.switches_per_day)",
    zh: "当天最后一次切换留作换回可用的卡（slots.switches_per_day）",
  },
  expected: { en: "the home card should be back then", zh: "届时主卡应已恢复" },
  look: { en: "the home card is looked at then (slots.home_after)", zh: "届时换回主卡查看（slots.home_after）" },
};

function comingWords({ waits, because }: SlotView, at: string | undefined): Words | undefined {
  if (waits === undefined) return { en: "switches now", zh: "正在切换" };
  if (waits === "rests") return { en: "rests by hand", zh: "人工设定休息中" };
  if (at === undefined) return undefined;
  if (waits === "no-other")
    return { en: `the other one was no better; tried again from ${at}`, zh: `另一张卡同样不可用，${at} 起再试` };
  if (waits !== "waits") return undefined;
  const why = because && BECAUSE[because];
  return why === undefined
    ? { en: `switches at ${at}`, zh: `${at} 切换` }
    : { en: `switches at ${at} and not sooner: ${why.en}`, zh: `${at} 切换：${why.zh}` };
}
