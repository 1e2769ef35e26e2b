import { expect, test } from "vitest";
import { whereabouts } from "../../src/agent/whereabouts.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";

const modem = (registration: Modem["registration"]): Modem => ({ ...UNKNOWN_MODEM, registration });

test("bytes pass over the radio of the domain that carries data, home or roaming", () => {
  expect(whereabouts(modem({ cs: { stat: 1, act: 0 }, eps: { stat: 1, act: 7 } }), [])).toEqual({ rat: "lte" });
  expect(whereabouts(modem({ eps: { stat: 5, act: 9 } }), [])).toEqual({ rat: "nb-iot" });
  expect(whereabouts(modem({ eps: { stat: 2, act: 7 }, ps: { stat: 1, act: 3 } }), [])).toEqual({ rat: "gsm" });
  expect(whereabouts(modem({ "5gs": { stat: 1, act: 11 }, eps: { stat: 1, act: 7 } }), [])).toEqual({ rat: "nr" });
  expect(whereabouts(modem({ eps: { stat: 1, act: 13 } }), [])).toEqual({ rat: "lte" });
});

test("what a modem does not tell, or tells in numbers that no standard has, is not known", () => {
  expect(whereabouts(modem({ eps: { stat: 1 } }), [])).toBeUndefined();
  expect(whereabouts(modem({ eps: { stat: 1, act: 99 } }), [])).toBeUndefined();
  expect(whereabouts(modem({ eps: { stat: 4, act: 7 } }), ["province:guangxi"])).toEqual({
    areas: ["province:guangxi"],
  });
});
