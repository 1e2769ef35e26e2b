import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOctets, readAddress, readCentre } from "../../../src/at/sms/address.ts";
import { broadcastCoding, smsCoding } from "../../../src/at/sms/data-coding.ts";
import { decodePdu } from "../../../src/at/sms/decode-pdu.ts";
import { gsm7Septets, gsm7Text } from "../../../src/at/sms/gsm7-alphabet.ts";
import { defaultTable } from "../../../src/at/sms/gsm7-tables.ts";
import { formatHex, parseHex, readOctets } from "../../../src/at/sms/octets.ts";
import { packSeptets, unpackSeptets } from "../../../src/at/sms/septets.ts";
import { isoOf, timeStamp } from "../../../src/at/sms/time-stamp.ts";
import { userDataHeader } from "../../../src/at/sms/user-data-header.ts";
import { validityOctet, validityOf } from "../../../src/at/sms/validity.ts";
import { Days, type Duration, Hours, Minutes } from "../../../src/base/duration.ts";

const octets = (hex: string): Uint8Array => parseHex(hex) ?? new Uint8Array();

describe("septets", () => {
  // python-gsmmodem, test/test_pdu.py TestGsm7
  it.each([
    ["123", "31D90C"],
    ["12345678", "31D98C56B3DD70"],
    ["123456789", "31D98C56B3DD7039"],
    ["Hello World!", "C8329BFD065DDF72363904"],
    ["[{abc}]~", "1BDE0615168F37A98D6FD303"],
    ["123456789012345678901234567890", "31D98C56B3DD7039584C36A3D56C375C0E1693CD6835DB0D978301"],
    ["{åΦΓΛΩΠΨΣΘ€}", "1BD44332A1542C174C6653DEA400"],
    ["a[]{}€", "E10D6FE3DBA036A94D19"],
  ])("%s", (text, hex) => {
    const septets = gsm7Septets(text) ?? [];
    expect(formatHex(packSeptets(septets))).toBe(hex);
    expect(gsm7Text(unpackSeptets(octets(hex), septets.length))).toBe(text);
  });

  it("what fill bits push is pulled back", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(127)), fc.nat(6), (septets, fill) => {
        expect(unpackSeptets(packSeptets(septets, fill), septets.length, fill)).toEqual(septets);
      }),
    );
  });

  it("there is no septet for a Chinese character, and no other is taken for it", () => {
    expect(gsm7Septets("世界您好！")).toBeUndefined();
  });

  it("an escape before a code without an extension shows the plain character; two make a space; a last one is nothing", () => {
    expect(gsm7Text([0x1b, 0x41])).toBe("A");
    expect(gsm7Text([0x1b, 0x1b, 0x41])).toBe(" A");
    expect(gsm7Text([0x41, 0x1b])).toBe("A");
  });

  it("every table has 128 places, and no character stands in two of them", () => {
    for (const language of [undefined, "turkish", "portuguese"] as const) {
      expect(defaultTable(language)).toHaveLength(128);
      expect(new Set(defaultTable(language)).size).toBe(128);
    }
  });

  it("a national table is used where the header says so", () => {
    // 3GPP TS 23.038 A.2 and A.3
    expect(gsm7Text([0x1b, 0x67, 0x0b], { single: "turkish" })).toBe("ğØ");
    expect(gsm7Text([0x1b, 0x67, 0x0b], { locking: "turkish" })).toBe("gĞ");
    expect(gsm7Text([0x1b, 0x61], { single: "spanish" })).toBe("á");
    expect(gsm7Text([0x7b, 0x1b, 0x09, 0x7c], { locking: "portuguese", single: "portuguese" })).toBe("ãçõ");
    expect(gsm7Text([0x1b, 0x65], { single: "portuguese" })).toBe("€");
  });
});

