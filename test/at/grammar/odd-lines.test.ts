import { expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";
import { answersRegistration } from "../../../src/at/grammar/registration.ts";
import { isoOf } from "../../../src/at/sms/time-stamp.ts";

it("Gobi separates state and setting by a blank, and the line still answers the read", () => {
  expect(decode("+CREG: 0 5")).toMatchObject({ kind: "registration", n: 0, stat: 5, unsolicited: false });
  expect(answersRegistration("+CREG")("+CREG: 0 5")).toBe(true);
  expect(decode("+CREG: 0x1,1").kind).toBe("unknown");
});

it("a card's number that stands alone is told under the name that asked for it", () => {
  expect(decode("89860412345678901234", "AT+CCID")).toMatchObject({ kind: "iccid", command: "+CCID" });
  expect(decode("89860412345678901234")).toMatchObject({ kind: "iccid", command: "" });
});

it("an error without its code, and an abandoned command, are results", () => {
  expect(decode("+CME ERROR")).toEqual({
    kind: "error",
    command: "+CME ERROR",
    unsolicited: false,
    scheme: "cme",
    text: "",
  });
  expect(decode("+CMS ERROR:")).toMatchObject({ kind: "error", scheme: "cms", text: "" });
  expect(decode("ABORTED")).toMatchObject({ kind: "error", scheme: "dialect" });
  expect(decode("+CME ERRORS").kind).toBe("unknown");
});

it("a message's two-digit year of 90 to 99 is of the last century: GSM began in 1991", () => {
  expect(isoOf("99/12/31,23:59:59+32")).toBe("1999-12-31T23:59:59+08:00");
  expect(isoOf("89/12/31,23:59:59+32")).toBe("2089-12-31T23:59:59+08:00");
  expect(isoOf("2099/12/31,23:59:59+32")).toBe("2099-12-31T23:59:59+08:00");
});

it("a zone that is a parameter of its own between time and daylight saving is kept", () => {
  expect(decode("+NITZ: 24/02/29,01:02:03,+32,0")).toMatchObject({ zoned: true, tz: "+32", zoneMinutes: 480, dst: 0 });
});
