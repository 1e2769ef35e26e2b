import { describe, expect, it, test } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { FIVEGMM_CAUSE } from "../../src/codes/fivegmm-cause.ts";
import { Seconds } from "../../src/base/duration.ts";
import { STOP_KINDS } from "../../src/simulator/network/stop-kinds.ts";
import type { SimulatedModemOptions } from "../../src/simulator/modem-options.ts";
import { ModemTalk } from "../support/modem-talk.ts";

const CELL = { tac: 0x1a2b3c, ci: 0x19013b004 };
const NR = { cell: { ...CELL, act: 11 } };

function talk(more: Partial<SimulatedModemOptions> = {}) {
  const made = new ModemTalk({ carrier: NR, ...more });
  made.at("ATE0");
  const { modem, clock } = made;
  return { modem, clock, at: made.at.bind(made), heard: made.lines.bind(made) };
}
const module = () => talk({ personality: "quectel-rm520n" });

describe("on a cell of the 5G core", () => {
  it("a modem is registered there and in no older domain, in the fields of 27.007", () => {
    const { at } = talk();
    expect(at("AT+C5GREG=2;+CEREG=2;+CREG=2")).toEqual(["OK"]);
    expect(at("AT+C5GREG?")).toEqual(['+C5GREG: 2,1,"1A2B3C","019013B004",11,4,"01.000000"', "OK"]);
    expect(at("AT+CEREG?;+CREG?")).toEqual(["+CEREG: 2,0", "+CREG: 2,0", "OK"]);
    expect(at("AT+COPS?")).toEqual(['+COPS: 0,0,"CHINA MOBILE",11', "OK"]);
    expect(at("AT+CGATT?;+CGACT?")).toEqual(["+CGATT: 1", "+CGACT: 1,1", "OK"]);
    expect(at("AT+C5GREG=?;+CEREG=?")).toEqual(["+C5GREG: (0-3)", "+CEREG: (0-5)", "OK"]);
  });

  it("the modem's line and its answer are read as what they say", () => {
    const { at } = talk();
    at("AT+C5GREG=2");
    expect(decode(at("AT+C5GREG?")[0] ?? "", "AT+C5GREG?")).toMatchObject({
      n: 2,
      stat: 1,
      tac: "1A2B3C",
      ci: "019013B004",
      act: 11,
      allowedNssaiLength: 4,
      allowedNssai: "01.000000",
    });
  });

  it("a refusal tells its 5GMM cause, and reads as one", () => {
    const { at, modem, heard } = talk();
    at("AT+C5GREG=3");
    heard();
    modem.deny(8);
    const [line] = heard().filter((text) => text.startsWith("+C5GREG"));
    expect(line).toBe("+C5GREG: 3,,,,,,0,7");
    expect(decode(line ?? "")).toMatchObject({ stat: 3, causeType: 0, rejectCause: 7 });
    expect(at("AT+CEER")[0]).toBe("+CEER: 5GS services not allowed");
    expect(at("AT+CGATT?")[0]).toBe("+CGATT: 0");
  });

  it("a cause of the 5G core alone is told as it is", () => {
    const { modem } = talk();
    modem.deny(62, "5gs");
    expect(modem.state().radio.registration["5gs"]).toEqual({ stat: 3, cause: 62 });
    modem.deny(22, "eps");
    expect(modem.state().radio.registration).toMatchObject({ eps: { stat: 0 }, "5gs": { cause: 62 } });
  });

  it("a modem that knows no 5G finds no network", () => {
    const { at, modem } = talk({ personality: "quectel-ec2x" });
    expect(at("AT+CEREG?;+COPS?")).toEqual(["+CEREG: 0,0", "+COPS: 0", "OK"]);
    expect(modem.state().radio.attached).toBe(false);
    expect(at("AT+C5GREG?")).toEqual(["ERROR"]);
  });

  it("AT+CGATT=0 ends the registration, AT+CGATT=1 brings it back", () => {
    const { at, modem } = talk();
    at("AT+CGATT=0");
    expect(modem.state().radio.registration["5gs"]).toEqual({ stat: 0 });
    at("AT+CGATT=1");
    expect(modem.state().radio.registration["5gs"]).toEqual({ stat: 1 });
  });

  it.each(Object.entries(STOP_KINDS).flatMap(([kind, ways]) => ways.map(({ name }) => [kind, name])))(
    "the stop %s/%s takes the data away with causes that the 5G core has",
    async (kind, variant) => {
      const { modem, clock, at } = talk();
      expect(modem.suspend(kind ?? "", { variant })).toBe(true);
      await clock.advance(Seconds(12));
      await clock.advance(Seconds(800));
      const { serving, registration } = modem.state().radio;
      expect(serving).toBe(false);
      const { cause } = registration["5gs"];
      expect(cause === undefined || FIVEGMM_CAUSE[cause] !== undefined).toBe(true);
      expect(at("AT+CEER")[0]).not.toMatch(/cause \d/);
      modem.restore();
      expect(modem.state().radio.serving).toBe(true);
    },
  );
});