describe("addresses", () => {
  // python-gsmmodem, TestSmsPduAddressFields; what stands behind the field is left alone.
  it.each([
    ["0A918967452301", "+9876543210", 7],
    ["0A918967452301000000", "+9876543210", 7],
    ["099189674523F1000000", "+987654321", 7],
    ["0B917228195339F4", "+27829135934", 8],
    ["06D061F118", "abc", 5],
    ["06D061F118D3F1FF0032", "abc", 5],
    ["0ED04669D0397C26A7", "FRANCOIS", 9],
    ["14D0E10D6FE3DBA036A94D19", "a[]{}€", 12],
    ["0AA11092997856", "0129998765", 7],
    ["05810180F6", "10086", 5],
    ["0080", "", 2],
    // A name whose centre counted whole octets: the spare bits are no `@`.
    ["10D0E7B4D97C0E9BCD00", "giffgaff", 10],
    // Android, GsmSmsTest: CPHS's two flags in the place of a name, of which the second is an `@`.
    ["04D01100", "_@", 4],
  ])("%s is %s", (hex, number, used) => {
    const reader = readOctets(octets(hex));
    expect(readAddress(reader)?.number).toBe(number);
    expect(hex.length / 2 - reader.left()).toBe(used);
  });

  // TestSmsPduSmscFields
  it.each([
    ["06918967452301", "+9876543210"],
    ["069189674523F1000000", "+987654321"],
    ["06917228195339", "+2782913593"],
    ["04A12143F5", "12345"],
  ])("the centre %s is %s", (hex, number) => {
    expect(readCentre(readOctets(octets(hex)))?.number).toBe(number);
  });

  // ModemManager, Address-Encoder
  it.each([
    ["+19037029920", "919130079229F0", 11],
    ["9037029920", "810973209902", 10],
    ["10086", "810180F6", 5],
    ["*100#", "811A00FB", 5],
  ])("%s is written %s", (number, hex, digits) => {
    const written = addressOctets(number);
    expect(formatHex(written.octets)).toBe(hex);
    expect(written.digits).toBe(digits);
  });
});

describe("time stamps", () => {
  // python-gsmmodem, TestTimestamp; python-messaging, test_converting_datetime_to_validity; oFono
  it.each([
    ["51117200000000", "15/11/27,00:00:00+00", "2015-11-27T00:00:00+00:00"],
    ["51117200000080", "15/11/27,00:00:00+08", "2015-11-27T00:00:00+02:00"],
    ["70402132522423", "07/04/12,23:25:42+32", "2007-04-12T23:25:42+08:00"],
    ["7040213252242B", "07/04/12,23:25:42-32", "2007-04-12T23:25:42-08:00"],
    ["99202150750321", "99/02/12,05:57:30+12", "1999-02-12T05:57:30+03:00"],
    ["99202150750329", "99/02/12,05:57:30-12", "1999-02-12T05:57:30-03:00"],
    ["1120821105050A", "11/02/28,11:50:50-20", "2011-02-28T11:50:50-05:00"],
    ["41012151018123", "14/10/12,15:10:18+32", "2014-10-12T15:10:18+08:00"],
  ])("%s", (hex, text, iso) => {
    expect(timeStamp(octets(hex))).toEqual({ text, iso });
  });

  it("digits that are none make no time stamp, a date that is none no moment", () => {
    expect(timeStamp(octets("FFFFFFFFFFFFFF"))).toBeUndefined();
    expect(timeStamp(octets("1A208211050500"))).toBeUndefined();
    expect(timeStamp(octets("112082"))).toBeUndefined();
    expect(timeStamp(octets("00000000000000"))).toEqual({ text: "00/00/00,00:00:00+00" });
    expect(timeStamp(octets("31203200000000"))).toEqual({
      text: "13/02/23,00:00:00+00",
      iso: "2013-02-23T00:00:00+00:00",
    });
    expect(timeStamp(octets("31209200000000"))).toEqual({ text: "13/02/29,00:00:00+00" });
  });

  it("text mode prints the same, with blanks, without a zone, or with a zone that is none", () => {
    expect(isoOf("26/09/06,21:05:00 +32")).toBe("2026-09-06T21:05:00+08:00");
    expect(isoOf("26/09/06,21:05:00")).toBe("2026-09-06T21:05:00");
    expect(isoOf("26/09/06,21:05:00+99")).toBe("2026-09-06T21:05:00");
    expect(isoOf("26/13/06,21:05:00+00")).toBeUndefined();
  });
});

