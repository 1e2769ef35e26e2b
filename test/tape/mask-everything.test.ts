import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packSeptets } from "../../src/at/sms/septets.ts";
import { Seconds } from "../../src/base/duration.ts";
import { MonoMs } from "../../src/base/instant.ts";
import { FAMILIES } from "../../src/simulator/personalities/families.ts";
import { maskIdentifiers } from "../../src/tape/mask-identifiers.ts";
import { cutTape, type TapePiece } from "../../src/tape/tape-cut.ts";
import { parseTape, writeTape } from "../../src/tape/tape-text.ts";
import { ModemTalk } from "../support/modem-talk.ts";

const key = Buffer.from("a key");
const swapped = (digits: string): string =>
  (digits.length % 2 === 0 ? digits : `${digits}F`).replace(/(.)(.)/g, "$2$1");
const octets = (text: string): string => Buffer.from(text, "latin1").toString("hex").toUpperCase();
const ucs2 = (text: string): string =>
  Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()).join("");

const packedSeptets = (text: string): string =>
  Buffer.from(packSeptets(Array.from(text, (letter) => letter.charCodeAt(0))))
    .toString("hex")
    .toUpperCase();

/** Everything a text or a number may be found as. */
const forms = (text: string): readonly string[] => {
  const all = [text, octets(text), ucs2(text), packedSeptets(text)];
  return /^\d+$/.test(text) ? [...all, swapped(text), swapped(`9${text}`)] : all;
};

const digits = (length: number): fc.Arbitrary<string> =>
  fc.noShrink(
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join("")),
  );
const words = fc.noShrink(fc.stringMatching(/^[A-Z][a-z]{5,9} [a-z]{4,8} \d{6}$/));

const people = fc.record({
  imsi: digits(10).map((tail) => `46004${tail}`),
  iccid: digits(14).map((tail) => `898604${tail}`),
  imei: digits(10).map((tail) => `86769${tail}`),
  own: digits(10).map((tail) => `861${tail}`),
  other: digits(10).map((tail) => `861${tail}`),
  pin: digits(8),
  password: fc.stringMatching(/^[a-z]{6}\d{4}$/),
  name: fc.stringMatching(/^[A-Z][a-z]{6,9} [A-Z][a-z]{5,8}$/),
  text: words,
  ussd: words,
});
type People = typeof people extends fc.Arbitrary<infer T> ? T : never;

/** What must not be found. Of a number its end is somebody's, as its beginning is the network's. */
const secretsOf = (of: People): readonly string[] => [
  of.imsi,
  of.iccid,
  of.imei,
  of.own,
  of.own.slice(-8),
  of.other,
  of.other.slice(-8),
  of.pin,
  of.password,
  of.name,
  of.text,
  of.ussd,
];

function found(tape: string, of: People): readonly string[] {
  const capital = tape.toUpperCase();
  return secretsOf(of).flatMap((secret) => forms(secret).filter((form) => capital.includes(form.toUpperCase())));
}

const masked = (pieces: readonly TapePiece[]): string =>
  writeTape({ headers: new Map(), entries: cutTape(pieces, maskIdentifiers(key)) });

class Line {
  readonly pieces: TapePiece[] = [];
  host(bytes: string): void {
    this.pieces.push({ from: "host", bytes, at: MonoMs(0) });
  }
  modem(bytes: string): void {
    if (bytes !== "") this.pieces.push({ from: "modem", bytes, at: MonoMs(0) });
  }
}

/** Number record of 31.102 4.2.26, IMSI file of 4.2.2, DELIVER of 23.040 9.2.2.1. */
const record = (name: string, number: string): string =>
  `${octets(name).padEnd(40, "F").slice(0, 40)}0891${swapped(number)}FFFFFFFFFF`;
const imsiFile = (imsi: string): string => `08${swapped(`9${imsi}`)}`;
const deliver = (number: string, text: string): string =>
  `0891683108100005F0040D91${swapped(number)}000062113280519123${text.length.toString(16).padStart(2, "0")}${packedSeptets(text)}`;

