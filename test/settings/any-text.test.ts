import fc from "fast-check";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { SETTING_ROWS } from "../../src/settings/declaration.ts";
import { locateKeys } from "../../src/toml/key-lines.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { describeRefusal } from "../../src/settings/settings-fault.ts";
import { settingsToml } from "../../src/settings/toml.ts";

/** Pieces that settings files are made of, so that many of the texts come close to being one. */
const piece = fc.oneof(
  fc.constantFrom(
    "\n",
    " = ",
    "[",
    "]",
    "[[",
    "{",
    "}",
    ",",
    ".",
    '"',
    "'",
    '"""',
    "'''",
    "#",
    "\\",
    "\r\n",
    "\u0000",
    "\uFEFF",
  ),
  fc.constantFrom("true", "1", "-1", "1e9", "nan", "inf", "0x", "1979-05-27", "07:32:00", "99999999999999999999"),
  fc.constantFrom("__proto__", "constructor", "toString", "mqtt://a:b@c", "30 GB", "10min", "Asia/Shanghai"),
  fc.constantFrom(...SETTING_ROWS.flatMap(({ key, section, name }) => [key, `\n[${section}]\n`, `${name} = `])),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const anyText = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

test("any text gives settings or faults, and never throws", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const loaded = loadSettings({ file: { name: "f", text } });
      const told = loaded.kind === "refused" ? describeRefusal(loaded.faults) : "";
      const origins = loaded.kind === "settings" ? loaded.origins.size : 0;
      expect(told.includes("expected") || origins === SETTING_ROWS.length).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test("any environment and any flags give settings or faults, and never throw", () => {
  const variable = fc.oneof(fc.constantFrom(...SETTING_ROWS.flatMap((row) => row.variable ?? [])), fc.string());
  const flag = fc.tuple(fc.oneof(fc.constantFrom(...SETTING_ROWS.map((row) => row.key)), fc.string()), fc.string());
  fc.assert(
    fc.property(fc.dictionary(variable, fc.string({ unit: "binary" })), fc.array(flag), (env, flags) => {
      const loaded = loadSettings({ env, flags: flags.map(([key, value]) => `${key}=${value}`) });
      expect(["settings", "refused"]).toContain(loaded.kind);
    }),
    { numRuns: 500 },
  );
});

test("whatever was accepted and is written out reads back to the same settings", () => {
  const named = fc.constantFrom(...SETTING_ROWS.map((row) => row.key));
  const value = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
    fc.integer({ min: 1, max: 200_000 }).map(String),
    fc
      .tuple(fc.integer({ min: 1, max: 5_000 }), fc.constantFrom("ms", "s", "min", " KiB", " MiB", " GB", " KB", " B"))
      .map((p) => p.join("")),
    fc.constantFrom("true", "false", "1000", "UTC", "/a\"b\\c'd", "mqtt://h", "5", "{name}", "1,2,3"),
  );
  let accepted = 0;
  fc.assert(
    fc.property(fc.dictionary(named, value, { maxKeys: 3 }), (given) => {
      const loaded = loadSettings({ flags: Object.entries(given).map(([key, text]) => `${key}=${text}`) });
      if (loaded.kind === "refused") return;
      accepted += 1;
      const again = loadSettings({ file: { name: "f", text: settingsToml(loaded.settings) } });
      expect(again).toMatchObject({ kind: "settings", settings: loaded.settings });
    }),
    { numRuns: 2_000 },
  );
  expect(accepted).toBeGreaterThan(200);
});

function keysOf(text: string): string[] {
  try {
    return Object.keys(parse(text, { integersAsBigInt: "asNeeded" }));
  } catch {
    return [];
  }
}

test("every key that the parser finds has the line on which it stands", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const lines = text.split("\n");
      const located = locateKeys(text);
      const keys = keysOf(text).filter((name) => /^[a-z_]+$/.test(name));
      expect(keys.filter((key) => !(lines[located.lineOf([key]) - 1] ?? "").includes(key))).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});
