import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasLuhnDigit, luhnDigit } from "../../src/tape/luhn.ts";
import { maskIdentifiers } from "../../src/tape/mask-identifiers.ts";

const mask = maskIdentifiers(Buffer.from("a key"));
const modem = (line: string): string => mask(`\r\n${line}\r\n`, "modem").slice(2, -2);
const host = (line: string): string => mask(`${line}\r`, "host").slice(0, -1);
const classes = (text: string): string =>
  text.replaceAll(/\d/g, "0").replaceAll(/[A-Z]/g, "A").replaceAll(/[a-z]/g, "a");

const ICCID = "89860619150001639290";
const IMEI = `86123404567890${luhnDigit("86123404567890")}`;
const swapped = (hex: string): string => hex.replace(/(.)(.)/g, "$2$1");

describe("on a tape that is to be shown", () => {
  it.each([
    ["an ICCID", `+QCCID: ${ICCID}`, "898606"],
    ["one with letters in it", "+ICCID: 898602F2191970341882", "898602"],
    ["one of 19 digits", "^ICCID: 8986061915000163929", "898606"],
    ["one with filler", "+CCID: 8986061915000163929F", "898606"],
    ["the raw file of a card", `+CRSM: 144,0,"${swapped(ICCID)}"`, swapped("898606")],
    ["an IMSI", "460022670845816", "46002"],
    ["an IMSI with a network of three digits", "310410123456789", "310410"],
    ["the raw file of an IMSI", '+CRSM: 144,0,"084906200276485861"', "084906"],
    ["an IMEI", IMEI, "86123"],
    ["an IMEI and version", "8612340456789012", "86123"],
    ["an EID", "89049032123451234512345678901235", "89049032"],
    ["a number", '+CNUM: ,"+8613800138000",145', '"+86138'],
    ["a number without its country", '+CLIP: "13800138000",129', '"138'],
  ])("%s is another one of the same length and classes, its issuer kept", (_what, line, kept) => {
    const masked = modem(line);
    expect(masked).not.toBe(line);
    expect(classes(masked)).toBe(classes(line));
    expect(masked).toContain(kept);
    expect(modem(line)).toBe(masked);
  });

  it("check digits are right where they were", () => {
    expect(hasLuhnDigit(ICCID) && hasLuhnDigit(IMEI)).toBe(true);
    expect(hasLuhnDigit(modem(ICCID))).toBe(true);
    expect(hasLuhnDigit(modem(IMEI))).toBe(true);
    fc.assert(
      fc.property(fc.stringMatching(/^86\d{12}$/), (digits) => {
        expect(hasLuhnDigit(modem(digits + luhnDigit(digits)))).toBe(true);
      }),
    );
  });

  it("what was equal is equal, in every form", () => {
    const plain = modem(ICCID);
    expect(modem(`+CCID: "${ICCID}"`)).toBe(`+CCID: "${plain}"`);
    expect(modem(`+CRSM: 144,0,"${swapped(ICCID)}"`)).toBe(`+CRSM: 144,0,"${swapped(plain)}"`);
    expect(modem('+CRSM: 144,0,"084906207206485861"')).toContain(swapped(modem("460022760848516").slice(-14)).slice(2));
  });

  it("another recording's are others", () => {
    expect(maskIdentifiers(Buffer.from("another key"))(ICCID, "modem")).not.toBe(mask(ICCID, "modem"));
  });

  it.each([
    "+UGCNTRD: 1,0,0,113728263578,113728263578",
    "^DSFLOWQRY: 0000000A,000000000000012C,0000000000000190,0000000A,000000000000012C,0000000000000190",
    '+CEREG: 2,1,"DE10","5A29C0B",7',
    '+CEREG: 5,1,"1A2D","01234567",7,,,"00100100","10000010"',
    '+COPS: (1,"CHN-UNICOM","UNICOM","46001",2),(3,"CHN-CT","CT","46011",12)',
    '+CCLK: "24/01/18,08:58:19+28"',
    '+CGPADDR: 1,"10.69.64.192"',
    "+CPSI: LTE,Online,460-11,0x774B,126375687,303,EUTRAN-BAND1,100,5,0,12,36,42,5",
    "RM510QGLAAR11A03M4G_01.001.01.001",
  ])("what identifies nobody stays: %s", (line) => {
    expect(modem(line)).toBe(line);
  });

  it.each([
    ["AT+CPIN=1234", /^AT\+CPIN=\d{4}$/],
    ['AT+CPIN="12345678","4321"', /^AT\+CPIN="\d{8}","\d{4}"$/],
    ['AT+CLCK="SC",0,"1234"', /^AT\+CLCK="SC",0,"\d{4}"$/],
    ['AT+CPWD="P2","1234","5678"', /^AT\+CPWD="P2","\d{4}","\d{4}"$/],
    ['AT+QICSGP=1,3,"internet","joe","secret",2', /^AT\+QICSGP=1,3,"internet","[a-z]{3}","[a-z]{6}",2$/],
    ['AT+CGAUTH=1,2,"joe","secret"', /^AT\+CGAUTH=1,2,"[a-z]{3}","[a-z]{6}"$/],
    ["AT^AUTHDATA=1,2,,secret,joe", /^AT\^AUTHDATA=1,2,,[a-z]{6},[a-z]{3}$/],
    ['AT^NDISDUP=1,1,"cmnet","joe","secret",1', /^AT\^NDISDUP=1,1,"cmnet","[a-z]{3}","[a-z]{6}",1$/],
  ])("secrets are others: %s", (line, shape) => {
    expect(host(line)).toMatch(shape);
    expect(host(line)).not.toBe(line);
  });

  it("a message's numbers and words are gone, and it can still be taken apart", () => {
    const pdu = "0891683108200505F0040D91683108108300F0000862112212101023044F60597D";
    const masked = mask(`\r\n+CMT: ,26\r\n${pdu}\r\n`, "modem").split("\r\n")[2] ?? "";
    expect(masked).toHaveLength(pdu.length);
    expect(masked).toMatch(/^08916831\d{8}F\d040D916831\d{8}F\d0008621122121010230400200020$/);
    expect(masked).not.toContain("683108108300F0");
    const number = mask('\r\n+CNUM: ,"+8613800138000",145\r\n', "modem").match(/\d{13}/)?.[0] ?? "";
    expect(swapped(`${number}F`)).toBe(masked.slice(24, 38));
    const sent = mask("AT+CMGS=15\r0001000B916831080000F00000023031\x1aAT+CSQ\r", "host");
    expect(sent).toMatch(/^AT\+CMGS=15\r0001000B91[0-9F]{12}0000020000/);
    expect(sent.endsWith("AT+CSQ\r")).toBe(true);
    expect(mask("AT+CMGR=1\rAT+CSQ\r", "host")).toBe("AT+CMGR=1\rAT+CSQ\r");
    expect(mask('\r\n+CMT: "+8613800138000",,"26/11/22,21:00:00+32"\r\nCall me at noon\r\n', "modem")).not.toMatch(
      /noon|38000/,
    );
  });

  it("nothing that passes changes its length or its line ends, and nothing throws", () => {
    const parts = [
      "\r\n",
      "+CMT: ,26\r\n",
      "AT+CMGS=3\r",
      "0891",
      "\x1a",
      '"',
      ",",
      "98",
      "89860",
      "+",
      "F",
      "1234567890",
      "\xff",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts)), (said) => {
        const text = said.join("");
        for (const from of ["host", "modem"] as const) {
          const masked = mask(text, from);
          expect(masked).toHaveLength(text.length);
          expect(masked.replaceAll(/[^\r\n]/g, "x")).toBe(text.replaceAll(/[^\r\n]/g, "x"));
        }
      }),
      { numRuns: 500 },
    );
  });
});
