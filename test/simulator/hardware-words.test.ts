import { describe, expect, it, test } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { Seconds } from "../../src/base/duration.ts";
import type { FamilyName } from "../../src/simulator/personalities/families.ts";
import { ModemTalk } from "../support/modem-talk.ts";

const SCENE = { carrier: { cell: { tac: 0x1a2b, ci: 0x1c2d3e4 } } };

function talk(personality: FamilyName) {
  const made = new ModemTalk({ personality, ...SCENE });
  made.at("ATE0+CMEE=1");
  const later = async (command: string): Promise<readonly string[]> => {
    const first = made.at(command);
    await made.clock.advance(Seconds(2));
    return [...first, ...made.lines()];
  };
  return { modem: made.modem, at: made.at.bind(made), later };
}

describe("Huawei's call", () => {
  it("is not there before somebody has dialled, and has its address by ^DHCP from then on", () => {
    const { at, modem } = talk("huawei-me909s");
    expect(at("AT+CGATT?;+CGACT?")).toEqual(["+CGATT: 1", "+CGACT: 1,0", "OK"]);
    expect(at("AT^NDISSTATQRY?")).toEqual(['^NDISSTATQRY: 0,,,"IPV4"', "OK"]);
    expect(at("AT^DHCP?")).toEqual(["+CME ERROR: 3"]);
    expect(at('AT^NDISDUP=1,1,"my.apn"')).toEqual(["OK", '^NDISSTAT: 1,,,"IPV4"']);
    expect(at("AT^NDISSTATQRY?")[0]).toBe('^NDISSTATQRY: 1,,,"IPV4"');
    expect(at("AT+CGDCONT?")[0]).toContain('"my.apn"');
    // 10.64.0.2 and its mask with the last octet first.
    expect(at("AT^DHCP?")[0]).toBe("^DHCP: 0200400A,00FFFFFF,0100400A,0100400A,6B1188D3,CB1488D3,150000000,50000000");
    expect(modem.state().radio.serving).toBe(true);
    at("AT^NDISDUP=1,0");
    expect(at("AT^NDISSTATQRY?")[0]).toBe('^NDISSTATQRY: 0,,,"IPV4"');
    expect(at("AT+CGACT?")[0]).toBe("+CGACT: 1,0");
  });

  it("is over when the network takes the context away", () => {
    const { at, modem } = talk("huawei-me909s");
    at("AT^NDISDUP=1,1");
    modem.setContext(1, false);
    expect(at("AT^NDISSTATQRY?")[0]).toBe('^NDISSTATQRY: 0,,,"IPV4"');
  });
});

