import { describe, expect, it } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { maskIdentifiers } from "../../src/tape/mask-identifiers.ts";
import { cutTape } from "../../src/tape/tape-cut.ts";

const mask = maskIdentifiers(Buffer.from("a key"));
const host = (line: string): string => mask(`${line}\r`, "host").slice(0, -1);
const modem = (said: string): string => mask(`\r\n${said}\r\n`, "modem").slice(2, -2);

/** What a tape has as answer to the last of these commands. */
function answered(commands: readonly string[], answer: string): string {
  const asked = commands.map((line) => ({ from: "host" as const, bytes: `${line}\r`, at: MonoMs(0) }));
  const entries = cutTape([...asked, { from: "modem", bytes: `\r\n${answer}\r\n`, at: MonoMs(1) }], mask);
  return (entries.at(-1)?.bytes ?? "").trim();
}

const NUMBER_RECORD = "4A6F686EFFFFFFFFFFFFFFFFFFFF089168310919325476FFFFFFFFFF";

describe("what a card holds", () => {
  it.each([
    ["its own number", "AT+CRSM=178,28480,1,4,28", `+CRSM: 144,0,"${NUMBER_RECORD}"`],
    ["its phone book", "AT+CRSM=178,28474,1,4,28", `+CRSM: 144,0,"${NUMBER_RECORD}"`],
    ["its location, with a TMSI", "AT+CRSM=176,28542,0,0,11", '+CRSM: 144,0,"1A2B3C4D64F0101234FF00"'],
    ["a stored message", "AT+CRSM=178,28476,1,4,176", '+CRSM: 144,0,"010891683108100005F0040D91683109214365F70000"'],
    ["a file of which nothing is known", "AT+CRSM=176,28600,0,0,4", '+CRSM: 144,0,"12345678"'],
    ["a file that no question names", "", "+CRSM: 144,0,1234ABCD"],
    ["keys, behind a channel", 'AT+CGLA=1,10,"00B0000010"', '+CGLA: 36,"0102030405060708090A0B0C0D0E0F109000"'],
    ["a channel's file", "AT+CRLA=1,176,28486,0,0,8", '+CRLA: 144,0,"4A6F686E4A6F686E"'],
    ["the answer to an authentication", 'AT+CSIM=78,"0088008122"', '+CSIM: 24,"DB080102030405060708619000"'],
  ])("%s is masked, as long and with its status", (_what, asked, answer) => {
    const masked = answered([asked], answer);
    expect(masked).toHaveLength(answer.length);
    const held = /[0-9A-F]{8,}/.exec(answer)?.[0] ?? "";
    expect(masked).not.toContain(held);
    expect(masked.slice(0, masked.indexOf(" "))).toBe(answer.slice(0, answer.indexOf(" ")));
    expect(masked.endsWith('9000"')).toBe(answer.endsWith('9000"'));
  });

  it("a number is the same one in its file, in an answer and in a message", () => {
    const plain = /\d{13}/.exec(modem('+CNUM: ,"+8613909123456",145'))?.[0] ?? "";
    const swapped = `${plain}F`.replace(/(.)(.)/g, "$2$1");
    const record = "FFFF0891683109193254F6FFFFFFFFFFFF".slice(0, 32);
    const file = answered(["AT+CRSM=178,28480,1,4,16"], `+CRSM: 144,0,"${record}"`);
    expect(file).toContain(swapped);
  });

  it("a control template, the applications and files that tell of the carrier stay", () => {
    const kept: readonly (readonly [string, string])[] = [
      ["AT+CRSM=192,28480", '+CRSM: 144,0,"62048002001C"'],
      ["AT+CRSM=176,28589,0,0,4", '+CRSM: 144,0,"00000002"'],
      ["AT+CRSM=176,28486,0,0,17", '+CRSM: 144,0,"01434D4343FFFFFFFFFFFFFFFFFFFFFFFF"'],
      ['AT+CSIM=14,"00A40004022FE2"', '+CSIM: 16,"6204800200109000"'],
      ["AT+CUAD", '+CUAD: "611A4F10A0000000871002FF86FF0389FFFFFFFF50065553494D"'],
    ];
    for (const [asked, answer] of kept) expect(answered([asked], answer)).toBe(answer);
    const selected = ['AT+CSIM=14,"00A40004026FAD"', 'AT+CSIM=10,"00B0000004"'];
    expect(answered(selected, '+CSIM: 12,"000000029000"')).toBe('+CSIM: 12,"000000029000"');
    expect(answered(selected.slice(1), '+CSIM: 12,"000000029000"')).not.toBe('+CSIM: 12,"000000029000"');
  });

  it("a card's number and subscriber read in APDUs are those of the plain answers", () => {
    const raw = (digits: string): string => digits.replace(/(.)(.)/g, "$2$1");
    const read = 'AT+CSIM=10,"00B000000A"';
    expect(answered([read], '+CSIM: 24,"986840214365870921439000"')).toBe(
      `+CSIM: 24,"${raw(modem("89860412345678901234"))}9000"`,
    );
    expect(answered([read], '+CSIM: 22,"0849064021436587099000"')).toBe(
      `+CSIM: 22,"08${raw(`9${modem("460041234567890")}`)}9000"`,
    );
    const failed = ['AT+CSIM=14,"00A40004026F07"', 'AT+CSIM=14,"00A40004026FAD"', read];
    expect(answered(failed, '+CSIM: 22,"0849064021436587099000"')).not.toContain("64021436587099000");
  });

  it.each([
    ['AT+CSIM=26,"002000010834333231FFFFFFFF"', "34333231"],
    ['AT+CSIM=42,"00240001103433323138373635FFFFFFFF38373635"', "34333231"],
    ['AT+CSIM=42,"A02C0001103132333435363738FFFFFFFF34333231"', "3132333435"],
    ['AT+CGLA=1,26,"002000010834333231FFFFFFFF"', "34333231"],
    ["at + csim = 26 , 002000010834333231FFFFFFFF", "34333231"],
    ['AT+CRSM=220,28480,1,4,28,"' + NUMBER_RECORD + '"', "68310919325476"],
  ])("what is written to it is masked, and what it is told to do is not: %s", (line, secret) => {
    const masked = host(line);
    expect(masked).not.toContain(secret);
    expect(masked).toHaveLength(line.length);
    expect(masked.slice(0, 20)).toBe(line.slice(0, 20));
  });
});

