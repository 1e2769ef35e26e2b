import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apn } from "../../../src/at/outgoing/apn.ts";
import type { Checked } from "../../../src/at/outgoing/checked.ts";
import { cid } from "../../../src/at/outgoing/cid.ts";
import { operatorCode } from "../../../src/at/outgoing/operator-code.ts";
import { phoneNumber } from "../../../src/at/outgoing/phone-number.ts";
import { pin } from "../../../src/at/outgoing/pin.ts";
import { quotedText } from "../../../src/at/outgoing/quoted-text.ts";
import { smsPlace } from "../../../src/at/outgoing/sms-place.ts";
import { smsText } from "../../../src/at/outgoing/sms-text.ts";
import { storageName } from "../../../src/at/outgoing/storage-name.ts";
import { ussdText } from "../../../src/at/outgoing/ussd-text.ts";
import {
  authenticateContext,
  defineContext,
  deleteSms,
  enterPin,
  selectOperator,
  selectStorage,
  sendSms,
  setCentre,
  smsBody,
  ussdCommand,
} from "../../../src/at/outgoing/write-command.ts";
import { encodeSubmit } from "../../../src/at/sms/encode-submit.ts";
import { accepted } from "../../support/accepted.ts";

const CID = accepted(cid(1));

/** Every text that goes into a line, and the line that is made of it. */
const LINES: readonly (readonly [name: string, line: (text: string) => string | undefined])[] = [
  ["an access point name", (text) => lineOf(apn(text), (value) => defineContext(CID, "IP", value))],
  ["a PIN", (text) => lineOf(pin(text), enterPin)],
  ["an operator's code", (text) => lineOf(operatorCode(text), selectOperator)],
  ["a service centre", (text) => lineOf(phoneNumber(text), setCentre)],
  ["a USSD code", (text) => lineOf(ussdText(text, "plain"), ussdCommand)],
  ["a USSD code as septets", (text) => lineOf(ussdText(text, "packed"), ussdCommand)],
  ["a USSD code as UCS2", (text) => lineOf(ussdText(text, "ucs2"), ussdCommand)],
  ["a message storage", (text) => lineOf(storageName(text), (value) => selectStorage(value, true))],
  [
    "a user and a password",
    (text) => lineOf(quotedText(text), (value) => authenticateContext(CID, "chap", value, value)),
  ],
];

function lineOf<T>(checked: Checked<T>, line: (value: T) => string): string | undefined {
  return checked.ok ? line(checked.value) : undefined;
}

const DANGEROUS = [
  "\r",
  "\n",
  "\x1a",
  "\x1b",
  '"',
  ";",
  "\\",
  "\0",
  ",",
  "AT",
  "+CFUN=1,1",
  "é",
  "好",
  "😀",
  " ",
  "a",
  "1",
  "*",
  "#",
  ".",
];
const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...DANGEROUS)).map((pieces) => pieces.join("")),
);

/** The parameters of a command, as the modem will see them: outside of quotes nothing but names, digits and commas. */
const unquoted = (line: string): string => line.replaceAll(/"[^"]*"/g, '""');