describe("a modem that changes the core", () => {
  it("comes along registered, with its contexts, and says where it is", () => {
    const { at, modem, heard } = talk();
    at("AT+C5GREG=1;+CEREG=1");
    heard();
    modem.setAccess("lte");
    expect(heard()).toEqual(["+CEREG: 1", "+C5GREG: 0"]);
    expect(modem.state().radio).toMatchObject({ attached: true, serving: true });
    expect(at("AT+COPS?")[0]).toMatch(/,7$/);
    modem.setAccess("nsa");
    expect(heard()).toEqual([]);
    expect(at("AT+COPS?")[0]).toMatch(/,13$/);
    expect(at("AT+C5GREG?;+CEREG?")).toEqual(["+C5GREG: 1,0", "+CEREG: 1,1", "OK"]);
    modem.setAccess("sa");
    expect(heard()).toEqual(["+CEREG: 0", "+C5GREG: 1"]);
  });

  it("is refused there as it would be anew", () => {
    const { modem } = talk();
    modem.denyContexts(33);
    modem.deny(15, "eps");
    expect(modem.state().radio.registration["5gs"]).toEqual({ stat: 1 });
    modem.setAccess("lte");
    expect(modem.state().radio.registration).toMatchObject({ eps: { stat: 3, cause: 15 }, "5gs": { stat: 0 } });
  });
});

describe("Quectel's 5G modules", () => {
  it("stand on LTE with an NR carrier added when nothing else is asked for", () => {
    const { at } = talk({ personality: "quectel-rm520n", carrier: {} });
    expect(at("AT+COPS?")[0]).toMatch(/,13$/);
    expect(at("AT+C5GREG?;+CEREG?")).toEqual(["+C5GREG: 0,0", "+CEREG: 0,1", "OK"]);
    // RG50xQ&RM5xxQ network application note 3.1.4 and 3.1.5.
    expect(at("AT+C5GREG=?;+CEREG=?")).toEqual(["+C5GREG: (0-2)", "+CEREG: (0-2)", "OK"]);
  });

  it("tell of the NR cell in SA", () => {
    const { at } = module();
    expect(at('AT+QENG="servingcell"')[0]).toBe(
      '+QENG: "servingcell","NOCONN","NR5G-SA","TDD",460,04,19013B004,300,1A2B3C,633984,78,12,-101,-10,21,1,-',
    );
    expect(at("AT+QCSQ")[0]).toBe('+QCSQ: "NR5G",-101,21,-10');
    expect(at("AT+QNWINFO")[0]).toBe('+QNWINFO: "TDD NR5G","46004","NR5G BAND 78",633984');
    expect(at("AT+QRSRP;+QRSRQ?;+QSINR")).toEqual([
      "+QRSRP: -101,-103,-32768,-32768,NR5G",
      "+QRSRQ: -10,-12,-32768,-32768,NR5G",
      "+QSINR: 21,19,-32768,-32768,NR5G",
      "OK",
    ]);
    expect(at("AT+QCAINFO")[0]).toBe('+QCAINFO: "PCC",633984,12,"NR5G BAND 78",300');
  });

  it("tell of both cells in NSA", () => {
    const { at, modem } = module();
    modem.setAccess("nsa");
    expect(at('AT+QENG="servingcell"')).toEqual([
      '+QENG: "servingcell","NOCONN"',
      '+QENG: "LTE","FDD",460,04,19013B004,257,1650,3,5,5,1A2B3C,-101,-10,-73,17,11,-,-',
      '+QENG: "NR5G-NSA",460,04,300,-101,21,-10,633984,78,12,1',
      "OK",
    ]);
    expect(at("AT+QCSQ")).toHaveLength(3);
    expect(at("AT+QNWINFO")).toHaveLength(3);
    expect(at("AT+QCAINFO").slice(0, 2)).toEqual([
      '+QCAINFO: "PCC",1650,100,"LTE BAND 3",1,257,-101,-10,-73,17',
      '+QCAINFO: "SCC",633984,12,"NR5G BAND 78",300',
    ]);
    expect(at("AT+QENDC")[0]).toBe("+QENDC: 1,1,0,1,0");
    for (const line of at('AT+QENG="servingcell"').slice(0, -1))
      expect(decode(line, 'AT+QENG="servingcell"').kind).toBe("signal");
  });

  it("go where mode_pref sends them, and nowhere when it leaves nothing", () => {
    const { at, modem } = module();
    expect(at('AT+QNWPREFCFG="mode_pref"')[0]).toBe('+QNWPREFCFG: "mode_pref",AUTO');
    expect(at('AT+QNWPREFCFG="mode_pref",LTE')).toEqual(["OK"]);
    expect(at('AT+QNWPREFCFG="mode_pref";+COPS?').slice(0, 2)).toEqual([
      '+QNWPREFCFG: "mode_pref",LTE',
      '+COPS: 0,0,"CHINA MOBILE",7',
    ]);
    expect(modem.state().radio.serving).toBe(true);
    expect(at('AT+QNWPREFCFG="mode_pref",WIMAX')).toEqual(["ERROR"]);
    at('AT+QNWPREFCFG="mode_pref",NR5G');
    expect(at("AT+COPS?")[0]).toMatch(/,11$/);
    modem.setAccess("lte");
    expect(at("AT+COPS?")[0]).toBe("+COPS: 0");
    expect(at('AT+QENG="servingcell"')[0]).toBe('+QENG: "servingcell","SEARCH"');
    at('AT+QNWPREFCFG="mode_pref",AUTO');
    expect(at("AT+COPS?")[0]).toMatch(/,7$/);
  });

  it("leave the 5G core where SA is switched off", () => {
    const { at } = module();
    at('AT+QNWPREFCFG="nr5g_disable_mode",1');
    expect(at("AT+COPS?")[0]).toMatch(/,7$/);
  });
});

test("what stands in the control line of access moves the modem", () => {
  const { modem } = talk();
  modem.setAccess("lte");
  expect(modem.state().cell).toMatchObject({ ...CELL, act: 7 });
});
