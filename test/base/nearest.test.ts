import { expect, test } from "vitest";
import { nearest } from "../../src/base/nearest.ts";

test.each([
  ["levl", ["level", "zone"], "level"],
  ["lveel", ["level", "zone"], "level"],
  ["LEVEL", ["level", "zone"], "level"],
  ["status", ["status", "state"], "status"],
  ["mqtt.password", ["mqtt.password_file"], "mqtt.password_file"],
  ["quux", ["level", "zone"], undefined],
  ["", ["level"], undefined],
  ["x".repeat(10_000), ["x".repeat(9_999)], undefined],
])("%s", (given, candidates, found) => {
  expect(nearest(given, candidates)).toBe(found);
});
