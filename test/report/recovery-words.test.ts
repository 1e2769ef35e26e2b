import { expect, test } from "vitest";
import { recoveryWords } from "../../src/report/recovery-words.ts";

const [NEXT, LAST] = ["2026-11-12T03:00:00.000Z", "2026-11-12T02:00:00.000Z"];
const local = (instant: string): string => instant.slice(11, 16);

test.each([
  [{}, "tries now", "正在尝试"],
  [{ waits: "not-yet", next: NEXT }, "tries again by itself at 03:00", "03:00 自动再次尝试"],
  [
    { waits: "cap", next: NEXT, lastTry: LAST },
    "tries again at 03:00: it may not sooner; last tried 02:00",
    "03:00 再次尝试：受次数限制；上次尝试 02:00",
  ],
  [{ waits: "nothing-to-try" }, "tries nothing now", "目前不自动尝试"],
  [
    { waits: "not-ours", picture: "denied" },
    "the modem asks the network again only after its radio was off and on, which is not this agent's to do: whoever dials does it (name it in bearer.request_command), or switch the device off and on once after the card is back",
    "关开一次射频后模组才会重新入网，但射频不归本程序管理：由拨号程序执行（在 bearer.request_command 中指定），或在复机后将设备断电重启一次",
  ],
  [
    { waits: "not-ours", picture: "detached" },
    "the network let the modem go and has refused nothing: as a rule the modem comes back by itself after its timer (T3402, 12 minutes by default); attaching it sooner is for whoever dials (name it in bearer.request_command)",
    "网络让模组脱网，并未拒绝：模组一般在定时器（T3402，默认12分钟）到期后自行重新附着；提前附着由拨号程序执行（在 bearer.request_command 中指定）",
  ],
  [
    { waits: "not-ours", picture: "refused" },
    "the network lets the card in and gives no connection; dialling is for whoever dials, who cannot be asked from here (name it in bearer.request_command)",
    "网络允许入网但未建立连接；拨号由拨号程序执行，本程序无法请求（在 bearer.request_command 中指定）",
  ],
  [
    { waits: "not-yet", lastTry: LAST, failed: "no such GPIO" },
    "last tried 02:00, which FAILED: no such GPIO",
    "上次尝试 02:00，失败：原文“no such GPIO”",
  ],
  [
    { waits: "rests" },
    "rests: `cellward override` says until when and for whom",
    "休息中：期限和设定人见 cellward override",
  ],
  [{ waits: "not-yet", lastTry: LAST }, "last tried 02:00", "上次尝试 02:00"],
] as const)("%j", (view, en, zh) => {
  expect(recoveryWords(view, local)).toEqual({ en, zh });
});

test("where nothing is due and nothing was tried, nothing is said", () => {
  expect(recoveryWords({ waits: "not-yet" }, local)).toBeUndefined();
});
