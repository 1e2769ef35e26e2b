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
