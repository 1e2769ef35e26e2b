import { DECLARATION, SETTING_ROWS, type SettingRow, type Settings, valueAt } from "./declaration.ts";
import type { FileTables, FileValue, Reading } from "./kind.ts";

/** JSON's escapes are a subset of TOML's; the kinds refuse what JSON would not escape (DEL, lone surrogates). */
export function tomlLiteral(value: FileValue): string {
  if (typeof value !== "object") return JSON.stringify(value);
  return `[${value.map((item) => (typeof item === "object" ? `{ ${pairs(item).join(", ")} }` : JSON.stringify(item))).join(", ")}]`;
}

const pairs = (table: FileTables[number]): readonly string[] =>
  Object.entries(table).map(([name, value]) => `${name} = ${tomlLiteral(value)}`);

/** `[[uplink]]` and its lines, once for each table. */
export const tomlTables = (name: string, tables: FileTables): string =>
  tables.map((table) => [`[[${name}]]`, ...pairs(table)].join("\n")).join("\n\n");

/** Values that are tables, of those that stand by themselves. */
export const isTables = (value: FileValue): value is FileTables =>
  typeof value === "object" && value.every((item) => typeof item === "object");

/** A value as a file would hold it; undefined when it is not set. */
export function fileValue(settings: Settings, row: SettingRow): FileValue | undefined {
  const value = valueAt(settings, row);
  const reading: Reading = { unitBase: settings.plan.unitBase };
  return value === undefined ? undefined : row.setting.kind.toFile(value, reading);
}

interface Remarks {
  /** A comment behind a setting's line. */
  readonly behind?: (row: SettingRow) => string | undefined;
  /**
   * What a value that belongs to this machine alone was derived from. Such a value stands as a comment: the text is
   * copied to other devices, which must not all go by one name.
   */
  readonly derived?: (row: SettingRow) => string | undefined;
}

/** Settings as a TOML text that reads back to the same on the same machine. */
export function settingsToml(settings: Settings, { behind, derived }: Remarks = {}): string {
  const blocks = Object.keys(DECLARATION).map((section) => {
    const lines = SETTING_ROWS.filter((row) => row.section === section).map((row) => {
      const line = lineOf(row, fileValue(settings, row), derived?.(row));
      const note = behind?.(row);
      return note === undefined ? line : `${line}  # ${note}`;
    });
    return [`[${section}]`, ...lines].join("\n");
  });
  const tables = SETTING_ROWS.filter((row) => row.section === undefined).map((row) => {
    const value = fileValue(settings, row);
    const note = behind?.(row);
    const text = value === undefined || !isTables(value) ? lineOf(row, value, undefined) : tomlTables(row.name, value);
    // Behind the first line, which is the header of the first table.
    return note === undefined ? text : text.replace(/$/m, `  # ${note}`);
  });
  return `${[...blocks, ...tables].join("\n\n")}\n`;
}

function lineOf(row: SettingRow, value: FileValue | undefined, derivedFrom: string | undefined): string {
  if (value !== undefined)
    return derivedFrom === undefined
      ? `${row.name} = ${tomlLiteral(value)}`
      : `# ${row.name} is derived on this device: ${tomlLiteral(value)}, from ${derivedFrom}`;
  return `# ${row.name} is not set: ${row.setting.presence === "optional" ? row.setting.unset.en : ""}`;
}
