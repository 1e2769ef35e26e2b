import { expect, test } from "vitest";
import type { SlotView } from "../../src/report/slot-contract.ts";
import { slotWords } from "../../src/report/slot-words.ts";

const local = (instant: string): string => instant.slice(0, 16);
const at = "2026-11-30T16:00:00.000Z";

test.each([
  [{ slot: 1, home: 1, waits: "fine" }, "home card (slot 1)", "主卡（卡槽 1）"],
  [
    { slot: 2, home: 1, waits: "waits", next: at, leftHome: { at: "2026-11-12T01:00:00.000Z", why: "stop" } },
    "second card (slot 2); the home one was left 2026-11-12T01:00: its carrier stopped it; switches at 2026-11-30T16:00",
    "副卡（卡槽 2）；2026-11-12T01:00 离开主卡：被运营商停机；2026-11-30T16:00 切换",
  ],
  [
    { slot: 2, home: 1, waits: "waits", next: at, because: "way-back" },
    "second card (slot 2); switches at 2026-11-30T16:00 and not sooner: the day's last switch is kept for the way back to the card that works (slots.switches_per_day)",
    "副卡（卡槽 2）；2026-11-30T16:00 切换：当天最后一次切换留作换回可用的卡（slots.switches_per_day）",
  ],
  [
    { slot: 1, home: 1, waits: "waits", next: at, because: "dwell" },
    "home card (slot 1); switches at 2026-11-30T16:00 and not sooner: so long after the last switch (slots.dwell)",
    "主卡（卡槽 1）；2026-11-30T16:00 切换：距上次切换须达规定时间（slots.dwell）",
  ],
  [{ slot: 1, home: 1 }, "home card (slot 1); switches now", "主卡（卡槽 1）；正在切换"],
  [
    { slot: 1, home: 1, waits: "no-other", next: at },
    "home card (slot 1); the other one was no better; tried again from 2026-11-30T16:00",
    "主卡（卡槽 1）；另一张卡同样不可用，2026-11-30T16:00 起再试",
  ],
  [{ slot: 1, home: 1, waits: "rests" }, "home card (slot 1); rests by hand", "主卡（卡槽 1）；人工设定休息中"],
  [{ home: 1, failed: "no way" }, "nothing can be switched: no way", "无法切换卡槽：no way"],
] as const satisfies readonly (readonly [SlotView, string, string])[])("%j", (view, en, zh) => {
  expect(slotWords(view, local)).toEqual({ en, zh });
});
