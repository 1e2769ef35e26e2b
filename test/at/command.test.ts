import { expect, it } from "vitest";
import { action, query } from "../../src/at/command.ts";
import { enterPin } from "../../src/at/outgoing/write-command.ts";
import { pin } from "../../src/at/outgoing/pin.ts";
import { Seconds } from "../../src/base/duration.ts";

const [outside, within] = ["1\rAT+CFUN=0", Seconds(1)];

it("a command line is a text that stands in the source, or was made out of checked values", () => {
  expect(action("AT+CSQ", within).line).toBe("AT+CSQ");
  const checked = pin("1234");
  if (!checked.ok) throw new TypeError("a sound PIN was refused");
  expect(action(enterPin(checked.value), within).line).toBe('AT+CPIN="1234"');
});

it("one that was put together out of anything else does not compile, and is refused at run time too", () => {
  // @ts-expect-error a template with a value inside
  expect(() => action(`AT+CMGR=${outside}`, within)).toThrow(/at-line-refused/);
  // @ts-expect-error a concatenation
  expect(() => query("AT+CMGR=" + outside, () => true, within)).toThrow(/at-line-refused/);
  // @ts-expect-error any string
  expect(() => action(outside, within)).toThrow(/at-line-refused/);
});
