import { expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { serviceResult, simResult } from "../../src/cli/doctor-service.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { step } from "../../src/modem/step.ts";

const after = (...lines: readonly string[]): Modem =>
  lines.reduce((modem, line) => step(modem, decode(line)).modem, UNKNOWN_MODEM);
const READY = "+CPIN: READY";

it.each([
  ["+CPIN: NOT INSERTED", "fault", /insert the SIM/],
  ["+CPIN: SIM PIN", "fault", /modem\.pin_file.*phone/],
  ["+CPIN: SIM PUK", "fault", /carrier for the PUK/],
  ["+CPIN: PH-NET PIN", "fault", /SIMs of one carrier/],
])("the card's state %s is %s with a remedy of its own", (line, verdict, remedy) => {
  expect(simResult(after(line))).toMatchObject({ verdict, remedy: expect.stringMatching(remedy) });
});

it("a card that is ready and has no number that reads twice alike is a note with what to do", () => {
  expect(simResult(after(READY))).toMatchObject({
    verdict: "note",
    found: "ready, but its number was not read twice alike",
    remedy: expect.stringContaining("reseat"),
  });
});

it.each([
  [["+CPIN: NOT INSERTED"], "fault", /said of it above/],
  [["+CPIN: SIM PIN"], "fault", /said of it above/],
  [[READY, "+CEREG: 3,,,,0,6"], "fault", /bound to another device/],
  [[READY, "+CEREG: 3,,,,0,3"], "fault", /card is stopped.*switched off and on/],
  [[READY, "+CEREG: 3,,,,0,7"], "fault", /card is stopped/],
  [[READY, "+CEREG: 3,,,,0,13"], "fault", /roaming/],
  [[READY, "+CEREG: 3,,,,0,22"], "note", /some minutes/],
  [[READY, "+CEREG: 3"], "fault", /card is stopped/],
  [[READY, "+CEREG: 3,,,,1,6"], "fault", /card is stopped/],
  [[READY, "+CEREG: 2,2"], "note", /antenna/],
])("service after %j is %s with a remedy of its own", (lines, verdict, remedy) => {
  const result = serviceResult(after(...lines), "external");
  expect(result).toMatchObject({ verdict, remedy: expect.stringMatching(remedy) });
  expect(result.remedy).not.toContain("dials");
});

it("only a call that is not up is for whoever dials, and that may be the agent", () => {
  const modem = after(READY, "+CEREG: 2,1", "+CGATT: 1", "+CGACT: 1,0");
  expect(serviceResult(modem, "external")).toMatchObject({
    verdict: "note",
    remedy: expect.stringContaining("Whoever dials"),
  });
  const { verdict, remedy } = serviceResult(modem, "agent");
  expect([verdict, remedy]).toEqual(["note", expect.stringMatching(/^The agent dials while it runs/)]);
});
