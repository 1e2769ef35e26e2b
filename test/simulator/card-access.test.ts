import { expect, test } from "vitest";
import { ModemTalk } from "../support/modem-talk.ts";

function talk(card: NonNullable<ConstructorParameters<typeof ModemTalk>[0]>["card"] = {}) {
  const made = new ModemTalk({ card });
  made.at("ATE0+CMEE=1");
  const apdu = (hex: string): string => made.at(`AT+CSIM=${hex.length},"${hex}"`)[0]?.split('"')[1] ?? "";
  return { at: (command: string) => made.at(command), apdu, modem: made.modem };
}

test.each([
  ["AT+CRSM=176,12258,0,0,10", '+CRSM: 144,0,"98684021436587092143"'],
  ["AT+CRSM=176,28486,0,0,17", '+CRSM: 144,0,"01434D4343FFFFFFFFFFFFFFFFFFFFFFFF"'],
  ["AT+CRSM=178,28480,1,4,28", `+CRSM: 144,0,"${"F".repeat(28)}099168410432547698F0FFFFFFFF"`],
  ["AT+CRSM=178,28480,2,4,28", "+CRSM: 106,131"],
  ["AT+CRSM=178,28480,1,4,20", "+CRSM: 108,28"],
  ["AT+CRSM=176,28480,0,0,28", "+CRSM: 105,129"],
  ["AT+CRSM=176,1234,0,0,4", "+CRSM: 106,130"],
  ["AT+CRSM=176,12258,9,0,4", "+CRSM: 107,0"],
  ["AT+CRSM=176,12258,0,10,1", "+CRSM: 107,0"],
  ["AT+CRSM=176,12258,0,0,255", "+CRSM: 108,10"],
  ["AT+CRSM=176,12258,0,5,10", "+CRSM: 108,5"],
  ["AT+CRSM=176,12258,0,5,5", '+CRSM: 144,0,"6587092143"'],
  ['AT+CRSM=214,28423,0,0,9,"080000000000000000"', "+CRSM: 105,130"],
  ['AT+CRSM=214,12258,0,0,10,"00000000000000000000"', "+CRSM: 105,130"],
  ['AT+CRSM=220,28599,1,4,4,"11F2FF00"', "+CRSM: 105,130"],
  ["AT+CRSM=177,12258,0,0,4", "+CRSM: 109,0"],
  ["AT+CRSM=192,12258,0,0,15", '+CRSM: 144,0,"62148202412183022FE28A01058B032F06028002000A"'],
  ["AT+CRSM=192,28480,0,0,15", '+CRSM: 144,0,"621782054221001C0183026F408A01058B032F06028002001C"'],
  ["AT+CRSM=242", "+CRSM: 144,0"],
])("%s answers %s", (command, line) => {
  expect(talk().at(command)).toEqual([line, "OK"]);
});

test("what is written into a file is read back, and only what fits", () => {
  const { at } = talk();
  expect(at('AT+CRSM=214,28539,0,0,12,"64F000FFFFFFFFFFFFFFFFFF"')).toEqual(["+CRSM: 144,0", "OK"]);
  expect(at("AT+CRSM=176,28539,0,0,12")).toEqual(['+CRSM: 144,0,"64F000FFFFFFFFFFFFFFFFFF"', "OK"]);
  expect(at('AT+CRSM=214,28539,0,11,2,"0000"')).toEqual(["+CRSM: 103,0", "OK"]);
});

test("a locked card shows its ICCID and nothing else", () => {
  const { at } = talk({ pin: "1234" });
  expect(at("AT+CRSM=176,12258,0,0,10")[0]).toContain("144,0");
  expect(at("AT+CRSM=176,28423,0,0,9")).toEqual(["+CRSM: 105,130", "OK"]);
});

test("APDUs select by file, by name and by path, and read", () => {
  const { apdu } = talk();
  expect(apdu("00A40004022FE2")).toBe("6116");
  expect(apdu("00C0000016")).toBe("62148202412183022FE28A01058B032F06028002000A9000");
  expect(apdu("00B000000A")).toBe("986840214365870921439000");
  expect(apdu("00A4040C0CA0000000871002FF86FF0389")).toBe("9000");
  expect(apdu("00A4080C047FFF6F07")).toBe("9000");
  expect(apdu("00B0000009")).toBe("0849064021436587099000");
  expect(apdu("00A40004026FFF")).toBe("6A82");
  expect(apdu("0070000001")).toBe("6881");
  expect(apdu("00FF000000")).toBe("6D00");
});

test("STATUS tells of the directory that was selected last", () => {
  const { apdu } = talk();
  expect(apdu("00F2000000")).toBe("621B8202782183023F008A01058B032F0601C6099001408301018301819000");
  expect(apdu("00A40004023F00")).toBe("611D");
  expect(apdu("00A4040410A0000000871002FF86FF0389FFFFFFFF")).toBe("612F");
  expect(apdu("00F200002F")).toContain("8410A0000000871002FF86FF0389FFFFFFFF");
  expect(apdu("00F20000FF")).toBe("6C2F");
  expect(apdu("00F2000C00")).toBe("9000");
});