test.each<readonly [FamilyName, string, RegExp]>([
  ["huawei-me909s", "AT^SYSINFO", /^\^SYSINFO:2,3,0,17,1$/],
  ["huawei-me909s", "AT^SYSINFOEX", /^\^SYSINFOEX:2,3,0,1,,6,"LTE",101,"LTE"$/],
  ["huawei-me909s", "AT^VERSION?", /^\^VERSION:BDT:/],
  ["huawei-me909s", "AT^CURC?", /^\^CURC: 1$/],
  ["huawei-me909s", "AT^SYSCFGEX?", /^\^SYSCFGEX: "00",3FFFFFFF,1,2,7FFFFFFFFFFFFFFF$/],
  ["huawei-me909s", "AT^CARDMODE", /^\^CARDMODE: 2$/],
  [
    "telit-le910",
    "AT#RFSTS",
    /^#RFSTS: "460 04",1650,-101,-73,-10,1A2B,,,128,19,0,1C2D3E4,"\d{15}","CHINA MOBILE",3,3$/,
  ],
  ["telit-le910", "AT#SERVINFO", /^#SERVINFO: 1650,-73,"CHINA MOBILE","46004",0000101,1A2B,64,3,-101$/],
  ["telit-le910", "AT#MONI", /^#MONI: CHINA MOBILE RSRP:-101 RSRQ:-10 TAC:1A2B Id:1C2D3E4 EARFCN:1650 /],
  ["telit-le910", "AT#CGPADDR=1", /^#CGPADDR: 1,"10\.64\.0\.2"$/],
  ["cinterion-els61", "AT^SCID", /^\^SCID: \d{20}$/],
  ["cinterion-els61", "AT^SIND?", /^\^SIND: battchg,0,5$/],
  ["cinterion-els61", "AT^SICA?", /^\^SICA: 1,1$/],
  ["fibocom-nl668", "AT+GTCCINFO?", /^\+GTCCINFO:$/],
  ["zte-mf823", "AT+ZPAS?", /^\+ZPAS: "LTE","CS_PS"$/],
  ["generic", "AT+CPLS?", /^\+CPLS: 0$/],
  ["generic", "AT+CSTA?", /^\+CSTA: 129$/],
  ["generic", "AT+CSCON?", /^\+CSCON: 0,0$/],
  ["generic", "AT&V", /^ACTIVE PROFILE:$/],
])("%s answers %s", (family, command, shape) => {
  const answer = talk(family).at(command);
  expect(answer[0]).toMatch(shape);
  expect(answer.at(-1)).toBe("OK");
});

test("AT&V shows what is in force", () => {
  const { at } = talk("generic");
  at("ATV1Q0X3S0=2");
  expect(at("AT&V")).toEqual([
    "ACTIVE PROFILE:",
    expect.stringMatching(/^E0 Q0 V1 X3 L1 /),
    expect.stringMatching(/^S00:002 .*S03:013 S04:010/),
    "OK",
  ]);
});

test("a cycle of +CEDRXS is shown while it is in force", () => {
  const { at } = talk("generic");
  expect(at("AT+CEDRXS?")).toEqual(["OK"]);
  expect(at('AT+CEDRXS=1,4,"0101"')).toEqual(["OK"]);
  expect(at("AT+CEDRXS?")).toEqual(['+CEDRXS: 4,"0101"', "OK"]);
  at("AT+CEDRXS=0");
  expect(at("AT+CEDRXS?")).toEqual(["OK"]);
});

test("the cell of Fibocom's line is a line of the answer", () => {
  const lines = talk("fibocom-nl668").at("AT+GTCCINFO?");
  expect(lines[2]).toBe("1,4,460,04,1A2B,001C2D3E4,1650,257,103,100,22,40,40,20");
});

describe("what is dialled with a semicolon", () => {
  it("is a request for the network when it is a code (22.030 6.5.2)", async () => {
    const { at, later } = talk("generic");
    at("AT+CUSD=1");
    const heard = await later("ATD*100#;");
    expect(heard[0]).toBe("OK");
    expect(decode(heard[1] ?? "")).toMatchObject({ kind: "ussd" });
  });

  it("leaves the modem in command state when it is a packet call", async () => {
    const { at, later, modem } = talk("huawei-me909s");
    expect(await later("ATD*99#;")).toEqual(["OK"]);
    expect(modem.state().radio.serving).toBe(true);
    expect(at("AT+CSQ").at(-1)).toBe("OK");
  });

  it("finds nobody when it is a number", async () => {
    expect(await talk("generic").later("ATD10086;")).toEqual(["NO CARRIER"]);
  });
});

test.each(['AT+CMGS="abc"', 'AT+CMGS=""', 'AT+CMGS="12x"'])("%s is refused, and nothing is waited for", (line) => {
  const { at } = talk("generic");
  at("AT+CMGF=1");
  expect(at(line)).toEqual(["+CMS ERROR: 305"]);
  expect(at("AT")).toEqual(["OK"]);
});

test("in PDU mode a number in the place of the length is refused", () => {
  const { at } = talk("generic");
  at("AT+CMGF=0");
  expect(at('AT+CMGS="abc"')).toEqual(["+CMS ERROR: 304"]);
});