describe("a secret in a command line", () => {
  it.each([
    'AT +cpin = "4321"',
    "at+cpin=4321",
    'AT^CPIN="4321"',
    'AT+CPUK="12345678","4321"',
    'AT+CSQ;+CPIN="4321"',
    'ATE0+CPIN="4321"',
    'AT+CGDCONT=1,"IP","cmnet";+CPIN="4321";+CSQ',
    'AT#PDPAUTH=1,1,"apnuser","4321secret"',
    "AT#PDPAUTH=1,1,apnuser,4321secret",
    'AT+QSSLCFG="key","4321secret"',
    'AT+UDCONF=1,"4321"',
    'AT+CLCK="SC",1,"4321"',
    'AT$NEW=1,"4321"',
    'AT+CPIN="4321',
    'AT+CUSD=1,"*123*4321#",15',
    'AT+CGDCONT=1,"IP","apnuser@corp.example"',
  ])("is another: %s", (line) => {
    for (const masked of [host(line), modem(line)]) {
      expect(masked).toHaveLength(line.length);
      expect(masked).not.toMatch(/4321|apnuser|secret|12345678/);
      expect(masked.replaceAll(/[^A-Z0-9]/gi, "")).toHaveLength(line.replaceAll(/[^A-Z0-9]/gi, "").length);
    }
  });

  it("and in what the modem tells of it", () => {
    expect(answered(["AT+NEW?"], '+NEW: 1,"user","word"')).not.toMatch(/user|word/);
    expect(modem('+CGAUTH: 1,1,"user","word"')).not.toMatch(/user|word/);
    expect(modem("#PDPAUTH: 1,1,user,word")).not.toMatch(/user|word/);
  });

  it.each([
    "AT",
    "ATE0V1",
    "AT&F",
    'AT+CGDCONT=1,"IPV4V6","cmnet"',
    'AT+CPMS="SM","SM","SM"',
    'AT+CMGL="ALL"',
    'AT+CSCS="UCS2"',
    'AT+COPS=1,2,"46000"',
    'AT+QCFG="nwscanmode",3,1',
    'AT+QENG="servingcell"',
    'AT+QIURC="pdpdeact"',
    "AT+IPR=115200",
    "AT+CRSM=176,12258,0,0,10",
    'AT+CUSD=1,"*100#",15',
    "ATD*99***1#",
    "ATD10086;",
    "AT+CIMI;+CGSN;+CCID",
  ])("what is none stays: %s", (line) => {
    expect(host(line)).toBe(line);
    expect(modem(line)).toBe(line);
  });
});