describe("validity", () => {
  // python-messaging and python-gsmmodem
  it.each<readonly [Duration, number]>([
    [Minutes(5), 0],
    [Minutes(10), 1],
    [Minutes(30), 5],
    [Hours(12), 143],
    [Hours(13), 145],
    [Hours(16), 151],
    [Hours(24), 167],
    [Days(2), 168],
    [Days(3), 169],
    [Days(30), 196],
    [Days(35), 197],
    [Days(63 * 7), 255],
  ])("%i ms is %i", (validity, octet) => {
    expect(validityOctet(validity)).toBe(octet);
    expect(validityOf(octet)).toBe(validity);
  });

  it("what has no octet of its own is never shortened, up to 63 weeks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 63 * 7 * 24 * 60 }), (minutes) => {
        expect(validityOf(validityOctet(Minutes(minutes)))).toBeGreaterThanOrEqual(Minutes(minutes));
      }),
    );
    expect(validityOctet(Days(1_000))).toBe(255);
  });
});

describe("data coding", () => {
  it("all 256 values of TP-DCS have the alphabet of 3GPP TS 23.038 4", () => {
    // warthog618/sms, encoding/tpdu/dcs_test.go
    for (let dcs = 0; dcs < 256; dcs += 1) {
      const general = ["gsm7", "octets", "ucs2", "gsm7"][(dcs >> 2) & 3];
      const expected =
        dcs < 0x80 ? general : dcs < 0xe0 ? "gsm7" : dcs < 0xf0 ? "ucs2" : (dcs & 4) === 0 ? "gsm7" : "octets";
      expect(smsCoding(dcs).alphabet).toBe(expected);
      expect(smsCoding(dcs).compressed).toBe(dcs < 0x80 && (dcs & 0x20) !== 0);
      const hasClass = (dcs < 0x80 && (dcs & 0x10) !== 0) || dcs >= 0xf0;
      expect(smsCoding(dcs).messageClass).toBe(hasClass ? dcs & 3 : undefined);
    }
  });

  it("message waiting tells of what, and of none", () => {
    expect(smsCoding(0xc8).waiting).toEqual({ kind: "voice", active: true });
    expect(smsCoding(0xd2).waiting).toEqual({ kind: "mail", active: false });
    expect(smsCoding(0xe9)).toMatchObject({ alphabet: "ucs2", waiting: { kind: "fax", active: true } });
  });

  it("USSD and cell broadcast have codings of their own", () => {
    for (const dcs of [0x00, 0x01, 0x0f, 0x10, 0x20, 0x40, 0x50, 0xf0, 0xf1])
      expect(broadcastCoding(dcs).alphabet).toBe("gsm7");
    for (const dcs of [0x11, 0x48, 0x59]) expect(broadcastCoding(dcs).alphabet).toBe("ucs2");
    for (const dcs of [0x44, 0x54, 0xf4]) expect(broadcastCoding(dcs).alphabet).toBe("octets");
  });
});

describe("user data headers", () => {
  // python-gsmmodem, TestUdhConcatenation and TestUdhPortAddress
  it.each([
    ["0003170301", { concatenation: { ref: 23, max: 3, seq: 1, width: 8 } }],
    ["080401800402", { concatenation: { ref: 384, max: 4, seq: 2, width: 16 } }],
    ["04026432", { ports: { destination: 100, source: 50 } }],
    ["050404D21466", { ports: { destination: 1234, source: 5222 } }],
    ["240101", { single: "turkish" }],
    ["250103", { locking: "portuguese" }],
    [
      "25010324010200034D0201",
      { locking: "portuguese", single: "spanish", concatenation: { ref: 77, max: 2, seq: 1, width: 8 } },
    ],
  ])("%s", (hex, expected) => {
    expect(userDataHeader(octets(hex))).toMatchObject(expected);
  });

  it("a part number of 0, or beyond the number of parts, is no concatenation", () => {
    for (const hex of ["0003170300", "0003170001", "0003170304"])
      expect(userDataHeader(octets(hex)).concatenation).toBeUndefined();
  });

  it("an element that reaches over the end is told, and those before it are kept", () => {
    expect(userDataHeader(octets("0003170301050401"))).toMatchObject({ broken: true, concatenation: { ref: 23 } });
  });

  it("a language whose locking table is not here is kept as it came, and its text is not guessed", () => {
    expect(decodePdu("0041000A81000000000000000C032501060005D4F29C0E")).toMatchObject({ data: "0005D4F29C0E" });
    expect(decodePdu("0041000A81000000000000000C032501060005D4F29C0E").text).toBeUndefined();
    expect(userDataHeader(octets("250106"))).toEqual({ elements: [{ iei: 0x25, data: "06" }], unread: true });
  });
});
