import fc from "fast-check";
import { expect, test } from "vitest";
import { readTagKey, readTags, tagKey, tagsOf, writeTags } from "../../src/meter/tags.ts";
import { anyTags } from "../support/any-tags.ts";

test("what is known of some bytes has one key, whatever order it was told in, and reads back from it and from its record", () => {
  fc.assert(
    fc.property(anyTags, (known) => {
      const tags = tagsOf(known);
      const key = tagKey(tags);
      expect(tagKey(tagsOf({ ...known, areas: [...(known.areas ?? []), ...(known.areas ?? [])].toReversed() }))).toBe(
        key,
      );
      expect(key).not.toContain("/");
      expect(key.length).toBeLessThanOrEqual(700);
      if (tags === undefined) return;
      expect(readTagKey(key)).toEqual(tags);
      const stored: unknown = JSON.parse(JSON.stringify(writeTags(tags)));
      expect(readTags(stored)).toEqual(tags);
    }),
  );
});

test("a key says what it is of, and nothing known is no key", () => {
  const areas = ["province:guangxi", "cell:4606801", "cell:4606801"];
  expect(tagKey(tagsOf({ areas, rat: "nb-iot", destination: "cdn.shop", class: "pos" }))).toBe(
    "class=pos;destination=cdn.shop;rat=nb-iot;areas=cell:4606801,province:guangxi",
  );
  expect([tagKey(undefined), tagsOf({}), tagsOf({ areas: [] }), tagsOf(undefined)]).toEqual([
    "",
    undefined,
    undefined,
    undefined,
  ]);
});

const nine = Array.from({ length: 9 }, (_, n) => `cell:${n}`);
const strange: readonly (readonly [string, Record<string, unknown>])[] = [
  ["nothing", {}],
  ["an unknown name", { class: "pos", colour: "red" }],
  ["an empty text", { class: "" }],
  ["capitals", { class: "POS" }],
  ["a slash", { destination: "a/b" }],
  ["a separator", { class: "a;b" }],
  ["65 characters", { class: "a".repeat(65) }],
  ["a number", { class: 7 }],
  ["a technology that there is not", { rat: "6g" }],
  ["no area", { areas: [] }],
  ["nine areas", { areas: nine }],
  ["areas in another order", { areas: ["b", "a"] }],
  ["an area twice", { areas: ["a", "a"] }],
  ["an area that is no text", { areas: ["a", 1] }],
  ["areas that are a text", { areas: "a" }],
];

test.each(strange)("stored tags with %s are none", (_, stored) => {
  expect(readTags(stored)).toBeUndefined();
});

test("a caller's texts that are no tags are a fault, and nothing is booked under them", () => {
  expect(() => tagsOf({ class: "a/b" })).toThrow("[internal]");
  expect(() => tagsOf({ areas: nine })).toThrow("[internal]");
});

test("no text whatever is taken for a key unless it is the one key of its tags", () => {
  const nearly = fc.array(fc.constantFrom("class=", "rat=", "areas=", "lte", "a", ";", ",", "="), { maxLength: 8 });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        nearly.map((parts) => parts.join("")),
      ),
      (text) => {
        const read = readTagKey(text);
        expect([undefined, text]).toContain(read === undefined ? undefined : tagKey(read));
      },
    ),
    { numRuns: 500 },
  );
});