/** Exchanges that the decoder knows and that the simulator has not all of; `>` is the host's. */
const exchanges = (of: People): readonly (readonly [asked: string, answer: string])[] => [
  ["AT+CIMI", of.imsi],
  ["AT+CGSN", of.imei],
  ["AT+CGSN=1", `+CGSN: "${of.imei}"`],
  ["ATI", `Maker\r\nIMEI:${of.imei}`],
  ...["+CCID", "+QCCID", "+ICCID", "^ICCID", "!ICCID", "#CCID", "+ZGETICCID"].map(
    (name) => [`AT${name}`, `${name}: ${of.iccid}`] as const,
  ),
  ["AT+CNUM", `+CNUM: "${of.name}","+${of.own}",145`],
  ["AT+CNUM", `+CNUM: "${ucs2(of.name)}","${ucs2(`+${of.own}`)}",145`],
  ["AT+CPBR=1", `+CPBR: 1,"+${of.other}",145,"${of.name}"`],
  ['AT+CPBF="' + of.name + '"', `+CPBF: 1,"${of.other}",129,"${ucs2(of.name)}"`],
  [`AT+CPBW=1,"+${of.other}",145,"${of.name}"`, "OK"],
  ["AT+CLCC", `+CLCC: 1,1,4,0,0,"+${of.other}",145,"${of.name}"`],
  ["AT", `+CLIP: "${of.other}",129,,,"${of.name}"`],
  [`ATD+${of.other};`, "OK"],
  [`atdt ${of.other};`, "OK"],
  ["AT+CSCA?", `+CSCA: "+${of.other}",145`],
  ["AT+CRSM=176,12258,0,0,10", `+CRSM: 144,0,"${swapped(of.iccid)}"`],
  ["AT+CRSM=176,28423,0,0,9", `+CRSM: 144,0,"${imsiFile(of.imsi)}"`],
  ["AT+CRSM=178,28480,1,4,34", `+CRSM: 144,0,"${record(of.name, of.own)}"`],
  ["AT+CRSM=178,28474,1,4,34", `+CRSM: 144,0,"${record(of.name, of.other)}"`],
  ["AT+CRSM=178,28476,1,4,176", `+CRSM: 144,0,"01${deliver(of.other, of.text)}FFFF"`],
  [`AT+CRSM=220,28474,1,4,34,"${record(of.name, of.other)}"`, "+CRSM: 144,0"],
  ['AT+CSIM=10,"00B000000A"', `+CSIM: 24,"${swapped(of.iccid)}9000"`],
  ['AT+CSIM=10,"00B0000009"', `+CSIM: 22,"${imsiFile(of.imsi)}9000"`],
  ['AT+CSIM=10,"00B2010422"', `+CSIM: 72,"${record(of.name, of.own)}9000"`],
  ['AT+CGLA=1,10,"00B000000A"', `+CGLA: 24,"${swapped(of.iccid)}9000"`],
  ["AT+CRLA=1,176,28423,0,0,9", `+CRLA: 144,0,"${imsiFile(of.imsi)}"`],
  [`AT+CSIM=26,"0020000108${octets(of.pin)}"`, '+CSIM: 4,"9000"'],
  [`AT+CSIM=42,"0024000110${octets(of.pin)}${octets(of.pin)}"`, '+CSIM: 4,"9000"'],
  [`AT +cpin = "${of.pin}"`, "OK"],
  [`AT+CSQ;+CPIN="${of.pin}"`, "+CSQ: 20,99"],
  [`AT^CPIN="${of.pin}"`, "OK"],
  [`AT+CPWD="SC","${of.pin}","${of.pin}"`, "OK"],
  [`AT+CLCK="SC",0,"${of.pin}"`, "OK"],
  [`AT#PDPAUTH=1,1,"user","${of.password}"`, `#PDPAUTH: 1,1,"user","${of.password}"`],
  [`AT+CGAUTH=1,1,"user","${of.password}"`, `+CGAUTH: 1,1,"user","${of.password}"`],
  [`AT+NEW="${of.password}"`, `+NEW: "${of.password}"`],
  ["AT+CMGL=4", `+CMGL: 1,1,,40\r\n${deliver(of.other, of.text)}`],
  ["AT+CMGL=4", `+CMGL: 1,1,,40\r\n\r\n${deliver(of.other, of.text)}`],
  ["AT+CMGR=1", `+CMGR: "REC READ","+${of.other}","${of.name}","26/11/23,08:15:16+32"\r\n${of.text}\r\n${of.text}`],
  ["AT", `+CMT: "+${of.other}",,"26/11/23,08:15:16+32"\r\n\r\n${of.text}`],
  ["AT", `+CMT: ,40\r\n${deliver(of.other, of.text)}`],
  ["AT", `+CMT: "${ucs2(of.other)}",,"26/11/23,08:15:16+32"\r\n${ucs2(of.text)}`],
  ["AT", `+CBM: 1,2,0,1,1\r\n${of.text}`],
  [`AT+CUSD=1,"*101*${of.pin}#",15`, `+CUSD: 0,"${of.ussd} ${of.own}",15`],
  ["AT", `+CUSD: 1,"${of.ussd}\r\n1 ${of.own}\r\n",15`],
  ["AT", `+CUSD: 0,"${ucs2(`${of.ussd} ${of.own}`)}",72`],
  ["AT", `+CUSD: 0,"${packedSeptets(`${of.ussd} ${of.own}`)}",15`],
  ["AT", `+CUSD: 0,"${octets(`${of.ussd} ${of.own}`)}",15`],
  ["AT+QIMS?", `+QIMS: "sip:${of.imsi}@ims.example"`],
];

