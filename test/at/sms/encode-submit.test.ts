import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phoneNumber } from "../../../src/at/outgoing/phone-number.ts";
import { smsText } from "../../../src/at/outgoing/sms-text.ts";
import { decodePdu } from "../../../src/at/sms/decode-pdu.ts";
import { encodeSubmit, type SubmitRequest } from "../../../src/at/sms/encode-submit.ts";
import { Days, Minutes } from "../../../src/base/duration.ts";
import { accepted } from "../../support/accepted.ts";

type Options = Omit<SubmitRequest, "da" | "text" | "sca"> & { readonly sca?: string };

function encode(da: string, text: string, options: Options = {}): readonly string[] {
  const { sca, ...rest } = options;
  const request = { da: accepted(phoneNumber(da)), text: accepted(smsText(text)), ...rest };
  return encodeSubmit(sca === undefined ? request : { ...request, sca: accepted(phoneNumber(sca)) }).map(
    ({ pdu }) => pdu,
  );
}

const KIPLING =
  "Or walk with Kings - nor lose the common touch, if neither foes nor loving friends can hurt you, If all men count with you, but none too much; If you can fill the unforgiving minute With sixty seconds' worth of distance run, Yours is the Earth and everything thats in it, And - which is more - you will be a Man, my son";
const LOREM =
  "Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.Ut enim ad minim veniam, quinostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat.Duis aute irure dolor in reprehenderit in voluptate velit esse cillum doloe eu fugiat nulla pariatur.Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id est laborum";

const VECTORS: readonly (readonly [da: string, text: string, options: Options, pdus: readonly string[]])[] = [
  // ModemManager, src/tests/test-sms-part-3gpp.c; its validity of 5 is in minutes.
  [
    "+15555551234",
    "Да здравствует король, детка!",
    { sca: "+19037029920", validity: Minutes(5) },
    [
      "07919130079229F011000B915155551532F40008003A041404300020043704340440043004320441044204320443043504420020043A043E0440043E043B044C002C00200434043504420" +
        "43A04300021",
    ],
  ],
  [
    "+15555551234",
    "Hi there...Tue 17th Jan 2012 05:30.18 pm (GMT+1) ΔΔΔΔΔ",
    { sca: "+19037029920", validity: Minutes(5) },
    [
      "07919130079229F011000B915155551532F400000036C834888E2ECBCB2E978B5A2F8362373A1AA40CBB4132584C0682D57433982B8603C1DB20D4B1495DC5522008040281" +
        "00",
    ],
  ],
  [
    "+15556661234",
    "This is really cool ΔΔΔΔΔ",
    { validity: Minutes(5) },
    ["0011000B915155661632F40000001954747A0E4ACF41F27298CDCE83C6EF371B0481402010"],
  ],
  [
    "+15556661234",
    "This is really cool ΔΔΔΔΔ",
    {},
    ["0001000B915155661632F400001954747A0E4ACF41F27298CDCE83C6EF371B0481402010"],
  ],
  // python-messaging, messaging/test/test_sms.py
  ["+34616585119", "hola", {}, ["0001000B914316565811F9000004E8373B0C"]],
  ["+34616585119", "hola", { validity: Days(4) }, ["0011000B914316565811F90000AA04E8373B0C"]],
  ["+34616585119", "hola", { sca: "+34646456456" }, ["07914346466554F601000B914316565811F9000004E8373B0C"]],
  ["+34654123456", "hey yo", { messageClass: 0 }, ["0001000B914356143254F6001006E8721E947F03"]],
  ["+34654123456", "hey yo", { messageClass: 1 }, ["0001000B914356143254F6001106E8721E947F03"]],
  ["+34654123456", "hey yo", { messageClass: 2 }, ["0001000B914356143254F6001206E8721E947F03"]],
  ["+34654123456", "hey yo", { messageClass: 3 }, ["0001000B914356143254F6001306E8721E947F03"]],
  ["+34654123456", "hey yo", { statusReport: true }, ["0021000B914356143254F6000006E8721E947F03"]],
  ["+34654123456", "Hölä", { validity: Days(4) }, ["0011000B914356143254F60000AA04483E7B0F"]],
  ["+34654123456", "BÄRÇA äñ@", {}, ["0001000B914356143254F6000009C2AD341104EDFB00"]],
  ["+34616585119", "あ叶葉", { sca: "+34646456456" }, ["07914346466554F601000B914316565811F9000806304253F68449"]],
  ["655345678", "Русский", { validity: Days(4) }, ["001100098156355476F80008AA0E0420044304410441043A04380439"]],
  [
    "655345678",
    KIPLING,
    { validity: Days(4), reference: 136 },
    [
      "005100098156355476F80000AAA00500038803019E72D03DCC5E83EE693A1AB44CBBCF73500BE47ECB41ECF7BC0CA2A3CBA0F1BBDD7EBB41F4777D8C6681D26690BB9CA6A3CB7290F95D9E83DC6F3988FDB6A7DD6790599E2EBBC973D038EC06A1EB723A28FFAEB340493328CC6683DA653768FCAEBBE9A07B9A8E06E5DF7516485CA783DC6F7719447FBF41EDFA18BD0325CDA0FCBB0E1A87DD",
      "005100098156355476F80000AAA005000388030240E6349B0DA2A3CBA0BADBFC969FD3F6B4FB0C6AA7DD757A19744DD3D1A0791A4FCF83E6E5F1DB4D9E9F40F7B79C8E06BDCD20727A4E0FBBC76590BCEE6681B2EFBA7C0E4ACF41747419540CCBE96850D84D0695ED65799E8E4EBBCF203A3A4C9F83D26E509ACE0205DD64500B7447A7C768507A0E6ABFE565500B947FD741F7349B0D129741",
      "005100098156355476F80000AA14050003880303C2A066D8CD02B5F3A0F9DB0D",
    ],
  ],
  // python-gsmmodem, test/test_pdu.py, less the reject-duplicates bit that it sets.
  ["+27820001111", "Hello World!", {}, ["0001000B917228001011F100000CC8329BFD065DDF72363904"]],
  [
    "+15125551234",
    LOREM,
    { reference: 0 },
    [
      "0041000B915121551532F40000A0050003000301986F79B90D4AC3E7F53688FC66BFE5A0799A0E0AB7CB741668FC76CFCB637A995E9783C2E4343C3D4F8FD3EE33A8CC4ED359A079990C22BF41E5747DDE7E9341F4721BFE9683D2EE719A9C26D7DD74509D0E6287C56F791954A683C86FF65B5E06B5C36777181466A7E3F5B0AB4A0795DDE936284C06B5D3EE741B642FBBD3E1360B14AFA7DD",
      "0041000B915121551532F40000A0050003000302DE73BABC4E0695F165F9384D0FD3D36F37A8CE6687DBE337881D16BFE5E939C89D9EA741753A28CC4EC7EB6938A88C0795C3A0F1BBDD7E93DFA0F1DB3D2FC7EB61BA8B584FCF41E13ABD0C4ACBEBF23288FC66BFE5A0B41B242FC3E56574D94D2ECBD37450DA0DB2BFD975383D4C2F83EC65769A0E2ACFE765D038CD66D7DB20F29BFD2E83CA",
      "0041000B915121551532F400008C050003000303EA2073FD9C0ED341EE3A9B1D06C1C3F274985E97BB8AF871194E2FD7E5A079DA4D07BDC7E370791CA683C675789A1CA687E920F7DB0D82CBDF6972D94D6781E675371D947683C675363C0C8AD7D3A0B7D99C1EA7C32072795E96D7DD7450FBCD66A7E9A0B03BDD06A5C9A0F29C0E6287C56F79BD0D",
    ],
  ],
  // gnokii and pduspy print the same for the carriers' query codes; 10086 is no international number.
  ["10086", "CXLL", {}, ["00010005810180F6000004432C9309"]],
];

