import { describeFound } from "../base/found.ts";
import { nearest } from "../base/nearest.ts";
import { isTable, readToml } from "../toml/document.ts";
import type { KeyLines } from "../toml/key-lines.ts";
import { DECLARATION, DECLARED_TABLES, SETTING_ROWS, type SettingRow } from "./declaration.ts";
import type { Given, SourceReading } from "./given.ts";
import type { Origin } from "./origin.ts";
import type { SettingsFault } from "./settings-fault.ts";

/** A settings file is a page of text; anything of this size is a mistake. In characters of the decoded text. */
export const LARGEST_FILE = 1 << 20;
/** A wrong file (a log, a binary) must not be answered with a hundred thousand lines. */
const MOST_UNKNOWN = 50;

export interface SettingsText {
  /** As it is shown: the path. */
  readonly name: string;
  readonly text: string;
}

const ROWS = new Map(SETTING_ROWS.map((row) => [row.key, row]));

/** What a TOML text gives, and everything in it that has no place. */
export function fromFile(file: SettingsText): SourceReading {
  if (file.text.length > LARGEST_FILE) {
    const expected = "at most 1 MiB of TOML";
    return { given: [], faults: [{ key: "", place: file.name, found: `${file.text.length} characters`, expected }] };
  }
  const document = readToml(file.text);
  if (document.kind === "refused") {
    const { place, found, expected } = document;
    return { given: [], faults: [{ key: "", place: `${file.name}${place}`, found, expected }] };
  }
  const { lines } = document;
  const given: Given[] = [];
  const unknown: (readonly string[])[] = [];
  const wrong: SettingsFault[] = [];
  for (const [section, value] of Object.entries(document.table)) {
    const known = Object.hasOwn(DECLARATION, section);
    const byItself = ROWS.get(section);
    const originOf = (inside: readonly (string | number)[]): Origin => ({
      kind: "file",
      name: file.name,
      line: lines.lineOf([section, ...inside]),
    });
    if (byItself !== undefined) {
      given.push({ row: byItself, origin: originOf([]), value, originOf });
    } else if (known && isTable(value)) {
      for (const [name, inner] of Object.entries(value)) {
        const row = ROWS.get(`${section}.${name}`);
        const line = lines.lineOf([section, name]);
        if (row === undefined) unknown.push([section, name]);
        else given.push({ row, origin: { kind: "file", name: file.name, line }, value: inner });
      }
    } else if (known) {
      const place = `${file.name}:${lines.lineOf([section])}`;
      wrong.push({ key: section, place, found: describeFound(value), expected: `a table [${section}]` });
    } else {
      unknown.push([section]);
    }
  }
  return { given, faults: [...wrong, ...unknownKeys(unknown, file.name, lines)] };
}

const NAMES = SETTING_ROWS.map((row) => row.name);

/** The value is not shown: whoever writes `password = "..."` has written a secret. */
function unknownKey(path: readonly string[], file: string, lines: KeyLines): SettingsFault {
  const key = path.join(".").slice(0, 100);
  return {
    key,
    place: `${file}:${lines.lineOf(path)}`,
    found: path.length === 1 ? "an unknown table or key" : "an unknown key",
    expected: hintFor(path),
  };
}

/** The full key is compared first, then its last word with every section's: `[modem] sample_interval` belongs to the meter. */
function hintFor(path: readonly string[]): string {
  const last = path.at(-1) ?? "";
  const sections = [...Object.keys(DECLARATION), ...Object.keys(DECLARED_TABLES)];
  const elsewhere = SETTING_ROWS.filter((row) => row.name === last).map((row) => row.key);
  const full = path.length === 1 ? nearest(last, sections) : nearest(path.join("."), [...ROWS.keys()]);
  const byName = nearest(last, NAMES);
  const rows: SettingRow[] = byName === undefined ? [] : SETTING_ROWS.filter((row) => row.name === byName);
  const hint = elsewhere.length > 0 ? elsewhere.join(" or ") : (full ?? rows.map((row) => row.key).join(" or "));
  if (hint !== "") return `a known one: the nearest is ${hint}`;
  return `a known one: ${path.length === 1 ? `the tables are ${sections.join(", ")}` : "see `cellward config show`"}`;
}

function unknownKeys(paths: readonly (readonly string[])[], file: string, lines: KeyLines): readonly SettingsFault[] {
  const faults = paths.slice(0, MOST_UNKNOWN).map((path) => unknownKey(path, file, lines));
  const more = paths.length - faults.length;
  if (more === 0) return faults;
  return [
    ...faults,
    { key: "", place: file, found: `${more} more unknown keys`, expected: "a settings file of cellward" },
  ];
}