describe("of nobody anything is found on a masked tape", () => {
  it("whatever of the known exchanges it has, in whatever order, with echo and without", () => {
    fc.assert(
      fc.property(people, fc.boolean(), fc.nat(), (of, echo, turn) => {
        const line = new Line();
        const all = exchanges(of);
        for (const index of all.keys()) {
          const [asked, answer] = all[(index * 7 + turn) % all.length] ?? ["AT", "OK"];
          line.host(`${asked}\r`);
          if (echo) line.modem(`${asked}\r`);
          line.modem(`\r\n${answer}\r\n`);
          line.modem("\r\nOK\r\n");
        }
        for (const body of [of.text, deliver(of.other, of.text)]) {
          line.host("AT+CMGS=40\r");
          line.modem("\r\n> ");
          line.host(`${body}\x1a`);
          if (echo) line.modem(`${body}\x1a`);
          line.modem("\r\n+CMGS: 5\r\n\r\nOK\r\n");
        }
        const tape = masked(line.pieces);
        expect(found(tape, of)).toEqual([]);
        expect(tape.match(/OK\n/g)?.length).toBeGreaterThanOrEqual(all.length);
        expect(parseTape("x.at", tape).entries.length).toBeGreaterThan(2 * all.length);
      }),
      { numRuns: 60, seed: 27_007 },
    );
  });

  it("whichever family the modem is of", async () => {
    const families = fc.constantFrom(...Object.keys(FAMILIES));
    await fc.assert(
      fc.asyncProperty(people, families, async (of, family) => {
        const line = new Line();
        const talk = new ModemTalk({
          personality: { ...FAMILIES[family], imei: of.imei },
          card: { imsi: of.imsi, iccid: of.iccid, number: `+${of.own}`, pin: of.pin },
        });
        const say = (said: string): void => {
          line.host(said);
          line.modem(talk.say(said));
        };
        say(`at+cpin="${of.pin}"\r`);
        for (const [asked] of exchanges(of)) say(`${asked}\r`);
        for (const mode of [0, 1]) {
          say(`AT+CMGF=${mode}\r`);
          talk.modem.receiveMessage({ from: `+${of.other}`, text: of.text });
          await talk.clock.advance(Seconds(5));
          line.modem(talk.hear());
          for (const list of ["AT+CMGL=4", 'AT+CMGL="ALL"', "AT+CMGR=1"]) say(`${list}\r`);
        }
        expect(found(masked(line.pieces), of)).toEqual([]);
      }),
      { numRuns: 30, seed: 27_005 },
    );
  });
});
