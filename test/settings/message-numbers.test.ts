import { expect, test } from "vitest";
import { loadSettings } from "../../src/settings/load.ts";
import { describeRefusal } from "../../src/settings/settings-fault.ts";

function told(numbers: string, sms = "read"): string {
  const loaded = loadSettings({ flags: [`bridge.sms_to=${numbers}`, `modem.sms=${sms}`] });
  return loaded.kind === "refused" ? describeRefusal(loaded.faults) : (loaded.settings.bridge.smsTo ?? "");
}

test.each(["10086", "10086 106* +8613800138000", "+86138*"])("%j names who may be written to", (numbers) => {
  expect(told(numbers)).toBe(numbers);
});

test.each(["*", "86", "12*", "+*", "1*6", "10086,10010", "10086  10010", "10086 ", "12345678901234567890123", "ten"])(
  "%j names nobody, and is refused with what is allowed",
  (numbers) => {
    expect(told(numbers)).toMatch(/bridge\.sms_to.*3 to 20 digits each/s);
  },
);

test("more numbers than anybody would permit on purpose are refused", () => {
  expect(told(Array.from({ length: 32 }, (_, at) => 10_000 + at).join(" "))).toMatch(/^10000 10001/);
  expect(told(Array.from({ length: 33 }, (_, at) => 10_000 + at).join(" "))).toMatch(/1 to 32 separated/);
});

test("where messages are left alone nobody may be written to", () => {
  expect(told("10086", "off")).toMatch(/bridge\.sms_to.*modem\.sms = "off".*modem\.sms = "read"/s);
});