describe("what people wrote", () => {
  const pdu = "0891683108100005F0040D91683109214365F700006211328051912304F4F29C0E";

  it.each([
    ["at once", `+CMGL: 1,1,,27\r\n${pdu}\r\n\r\nOK`],
    ["behind an empty line", `+CMGL: 1,1,,27\r\n\r\n${pdu}\r\n\r\nOK`],
    ["of which the header was lost", `\r\n${pdu}\r\n\r\nOK`],
    ["behind a prompt, echoed", `\r\n> ${pdu}\x1a\r\n+CMGS: 5`],
  ])("a PDU, %s, is masked and no more", (_how, said) => {
    const masked = modem(said);
    expect(masked).not.toMatch(/09214365|F4F29C/);
    expect(masked.split("\r\n").slice(1).at(-1)).toBe(said.split("\r\n").slice(1).at(-1));
  });

  it.each([
    ["at once", '+CMGR: "REC READ","+8613909123456","Jane Roe","26/11/23,08:15:16+32"\r\nnoon 4321\r\n\r\nOK'],
    [
      "behind an empty line",
      '+CMGR: "REC READ","+8613909123456","Jane Roe","26/11/23,08:15:16+32"\r\n\r\nnoon 4321\r\n\r\nOK',
    ],
    ["on several lines", '+CMGL: 1,"REC READ","+8613909123456","Jane Roe"\r\nnoon\r\n\r\n+FOO: noon\r\n4321\r\n\r\nOK'],
    [
      "that comes unasked",
      '+CMT: "+8613909123456","Jane Roe","26/11/23,08:15:16+32"\r\nnoon\r\nat noon\r\n\r\n+CREG: 1',
    ],
    [
      "as UCS2",
      '+CMT: "002B0038003600310033003900300039","","26/11/23,08:15:16+32"\r\n006E006F006F006E\r\n\r\n+CREG: 1',
    ],
  ])("a text %s is masked, and what follows is not", (_how, said) => {
    const masked = modem(said);
    expect(masked).toHaveLength(said.length);
    expect(masked).not.toMatch(/noon|4321|9123456|Jane|006E006F|00390030/);
    expect(masked.split("\r\n").at(-1)).toBe(said.split("\r\n").at(-1));
    expect(masked).toMatch(/^\+CM\w+: /);
  });

  it("a text that is sent is masked to its end, and the next command is not", () => {
    const sent = 'AT+CMGS="+8613909123456"\rcall me at noon\r4321\x1aAT+CSQ\r';
    expect(mask(sent, "host")).not.toMatch(/noon|4321|9123456/);
    expect(mask(sent, "host")).toMatch(/^AT\+CMGS="\+86139\d{8}"\r/);
    expect(mask(sent, "host").endsWith("\x1aAT+CSQ\r")).toBe(true);
    expect(mask('AT+CMGS="10086"\rAT+CSQ\r', "host")).toBe('AT+CMGS="10086"\rAT+CSQ\r');
  });

  it.each([
    '+CUSD: 0,"Your number 13909123456, balance 4321",15',
    '+CUSD: 1,"1 Balance 4321\r\n2 Number 13909123456\r\n3 Say "noon"",15',
    '+CUSD: 0,"00340033003200314F59989D",72',
    '+CUSD: 0,"D97B9A0E",15',
    '+CUSD: 0,"34333231343332312E2E2E2E",15',
    "+CUSD: 0,balance 4321",
    '+CUSD: 2,"balance 4321',
  ])("of the network's answers neither words nor digits stay: %s", (line) => {
    const masked = modem(line);
    expect(masked).toHaveLength(line.length);
    expect(masked).not.toMatch(/4321|9123456|alance|noon|Number|0034003300|4F59989D|D97B9A|3433/);
    expect(masked.slice(0, 9)).toBe(line.slice(0, 9));
    expect(masked.slice(-4).replace(/[^,"]\d*$/, "")).toBe(line.slice(-4).replace(/[^,"]\d*$/, ""));
  });

  it.each([
    '+CPBR: 1,"+8613909123456",145,"John Doe"',
    '+CPBF: 1,"13909123456",129,"John Doe"',
    '+CNUM: "John Doe","+8613909123456",145',
    '+CLIP: "9123456",129,"","","John Doe"',
    '+CLCC: 1,1,4,0,0,"+8613909123456",145,"John Doe"',
    '+CPBR: 1,"+8613909123456",145,"004A006F0068006E"',
    '+CPBR: 1,"+8613909123456",145,"4A6F686E4A6F686E"',
  ])("names beside numbers are others: %s", (line) => {
    const masked = modem(line);
    expect(masked).toHaveLength(line.length);
    expect(masked).not.toMatch(/John|Doe|9123456|004A006F|4A6F/);
  });
});
