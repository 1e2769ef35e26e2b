import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { type ModemEffect, step } from "../../src/modem/step.ts";

/** Folds lines one after the other, as they came. */
function after(lines: readonly string[], from: Modem = UNKNOWN_MODEM): { modem: Modem; effects: ModemEffect[] } {
  let modem = from;
  const effects: ModemEffect[] = [];
  for (const line of lines) {
    const stepped = step(modem, decode(line));
    modem = stepped.modem;
    effects.push(...stepped.effects);
  }
  return { modem, effects };
}

const kinds = (effects: readonly ModemEffect[]): string[] => effects.map((effect) => effect.kind);
const ATTACHED = ["+CPIN: READY", "+CGATT: 1", "+CGACT: 1,1", "+CEREG: 2,1"];

describe("service is what SIM, registration, attach and context together allow", () => {
  it.each([
    [["+CPIN: READY"], "unknown"],
    [["+CEREG: 2,1"], "unknown"],
    [ATTACHED, "up"],
    [[...ATTACHED, "+CGATT: 0"], "down"],
    [[...ATTACHED, "+CGACT: 1,0"], "down"],
    [["+CPIN: SIM PIN", "+CEREG: 2,1", "+CGATT: 1"], "down"],
    // A data-only LTE card: CS is denied, EPS is fine (complaint of many drivers that look at +CREG alone).
    [["+CPIN: READY", "+CREG: 2,3", "+CEREG: 2,1", "+CGATT: 1", "+CGACT: 1,1"], "up"],
    // Registered for SMS only, emergency only: not service for data.
    [["+CGATT: 1", "+CEREG: 2,6"], "down"],
    [["+CGATT: 1", "+CEREG: 2,8"], "down"],
    // A modem with a context defined but not active beside an active one.
    [[...ATTACHED, "+CGACT: 2,0"], "up"],
  ] as const)("%j is %s", (lines, data) => {
    expect(after(lines).modem.service.data).toBe(data);
  });

  it("a denial names the cause by its standard name", () => {
    const { service } = after(["+CEREG: 3,3,,,,0,7"]).modem;
    expect(service).toMatchObject({ data: "down", why: "denied" });
    expect("text" in service && service.text).toContain("cause 7, EPS services not allowed");
  });

  it("a later answer without a cause does not forget the cause of the same denial, a new state does", () => {
    const denied = after(["+CEREG: 3,,,,0,7", "+CEREG: 2,3"]).modem;
    expect(denied.registration.eps?.rejectCause).toBe(7);
    expect(after(["+CEREG: 2,1"], denied).modem.registration.eps?.rejectCause).toBeUndefined();
  });
});

describe("what the network does is seen at once", () => {
  it("NW DETACH ends every context although they are not reported one by one, and asks how things stand", () => {
    const { modem } = after(ATTACHED);
    const detached = after(["+CGEV: NW DETACH"], modem);
    expect(detached.modem).toMatchObject({
      attached: false,
      contexts: { 1: false },
      service: { data: "down", why: "detached" },
    });
    expect(kinds(detached.effects)).toEqual(["network-detached", "ask", "service-changed"]);
  });

  it("ME DETACH is our own side's doing: no network event", () => {
    const { effects } = after(["+CGEV: ME DETACH"], after(ATTACHED).modem);
    expect(kinds(effects)).toEqual(["ask", "service-changed"]);
  });

  it("a context that the network takes is lost, one that we drop is not", () => {
    const { modem } = after(ATTACHED);
    expect(kinds(after(["+CGEV: NW PDN DEACT 1"], modem).effects)).toContain("context-lost");
    expect(kinds(after(["+CGEV: ME PDN DEACT 1"], modem).effects)).not.toContain("context-lost");
  });

  it("a context taken away without its number loses nothing that is known, and asks", () => {
    const { modem, effects } = after(['+CGEV: NW DEACT "IP","10.0.0.2"'], after(ATTACHED).modem);
    expect(modem.contexts).toEqual({ 1: true });
    expect(kinds(effects)).toEqual(["context-lost", "ask"]);
  });

  it("a lost URC heals with the next answer", () => {
    const { modem } = after(ATTACHED);
    const healed = after(["+CEREG: 2,3"], modem);
    expect(healed.modem.service).toMatchObject({ data: "down", why: "denied" });
    expect(kinds(healed.effects)).toContain("registration-changed");
  });

  it("the same state told again is no news", () => {
    const { modem } = after(ATTACHED);
    expect(after([...ATTACHED, '+CEREG: 2,1,"1A2B","01A2B3C4",7'], modem).effects).toEqual([]);
  });

  it("a restart voids everything that was known", () => {
    const { modem, effects } = after(["RDY"], after(ATTACHED).modem);
    const { service, ...rest } = modem;
    const { service: _before, ...unknown } = UNKNOWN_MODEM;
    expect(service.data).toBe("unknown");
    expect(rest).toEqual(unknown);
    expect(kinds(effects)).toContain("restarted");
  });
});

