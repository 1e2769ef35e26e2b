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

test("a device that moves is in an area while the network tells one of its cells, and known to be elsewhere in any other", () => {
  const areas = ["local:wuzhou@tac=1A2B,1A2C", "cell:shop@ci=0452A101"];
  const served = (tac: string, ci: string, more: readonly string[] = []) =>
    whereabouts(modem({ eps: { stat: 1, act: 7, tac, ci } }), [...more, ...areas])?.areas;
  expect(served("1a2c", "1")).toEqual(["local:wuzhou"]);
  expect(served("1A2B", "452a101")).toEqual(["cell:shop", "local:wuzhou"]);
  expect(served("00FF", "1")).toEqual(["elsewhere"]);
  expect(served("00FF", "1", ["province:guangxi"])).toEqual(["province:guangxi"]);
  // Not told, or told while there is no service: not known, which is not elsewhere.
  expect(whereabouts(modem({ eps: { stat: 1, act: 7 } }), areas)).toEqual({ rat: "lte" });
  expect(whereabouts(modem({ eps: { stat: 2, act: 7, tac: "1A2B", ci: "1" } }), areas)).toBeUndefined();
});

test("what a modem does not tell, or tells in numbers that no standard has, is not known", () => {
  expect(whereabouts(modem({ eps: { stat: 1 } }), [])).toBeUndefined();
  expect(whereabouts(modem({ eps: { stat: 1, act: 99 } }), [])).toBeUndefined();
  expect(whereabouts(modem({ eps: { stat: 4, act: 7 } }), ["province:guangxi"])).toEqual({
    areas: ["province:guangxi"],
  });
});
