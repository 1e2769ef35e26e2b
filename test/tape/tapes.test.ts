import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/simulator/seeded-random.ts";
import { hasLuhnDigit } from "../../src/tape/luhn.ts";
import { parseTape, writeTape } from "../../src/tape/tape-text.ts";
import { type HeardTape, listen, modemBytes } from "../support/tape-listener.ts";

const DIRECTORY = "test/tapes";
const SPLITS = 1_000;
const names = readdirSync(DIRECTORY).filter((name) => name.endsWith(".at"));
const families = readdirSync("config/modems").map((name) => name.replace(/\.toml$/, ""));

function* split(bytes: Uint8Array, random: () => number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const length = 1 + Math.floor(random() ** 2 * 40);
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** `registration=3 unknown=5`; a grammar that is added may take lines from `unknown`, and from no other kind. */
function agrees({ kinds }: HeardTape, expected: string): void {
  const wanted = Object.fromEntries(expected.split(" ").map((pair) => pair.split("=")));
  const total = (counts: Readonly<Record<string, unknown>>): number =>
    Object.values(counts).reduce((sum: number, count) => sum + Number(count), 0);
  expect(total(kinds)).toBe(total(wanted));
  expect(kinds["unknown"] ?? 0).toBeLessThanOrEqual(Number(wanted["unknown"] ?? 0));
  for (const [kind, count] of Object.entries(wanted).filter(([name]) => name !== "unknown"))
    expect([kind, kinds[kind] ?? 0]).toEqual([kind, Number(count)]);
}

describe.each(names)("%s", (name) => {
  const text = readFileSync(`${DIRECTORY}/${name}`, "utf8");
  const tape = parseTape(name, text);
  const bytes = modemBytes(tape);
  const whole = listen(tape, [bytes]);

  it("says where it is from and of which family, and is written as it would be recorded", () => {
    expect(tape.headers.get("source")).toMatch(/\w/);
    expect(families).toContain(tape.headers.get("family"));
    expect(writeTape(tape)).toBe(text);
  });

  it("means what it is expected to, nothing lost", () => {
    agrees(whole, tape.headers.get("expect") ?? "");
    expect(whole.discarded).toBe(0);
    // The splitter takes blanks off a line's end, and a prompt is no line.
    const said = bytes
      .toString("latin1")
      .replaceAll("\r\n> ", "")
      .replaceAll(/[ \t]+(?=\r\n)|[\r\n]/g, "");
    expect(whole.lines.join("").replaceAll(/[\r\n]/g, "")).toBe(said);
  });

  it("byte by byte, and at a thousand splits, means the same", () => {
    expect(
      listen(
        tape,
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
      ),
    ).toEqual(whole);
    const random = seededRandom(27_007);
    const differing = Array.from({ length: SPLITS }, () => listen(tape, split(bytes, random))).filter(
      (heard) => JSON.stringify(heard) !== JSON.stringify(whole),
    );
    expect(differing).toEqual([]);
  });
});

it("every family has a tape, but for those of which nobody has shown a modem's words", () => {
  const shown = names.map((name) =>
    parseTape(name, readFileSync(`${DIRECTORY}/${name}`, "utf8")).headers.get("family"),
  );
  expect(families.filter((family) => !shown.includes(family))).toEqual(["asr-cat1"]);
});

it("no tape holds a whole identifier of anybody", () => {
  const suspects = names.flatMap((name) =>
    (
      readFileSync(`${DIRECTORY}/${name}`, "utf8").match(/(?<![\dA-F.:])(?:\d{15}|89[\dA-F]{17,18})(?![\dA-F.:])/g) ??
      []
    ).filter((found) => !/0{5}/.test(found)),
  );
  expect(suspects.filter((found) => found.length > 15 || hasLuhnDigit(found))).toEqual([]);
});