describe("no text from outside leaves its place in the line", () => {
  it.each(LINES)(
    "%s: nothing that is accepted holds a line end, Ctrl-Z, ESC, a quote or another command",
    (_name, line) => {
      fc.assert(
        fc.property(hostile, (text) => {
          const made = line(text);
          if (made === undefined) return;
          expect(made).toMatch(/^AT[\x20-\x7e]+$/);
          expect(made.length).toBeLessThanOrEqual(256);
          expect((made.match(/"/g) ?? []).length % 2).toBe(0);
          expect(unquoted(made)).toMatch(/^AT\+[A-Z]+=[0-9A-Za-z",-]*$/);
          // The type of a number's address goes by its plus.
          const shape = (one: string): string => unquoted(one).replace(/,145$/, ",129");
          expect(shape(made)).toBe(shape(line(harmless(text)) ?? made));
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it("the body of a message is hexadecimal digits and its Ctrl-Z, whatever the text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const checked = smsText(text);
        if (!checked.ok) return;
        for (const message of encodeSubmit({ da: accepted(phoneNumber("10086")), text: checked.value })) {
          expect(smsBody(message)).toMatch(/^(?:[0-9A-F]{2})+$/);
          expect(sendSms(message)).toMatch(/^AT\+CMGS=\d{1,3}$/);
        }
      }),
    );
  });
});

/** A text of the same kind that is known to be harmless, to compare the line's frame with. */
const harmless = (text: string): string => (/^[0-9]{5}$/.test(text) ? text : "46000");

const verdicts = <T>(check: (text: string) => Checked<T>, good: readonly string[], bad: readonly string[]): void => {
  it.each(good)("%j is accepted", (text) => expect(check(text).ok).toBe(true));
  it.each(bad)("%j is refused, with a sentence that does not repeat it", (text) => {
    const checked = check(text);
    expect(checked.ok).toBe(false);
    expect(text.length > 3 && !checked.ok && checked.why.includes(text)).toBe(false);
  });
};

describe("phone numbers", () => {
  verdicts(
    phoneNumber,
    ["10086", "+8613800138000", "106489912345678", "110", "+1 650-555-0100"],
    [
      "",
      "+",
      "12",
      "032BADNUMBER",
      "1badcsca",
      "+8613800138000\r",
      '10086"',
      "10086;+CFUN=0",
      "123456789012345678901",
      "++8613800138000",
      "１００８６",
    ],
  );
});

describe("access point names", () => {
  // 3GPP TS 23.003 9.1; ModemManager validates as FQDN since 2026.
  verdicts(
    apn,
    [
      "cmnet",
      "cmiot",
      "3gnet",
      "ctnet",
      "internet.mnc001.mcc214.gprs",
      "a",
      "ctm2m",
      "m2m_private.njm2mapn",
      `${"a".repeat(63)}.b`,
    ],
    [
      "",
      ".",
      "a..b",
      "-a",
      "a-",
      'a"b',
      "a;b",
      ";a",
      "a;",
      "a b",
      "cmnet\r\nAT+CFUN=0",
      "a,b",
      "中国",
      "a".repeat(64),
      "abcdefghi.".repeat(10),
      "a\\22",
    ],
  );
});

describe("PINs", () => {
  verdicts(pin, ["0000", "1234", "12345678"], ["", "123", "123456789", "12a4", "1234\r", '1234"', " 1234", "１２３４"]);
});

describe("operators' codes", () => {
  // ModemManager, test_parse_operator_id
  verdicts(
    operatorCode,
    ["46000", "41201", "342600", "72400", "724000", "00101", "90128"],
    ["", "000600", "000Z00", "123", "1234567", "4600O", "46000,7"],
  );
});

describe("contexts", () => {
  it.each([0, 1, 16, 63])("%i is accepted", (value) => expect(cid(value).ok).toBe(true));
  it.each([-1, 64, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("%s is refused", (value) =>
    expect(cid(value).ok).toBe(false),
  );
});

describe("USSD codes", () => {
  verdicts(
    (text) => ussdText(text, "plain"),
    ["*100#", "#100#", "*#06#", "1", "*120*8864#", "HIV"],
    ["", '*100#"', "*100#\r", "*100#\x1a", "a\\b", "好", "x".repeat(183), "é"],
  );
  verdicts(
    (text) => ussdText(text, "packed"),
    ["*100#", "é", '"', "x".repeat(134)],
    ["", "好", "a\r", "x".repeat(135)],
  );
  verdicts(
    (text) => ussdText(text, "ucs2"),
    ["*100#", "好", '"', "好".repeat(59)],
    ["", "a\n", "好".repeat(60), "\ud83d"],
  );

  it("is written in its coding", () => {
    expect(ussdCommand(accepted(ussdText("*100#", "plain")))).toBe('AT+CUSD=1,"*100#",15');
    // Huawei modems want and give packed septets; python-gsmmodem and others print the same for *100#.
    expect(ussdCommand(accepted(ussdText("*100#", "packed")))).toBe('AT+CUSD=1,"AA180C3602",15');
    expect(ussdCommand(accepted(ussdText("*100#", "ucs2")))).toBe('AT+CUSD=1,"002A0031003000300023",72');
    // Seven septets end in seven spare bits: CR fills them (3GPP TS 23.038 6.1.2.3.1).
    expect(accepted(ussdText("1234567", "packed")).str).toBe("31D98C56B3DD1A");
  });
});

describe("quoted texts", () => {
  it("a quote and a backslash travel as their codes", () => {
    expect(accepted(quotedText('a"b\\c'))).toBe('"a\\22b\\5Cc"');
    expect(accepted(quotedText(""))).toBe('""');
  });
  verdicts(quotedText, ["card", "p@ss;word, 1", "x".repeat(110)], ["a\rb", "x".repeat(111), '"'.repeat(37), "ü"]);
});

describe("messages", () => {
  verdicts(smsText, ["CXLL", "\r\n\x1a", "x".repeat(1_530), "😀"], ["", "x".repeat(1_531), "\ud83d", "a\0b"]);

  it("a place in the storage that is none is refused, and no other message deleted", () => {
    expect(deleteSms(accepted(smsPlace(3)))).toBe("AT+CMGD=3");
    for (const value of [-1, 0.5, Number.NaN, 65_536]) expect(smsPlace(value).ok).toBe(false);
  });
});
