import fc from "fast-check";
import { expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

const command = fc.constantFrom(
  ...'AT,+CREG,+CEREG,=2,=,?,=?,;,+CPIN,"1234",+CRSM=176,12258,+CGDCONT,+COPS,+CFUN=,&F,Z,E1,V0,S3=,99999999999,A/,\b,\n,\r,+CCLK'.split(
    ",",
  ),
);

/** Whole lines that lead into other states: prompts, sessions, data calls. */
const line = fc.constantFrom(
  'AT+CMGF=1;+CMGS="10086"\r',
  "AT+CMGF=0;+CMGS=18\r",
  "0011000581010810F60000AA03EF36\x1a",
  "AT+CMGW\r",
  "\x1a",
  "\x1b",
  "AT+CMGL=4\r",
  "AT+CNMI=2,2,0,1;+CSMS=1\r",
  'AT+CUSD=1,"*101#"\r',
  'AT+CSIM=10,"0020000100"\r',
  'AT+CLCK="SC",1,"0000"\r',
  "ATD*99#\r",
  "ATO\r",
  "ATH\r",
  "+++",
);

test("no bytes from the port make the modem throw, and it answers afterwards", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(command, line, fc.string({ unit: "binary", maxLength: 20 })), { maxLength: 60 }),
      async (pieces) => {
        const talk = new ModemTalk();
        for (const piece of pieces) talk.modem.receive(Buffer.from(piece, "latin1"));
        // A scan of the networks may be under way; a restart may have been asked for.
        await talk.clock.advance(Seconds(600));
        talk.modem.hangUp();
        const settings = talk.modem.state().settings.dce;
        const end = String.fromCharCode(settings.terminator);
        expect(talk.say(`${end}AT&F${end}`)).toMatch(/OK|0/);
      },
    ),
    { numRuns: 300 },
  );
});

test("a flood without a line end is held in a bounded place", () => {
  const talk = new ModemTalk();
  talk.at("ATE0");
  const flood = Buffer.from("AT".padEnd(65_536, "X"));
  for (let i = 0; i < 64; i += 1) talk.modem.receive(flood);
  expect(talk.say("\r")).toBe("\r\nERROR\r\n");
});
