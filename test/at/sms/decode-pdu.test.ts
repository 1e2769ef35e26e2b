import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePdu } from "../../../src/at/sms/decode-pdu.ts";
import { PDU_VECTORS } from "../../support/pdu-vectors.ts";

describe("a PDU says what its source says it does", () => {
  it.each(PDU_VECTORS)("%s", (pdu, expected, context) => {
    expect(decodePdu(pdu, context)).toMatchObject(expected);
  });
});

// 3GPP TS 23.040 9.2.3.1: 1 and 2 mean another type in each direction, and modems are not careful with either.
describe("a type that the place it is stored in contradicts", () => {
  const tail = "0B915358674523F10000621122713050230CC8F71D14969741F977FD07";

  it("a received message that is marked as a submission is read as the delivery that it is", () => {
    const expected = {
      type: "deliver",
      fo: 0x11,
      oa: "+35857654321",
      scts: "26/11/22,17:03:05+32",
      text: "How are you?",
    };
    expect(decodePdu(`0011${tail}`)).toMatchObject(expected);
    expect(decodePdu(`0011${tail}`)).not.toHaveProperty("fault");
    expect(decodePdu(`0011${tail}`, { stored: true }).type).toBe("submit");
  });

  it("a status report among the messages that were sent is no command", () => {
    const report = "0006470B915358674523F162112271305023621122713090230000";
    const expected = { type: "status-report", mr: 0x47, ra: "+35857654321", dt: "26/11/22,17:03:09+32", st: 0 };
    expect(decodePdu(report, { stored: true })).toMatchObject(expected);
    expect(decodePdu(report)).toMatchObject(expected);
  });
});

// 3GPP TS 23.038 4: bit 3 of group 1111 is reserved.
describe("data coding F8 to FB", () => {
  it("is UCS2 where there are as many octets as said, and else the default alphabet", () => {
    expect(decodePdu("0011000B915358674523F100F9FF080422043504410442")).toMatchObject({
      alphabet: "ucs2",
      text: "Тест",
    });
    expect(decodePdu("0011000B915358674523F100F9FF04D4F29C0E")).toMatchObject({ alphabet: "gsm7", text: "Test" });
  });
});

describe("lengths that do not fit", () => {
  // python-messaging, test_decoding_odd_length_pdu_no_strict: the last digit is lost.
  const cut =
    "07919471060040340409D0C6A733390400009060920173018093CC74595C96838C4F6772085AD6DDE4320B444E9741D4B03C6D7EC3E9E9B71B9474D3CB727799DEA286CFE5B9991DA6CBC3F432E85E9793CBA0F09A9EB6A7CB72BA0B9474D3CB727799DE72D6E9FABAFB0CBAA7E56490BA4CD7D34170F91BE4ACD3F575F7794E0F9F4161F1B92C2F8FD1EE32DD054AA2E520E3D3991C82A8E5701";

  it("a PDU that lost its last digit keeps all of its text but the end, and says so", () => {
    const { text, fault, oa } = decodePdu(cut.slice(0, -1));
    expect(oa).toBe("FONIC");
    expect(fault).toBe("truncated");
    expect(text?.endsWith("Ihr FONIC Tea")).toBe(true);
  });

  it("octets that the modem pads behind the user data mean nothing", () => {
    const pdu = "07914306073011F0040B914316709807F2000880604290224080084E2D5174901A8BAF";
    expect(decodePdu(`${pdu}FFFFFF`)).toEqual(decodePdu(pdu));
  });

  it("a header that is longer than the user data is a fault and no text", () => {
    const decoded = decodePdu("0041000A810000000000000804FF030102");
    expect(decoded.fault).toBe("bad-header");
    expect(decoded.text).toBeUndefined();
  });

  it("the header's length tells whether the service centre's address is there", () => {
    const tpdu = "06D60B911326880736F4111011719551401110117195714000";
    expect(decodePdu(tpdu, { length: 25 })).toMatchObject({ type: "status-report", mr: 214, ra: "+31628870634" });
    expect(decodePdu(`00${tpdu}`, { length: 25 })).toMatchObject({ type: "status-report", mr: 214 });
  });

  it("every cut of every PDU is something, with a fault or with nothing missing that was promised", () => {
    for (const [pdu, , context] of PDU_VECTORS)
      for (let end = 0; end < pdu.length; end += 1) {
        const decoded = decodePdu(pdu.slice(0, end), context);
        expect(decoded.type).toBeTypeOf("string");
      }
  });

  it("any octets are something, and hexadecimal or not never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.option(fc.nat(200), { nil: undefined }), (octets, length) => {
        const pdu = Buffer.from(octets).toString("hex");
        expect(decodePdu(pdu, length === undefined ? {} : { length }).type).toBeTypeOf("string");
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(decodePdu(text).type).toBeTypeOf("string");
      }),
    );
  });
});