describe("what is encoded is what other encoders make of it", () => {
  it.each(VECTORS)("%s: %s", (da, text, options, pdus) => {
    expect(encode(da, text, options)).toEqual(pdus);
  });

  it("the length for +CMGS counts all octets but the service centre's address", () => {
    const request = { da: accepted(phoneNumber("+34616585119")), text: accepted(smsText("hola")) };
    expect(encodeSubmit(request)[0]?.length).toBe(17);
    expect(encodeSubmit({ ...request, validity: Days(4) })[0]?.length).toBe(18);
    expect(encodeSubmit({ ...request, sca: accepted(phoneNumber("+34646456456")) })[0]?.length).toBe(17);
  });
});

describe("what is encoded is decoded as it was", () => {
  const digits = fc.stringMatching(/^\+?[0-9]{3,20}$/);
  const gsm = fc.string({
    unit: fc.constantFrom("a", "é", "€", "[", "@", " ", "Δ", "\n", "1"),
    minLength: 1,
    maxLength: 500,
  });
  const unicode = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 200 })
    .filter((text) => !/\p{Cs}|\0/u.test(text));

  it.each([
    ["the default alphabet", gsm],
    ["any characters", unicode],
  ])("a text of %s, in however many parts", (_name, texts) => {
    fc.assert(
      fc.property(
        digits,
        texts,
        fc.constantFrom<8 | 16>(8, 16),
        fc.nat(0xffff),
        fc.boolean(),
        (da, text, referenceWidth, reference, statusReport) => {
          const checked = smsText(text);
          fc.pre(checked.ok);
          const parts = encode(da, text, { referenceWidth, reference, statusReport }).map((pdu) => decodePdu(pdu));
          expect(parts.map((part) => part.text).join("")).toBe(text);
          for (const [at, part] of parts.entries()) {
            expect(part).toMatchObject({ type: "submit", da });
            expect(part.fault).toBeUndefined();
            expect((part.fo ?? 0) & 0x20).toBe(statusReport ? 0x20 : 0);
            const ref = reference & (referenceWidth === 8 ? 0xff : 0xffff);
            const concatenation = { ref, max: parts.length, seq: at + 1, width: referenceWidth };
            expect(part.concatenation).toEqual(parts.length === 1 ? undefined : concatenation);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("no part is longer than 140 octets of user data", () => {
    fc.assert(
      fc.property(fc.oneof(gsm, unicode), (text) => {
        fc.pre(smsText(text).ok);
        for (const pdu of encode("10086", text)) expect(pdu.length / 2 - 11).toBeLessThanOrEqual(140);
      }),
    );
  });
});