describe("a port that was away", () => {
  const back = (lines: readonly string[]) => after(lines, { ...UNKNOWN_MODEM, lastData: "up" });

  it("service that is still there is no news", () => {
    expect(kinds(back(ATTACHED).effects)).not.toContain("service-changed");
  });

  it("service that went meanwhile is told as going, not as never known", () => {
    const changed = back(["+CPIN: READY", "+CGATT: 0", "+CEREG: 2,1"]).effects.find(
      ({ kind }) => kind === "service-changed",
    );
    expect(changed).toMatchObject({ from: { data: "up" }, to: { data: "down", why: "detached" } });
  });
});

describe("a modem that goes off", () => {
  it.each([
    ["POWERED DOWN", undefined],
    ["UNDER-VOLTAGE POWER DOWN", "under-voltage"],
    ["+CMTE: -2", "temperature"],
  ])("after %s nothing is known of it, and service that was there is not forgotten", (line, because) => {
    const { modem, effects } = after([line], after(ATTACHED).modem);
    expect(modem).toMatchObject({ sim: { state: "unknown" }, registration: {}, lastData: "up" });
    expect(modem.attached).toBeUndefined();
    expect(effects).toMatchObject([{ kind: "power", event: "down", ...(because === undefined ? {} : { because }) }]);
  });

  it("a warning of the supply changes nothing that is known", () => {
    const before = after(ATTACHED).modem;
    const { modem, effects } = after(["UNDER-VOLTAGE WARNNING"], before);
    expect(modem).toEqual(before);
    expect(effects).toMatchObject([{ kind: "power", event: "warning", because: "under-voltage" }]);
  });
});

describe("the SIM", () => {
  it("a card taken out is nobody until another says who it is", () => {
    const { modem } = after(["+CPIN: READY", "+CCID: 89860412345678901234"]);
    const out = after(["+CPIN: NOT INSERTED"], modem);
    expect(out.modem.sim).toEqual({ state: "absent" });
    const other = after(["+CPIN: READY", "+CCID: 89860112345678901234"], out.modem);
    expect(other.effects).toContainEqual({ kind: "sim-identified", iccid: "89860112345678901234" });
    expect(other.effects).toContainEqual({ kind: "ask", what: "sim" });
  });

  it.each(["+QSIMSTAT: 1,0", "^SCKS: 0", "#QSS: 0", "+SIM: Removed"])(
    "%s: the card is nobody at once, and the modem is asked whether it is gone",
    (line) => {
      const { modem } = after(["+CPIN: READY", "+CCID: 89860412345678901234"]);
      const out = after([line], modem);
      expect(out.modem.sim).toEqual({ state: "unknown" });
      expect(out.effects).toContainEqual({ kind: "ask", what: "sim" });
      expect(kinds(out.effects)).toContain("sim-state-changed");
    },
  );

  it("told as removed again when it is known to be absent, nothing is asked", () => {
    const absent = after(["+CPIN: NOT INSERTED"]).modem;
    expect(after(["+QSIMSTAT: 1,0"], absent).effects).toEqual([]);
  });

  it.each(["+QSIMSTAT: 1,1", "^SCKS: 1", "+SIM: Inserted", "+CPIN: READY", "PB DONE", "SMS DONE", "+QIND: READY"])(
    "%s: the card is asked who it is",
    (line) => {
      const absent = after(["+CPIN: NOT INSERTED"]).modem;
      expect(after([line], absent).effects).toContainEqual({ kind: "ask", what: "sim" });
    },
  );

  it("another ICCID drops the IMSI of the one before", () => {
    const known = step(after(["+CPIN: READY", "+CCID: 89860412345678901234"]).modem, {
      kind: "identity",
      field: "imsi",
      value: "460041234567890",
    }).modem;
    expect(after(["+CCID: 89860112345678901234"], known).modem.sim.imsi).toBeUndefined();
  });
});

describe("a back-off timer of the network's (27.007 10.1.41) is news when it is set or taken back, of T3396 alone", () => {
  it.each([
    ['+CABTSRI: "cmiot",0,600,1,0', [{ kind: "back-off", apn: "cmiot", running: true, left: 600_000 }]],
    ['+CABTSRI: "cmiot",3,,1,0', [{ kind: "back-off", apn: "cmiot", running: true }]],
    ['+CABTSRI: "cmiot",1,0,1', [{ kind: "back-off", apn: "cmiot", running: false }]],
    ['+CABTSRI: "cmiot",2,0,1,0', []],
    ['+CABTSRI: "cmiot",0,600,1,1', []],
    ['+CABTRDP: "cmiot",600,1,0', []],
    ['+CABTSRI: "cmiot",0,4000000000,1,0', []],
  ])("%s", (line, effects) => {
    expect(after([line]).effects).toEqual(effects);
  });
});