test("class A0 has the older application's lengths, headers and status words", () => {
  const { apdu, at } = talk({ pin: "1234" });
  expect(apdu("A0A40000023F00")).toBe("9F16");
  expect(apdu("A0C0000016")).toBe("000000003F00010000000000091302040400838A838A9000");
  expect(apdu("A0F2000016")).toHaveLength(48);
  expect(apdu("A0F20000FF")).toBe("6716");
  expect(apdu("A0A40000027F20")).toBe("9F16");
  expect(apdu("A0F2000016").slice(8, 14)).toBe("7F2002");
  expect(apdu("A0A40000026F07")).toBe("9F0F");
  expect(apdu("A0C000000F")).toBe("000000096F07040011FFFF010200009000");
  expect(apdu("A0B0000009")).toBe("9804");
  expect(apdu("A02000010839393939FFFFFFFF")).toBe("9804");
  expect(at('AT+CPINR="SIM PIN"')[0]).toBe("+CPINR: SIM PIN,2,3");
  expect(apdu("A02000010831323334FFFFFFFF")).toBe("9000");
  expect(apdu("A0B0000009")).toBe("0849064021436587099000");
  expect(apdu("A0B00000FF")).toBe("6709");
  expect(apdu("A0A40000026FFF")).toBe("9404");
  expect(apdu("A0A40000026F40")).toBe("9F0F");
  expect(apdu("A0B0000009")).toBe("9408");
});

test.each([
  ['AT+CPIN="12"', 16],
  ['AT+CPIN="123456789"', 16],
  ['AT+CPIN="abcd"', 50],
  ["AT+CPIN=", 50],
  ['AT+CPIN=""', 50],
  ['AT+CLCK="SC",1,"12"', 16],
  ['AT+CLCK="SC",1,"x"', 50],
  ['AT+CPWD="SC","1","2468"', 16],
  ['AT+CPWD="SC","9999","24"', 16],
])("%s cannot be a PIN: the modem refuses it (%i) and the card loses no try", (command, code) => {
  const { at } = talk({ pin: "1234" });
  expect(at(command)).toEqual([`+CME ERROR: ${code}`]);
  expect(at('AT+CPINR="SIM PIN"')[0]).toBe("+CPINR: SIM PIN,3,3");
});

test("where the PUK is asked for a PIN alone is answered so, and what cannot be a PUK costs no try", () => {
  const { at } = talk({ pin: "1234" });
  for (let tries = 0; tries < 3; tries += 1) at('AT+CPIN="9999"');
  expect(at('AT+CPIN="1111"')).toEqual(["+CME ERROR: 12"]);
  expect(at('AT+CPIN="1234567","1111"')).toEqual(["+CME ERROR: 16"]);
  expect(at('AT+CPIN="12345678","11"')).toEqual(["+CME ERROR: 16"]);
  expect(at('AT+CPIN="12345678","x"')).toEqual(["+CME ERROR: 50"]);
  expect(at('AT+CPINR="SIM PUK"')[0]).toBe("+CPINR: SIM PUK,10,10");
});

test("an empty VERIFY tells the tries, a wrong PIN costs one, the third blocks, the PUK gives them back", () => {
  const { at, apdu, modem } = talk({ pin: "1234" });
  expect(["0020000100", "002C000100", "0020008100", "002C008100"].map(apdu)).toEqual(["63C3", "63CA", "63C3", "63CA"]);
  expect(apdu("002000010839393939FFFFFFFF")).toBe("63C2");
  expect(at("AT+CPINR")).toEqual([
    "+CPINR: SIM PIN,2,3",
    "+CPINR: SIM PUK,10,10",
    "+CPINR: SIM PIN2,3,3",
    "+CPINR: SIM PUK2,10,10",
    "OK",
  ]);
  expect(apdu("002000010839393939FFFFFFFF")).toBe("63C1");
  expect(apdu("002000010839393939FFFFFFFF")).toBe("6983");
  expect(apdu("002000010831323334FFFFFFFF")).toBe("6983");
  expect(modem.state().card.state).toBe("puk");
  expect(at('AT+CPIN="00000000","4321"')).toEqual(["+CME ERROR: 16"]);
  expect(at('AT+CPINR="SIM PUK"')).toEqual(["+CPINR: SIM PUK,9,10", "OK"]);
  expect(at('AT+CPIN="12345678","4321"')).toContain("OK");
  expect(modem.state().card.state).toBe("ready");
  expect(apdu("0020000100")).toBe("63C3");
});

test("the PIN is switched on, changed and switched off with the PIN alone", () => {
  const { at, modem } = talk();
  expect(at('AT+CLCK="SC",2')).toEqual(["+CLCK: 0", "OK"]);
  expect(at('AT+CLCK="SC",1,"0000"')).toEqual(["+CME ERROR: 16"]);
  expect(at('AT+CLCK="SC",1,"1234"')).toEqual(["OK"]);
  expect(at('AT+CLCK="SC",2')).toEqual(["+CLCK: 1", "OK"]);
  expect(modem.state().card.state).toBe("ready");
  expect(at('AT+CPWD="SC","1234","2468"')).toEqual(["OK"]);
  expect(at('AT+CLCK="SC",0,"2468"')).toEqual(["OK"]);
  expect(at('AT+CPWD="SC","2468","1234"')).toEqual(["+CME ERROR: 3"]);
  expect(at('AT+CLCK="PN",2')).toEqual(["+CLCK: 0", "OK"]);
  expect(at('AT+CLCK="PN",1,"1"')).toEqual(["+CME ERROR: 4"]);
});

test.each(['AT+CSIM=8,"0020000100"', 'AT+CSIM=3,"002"', 'AT+CSIM=10,"00200001ZZ"', 'AT+CRSM=214,28539,0,0,1,"X"'])(
  "%s is refused as it stands",
  (command) => {
    expect(talk().at(command)).toEqual(["+CME ERROR: 50"]);
  },
);
