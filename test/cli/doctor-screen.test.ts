import { expect, test } from "vitest";
import { type CheckResult, PARTS } from "../../src/cli/doctor-check.ts";
import { resultLines, resultRow } from "../../src/cli/doctor-screen.ts";
import { textColumns } from "../../src/cli/text-columns.ts";

const MISSING: CheckResult = {
  what: "port",
  verdict: "fault",
  found: { en: "/dev/ttyUSB9 does not exist", zh: "/dev/ttyUSB9 不存在" },
  remedy: { en: "Plug the modem in.", zh: "请接好模组。" },
};

test("a fault is told in both languages, each sentence on a line of its own below the other", () => {
  expect(resultLines(MISSING)).toBe(
    `${[
      "BAD   port 串口      /dev/ttyUSB9 does not exist",
      "                     /dev/ttyUSB9 不存在",
      "                     -> Plug the modem in.",
      "                     -> 请接好模组。",
    ].join("\n")}\n`,
  );
});

test("what is well stays on one line, and a note may need nothing done", () => {
  expect(resultLines({ what: "interface", verdict: "ok", found: "wwan0: 1 MB received" })).toBe(
    "ok    interface 接口 wwan0: 1 MB received\n",
  );
  expect(resultLines({ what: "modem", verdict: "note", found: { en: "not asked", zh: "未查询" } })).toBe(
    "note  modem 模组     not asked\n                     未查询\n",
  );
});

test("every text begins in the same column, whatever is looked at", () => {
  const columns = Object.keys(PARTS).map((what) => {
    const line = resultLines({ what: what as keyof typeof PARTS, verdict: "ok", found: "X" });
    return textColumns(line.slice(0, line.indexOf("X")));
  });
  expect(new Set(columns)).toEqual(new Set([21]));
});

test("programs go on reading English under the plain names, and find Chinese beside it", () => {
  expect(resultRow(MISSING)).toEqual({
    what: "port",
    verdict: "fault",
    found: "/dev/ttyUSB9 does not exist",
    foundZh: "/dev/ttyUSB9 不存在",
    remedy: "Plug the modem in.",
    remedyZh: "请接好模组。",
  });
  expect(resultRow({ what: "plan", verdict: "ok", found: "30 MB a cycle" })).toEqual({
    what: "plan",
    verdict: "ok",
    found: "30 MB a cycle",
  });
});

test("what a port's name smuggles in is not obeyed by the terminal", () => {
  const found = { en: "\u001b[2J is a directory, no port.", zh: "\u001b[2J 是目录，不是串口。" };
  expect(resultLines({ what: "port", verdict: "note", found })).not.toContain("\u001b");
});
