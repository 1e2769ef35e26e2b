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
  [
    { waits: "nothing-to-try" },
    "tries nothing: nothing that can be done from here would help",
    "不自动尝试：本机没有可行的措施",
  ],
  [
    { waits: "not-ours" },
    "the modem asks the network again only after its radio was off and on, which is not this agent's to do: whoever dials does it, or set bearer.request_command",
    "关开一次射频后模组才会重新入网，但射频不归本程序管理：由拨号程序执行，或设置 bearer.request_command",
  ],
  [{ waits: "not-yet", lastTry: LAST }, "last tried 02:00", "上次尝试 02:00"],
] as const)("%j", (view, en, zh) => {
  expect(recoveryWords(view, local)).toEqual({ en, zh });
});

test("where nothing is due and nothing was tried, nothing is said", () => {
  expect(recoveryWords({ waits: "not-yet" }, local)).toBeUndefined();
});
