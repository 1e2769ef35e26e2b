import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { modemEvents } from "../../src/agent/modem-events.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { NO_SUSPICION, suspect } from "../../src/diagnosis/suspicion.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { step } from "../../src/modem/step.ts";

/** The events that the lines make, one after the other. */
function events(lines: readonly string[], from: Modem = UNKNOWN_MODEM) {
  let modem = from;
  const told = lines.flatMap((line) => {
    const before = modem;
    const stepped = step(before, decode(line));
    modem = stepped.modem;
    return modemEvents(before, modem, stepped.effects);
  });
  return { modem, told, types: told.map(({ type }) => type) };
}

const UP = ["+CPIN: READY", "+CGATT: 1", "+CGACT: 1,1", "+CREG: 2,1", "+CGREG: 2,1", "+CEREG: 2,1"];

describe("one happening is one event, however many lines tell of it", () => {
  it("a start tells the registration once and service once", () => {
    expect(events(UP).types).toEqual(["registration-changed", "service-up"]);
  });

  it("a denial in every domain is one change, with the cause", () => {
    const { told } = events(["+CREG: 3", "+CGREG: 3", "+CEREG: 3,,,,0,7"], events(UP).modem);
    const changes = told.filter(({ type }) => type === "registration-changed");
    expect(changes).toHaveLength(1);
    expect(changes[0]?.fields).toMatchObject({
      domain: "eps",
      stat: 3,
      rejectCause: 7,
      causeText: "EPS services not allowed",
    });
  });

  it("a detach is told as itself and as service that went, once each", () => {
    const { types } = events(["+CGEV: NW DETACH", "+CGATT: 0", "+CGACT: 1,0"], events(UP).modem);
    expect(types).toEqual(["network-detached", "service-down"]);
  });

  it("a modem that is still searching when the agent starts has lost nothing", () => {
    expect(events(["+CPIN: READY", "+CGATT: 0", "+CEREG: 2,2"]).types).toEqual(["registration-changed"]);
  });
});

describe("an event tells what was understood of a line, never the line", () => {
  it.each([
    ["^SYSSTART 460041234567890 13800138000 password hunter2", "modem-restarted", { said: "^SYSSTART" }],
    ["+CGEV: NW PDN DEACT 1 493817 password hunter2", "context-lost", { said: "NW PDN DEACT" }],
    ["+CGEV: NW PDN DEACT 1", "context-lost", { said: "NW PDN DEACT 1", cid: 1 }],
    ['+CGEV: NW DEACT "IP","10.20.30.40",1', "context-lost", { said: "NW DEACT 1", cid: 1 }],
    ["+CGEV: NW DETACH", "network-detached", { said: "NW DETACH" }],
  ])("%s", (line, type, fields) => {
    expect(events([line], events(UP).modem).told.find((told) => told.type === type)?.fields).toEqual(fields);
  });

  it("nor does the evidence of a suspicion", () => {
    const line = "+CGEV: NW PDN DEACT 1 493817 password hunter2";
    const { effects } = step(events(UP).modem, decode(line));
    let state = NO_SUSPICION;
    for (const effect of effects) {
      const now = { wall: WallMs(0), mono: MonoMs(0) };
      state = suspect(state, { kind: "modem", effect, service: { data: "unknown", why: "" } }, now).state;
    }
    expect(state.evidence.map(({ text }) => text)).toEqual(["+CGEV: NW PDN DEACT"]);
  });
});
