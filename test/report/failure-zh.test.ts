import { expect, test } from "vitest";
import { recoveryWords } from "../../src/report/recovery-words.ts";
import { failureZh } from "../../src/report/failure-zh.ts";

test.each([
  [
    "the modem refused the data call (127, user authentication failed); tried again after 58 min 12 s",
    "模块拒绝了“拨号”（回复：127, user authentication failed）；58分钟12秒后再试",
  ],
  ["AT+CFUN=4 was refused: CME ERROR: 3", "模块拒绝了 AT+CFUN=4：CME ERROR: 3"],
  ["waits for the network: not registered.", "等待注册网络"],
  ["spawn /none ENOENT", "原文“spawn /none ENOENT”"],
])("%s", (text, zh) => {
  expect(failureZh(text)).toBe(zh);
});

test("a try that came to nothing is Chinese in the Chinese words", () => {
  const failed = "the data call is somebody else's, and nobody is asked";
  const lastTry = "2026-11-12T02:00:00.000Z";
  expect(recoveryWords({ waits: "not-yet", lastTry, failed }, () => "02:00")?.zh).toBe(
    "上次尝试 02:00，失败：拨号由其他程序管理，未设置可请求的对象（bearer.request_command）",
  );
});
