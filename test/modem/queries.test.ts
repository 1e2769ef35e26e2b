import { expect, it } from "vitest";
import { imeiOfImeisv } from "../../src/modem/imei-of-imeisv.ts";
import { UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { identityOf } from "../../src/modem/queries.ts";
import { step } from "../../src/modem/step.ts";

it.each([
  ["490154203237518", "imei", "490154203237518"],
  ['+CGSN: "490154203237518"', "imei", "490154203237518"],
  ["4901542032375101", "imeisv", "4901542032375101"],
  ["49015420323751801", "imei", "490154203237518"],
])("an answer of %s to +CGSN is the modem's %s", (line, field, value) => {
  expect(identityOf("imei", line)).toMatchObject({ field, value });
});

it("a modem that tells its IMEISV has the IMEI whose last digit belongs to it", () => {
  // 3GPP TS 23.003 Annex B leaves the example open; 49015420323751-8 is the one of the GSM Association.
  expect(imeiOfImeisv("4901542032375101")).toBe("490154203237518");
  const message = identityOf("imei", "4901542032375101");
  expect(message && step(UNKNOWN_MODEM, message).modem.imei).toBe("490154203237518");
});
