import { DECLARATION, SETTING_ROWS, type SettingRow, type Settings, valueAt } from "./declaration.ts";
import type { FileValue, Reading } from "./kind.ts";

/** JSON's escapes are a subset of TOML's; the kinds refuse what JSON would not escape (DEL, lone surrogates). */
export function tomlLiteral(value: FileValue): string {
  return typeof value === "object" ? `[${value.join(", ")}]` : JSON.stringify(value);
}

/** A value as a file would hold it; undefined when it is not set. */
export function fileValue(settings: Settings, row: SettingRow): FileValue | undefined {
  const value = valueAt(settings, row);
  const reading: Reading = { unitBase: settings.plan.unitBase };
  return value === undefined ? undefined : row.setting.kind.toFile(value, reading);
}

/** Settings as a TOML text that reads back to the same; `remark` adds a comment to a setting's line. */
export function settingsToml(settings: Settings, remark: (row: SettingRow) => string | undefined): string {
  const blocks = Object.keys(DECLARATION).map((section) => {
    const lines = SETTING_ROWS.filter((row) => row.section === section).map((row) => {
      const value = fileValue(settings, row);
      const unset = row.setting.presence === "optional" ? row.setting.unset.en : "";
      const line = value === undefined ? `# ${row.name} is not set: ${unset}` : `${row.name} = ${tomlLiteral(value)}`;
      const note = remark(row);
      return note === undefined ? line : `${line}  # ${note}`;
    });
    return [`[${section}]`, ...lines].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}
