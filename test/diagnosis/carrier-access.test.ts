import { expect, test } from "vitest";
import { readPack } from "../../src/diagnosis/file/pack-file.ts";
import { describeFileFault } from "../../src/toml/file-fault.ts";
import { SHIPPED_PACKS } from "../support/shipped-carriers.ts";

const faultsOf = (text: string): readonly string[] => {
  const reading = readPack(text);
  return reading.kind === "refused" ? reading.faults.map((fault) => describeFileFault("c", fault)) : [];
};

test("a carrier's file names the APN of its cards, and who says so", () => {
  const reading = readPack('[apn]\nname = "cmnet"\nsource = "a leaflet"\n');
  expect(reading).toMatchObject({ kind: "pack", pack: { apn: { name: "cmnet", source: "a leaflet" } } });
});

test.each([
  ["an APN with a quote", '[apn]\nname = "cm\\"net"\nsource = "a leaflet"\n', /apn\.name.*access point name/s],
  ["an APN that nobody vouches for", '[apn]\nname = "cmnet"\n', /apn/],
  ["a key that does not exist", '[apn]\nname = "cmnet"\nsource = "a leaflet"\nuser = "x"\n', /user/],
])("%s is refused with its place", (_, text, place) => {
  expect(faultsOf(text)[0]).toMatch(place);
});

test("what holds for any carrier names no APN", () => {
  expect(SHIPPED_PACKS.find(({ carrier }) => carrier === "generic")?.apn).toBeUndefined();
});
