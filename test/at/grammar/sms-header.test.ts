import { describe, expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";

describe("headers of +CMGR that 27.005 does not have", () => {
  const body = "07915348500100F0040B915358674523F10000621122713050230CC8F71D14969741F977FD07";
  const says = { kind: "sms", command: "+CMGR", length: 30, pdu: body, oa: "+35857654321", text: "How are you?" };

  it.each([
    ["the length alone", `+CMGR: 30\r\n${body}`, {}],
    ["+CMGL's, the index first", `+CMGR: 12,1,,30\r\n${body}`, { index: 12, stat: 1 }],
    ["a PDU with a quote behind it", `+CMGR: 1,,30\r\n${body}"`, { stat: 1 }],
  ])("%s", (_name, line, more) => {
    expect(decode(line)).toMatchObject({ ...says, ...more });
    expect(decode(line)).not.toHaveProperty("fault");
  });
});
