import { EVENTS } from "../base/events.ts";
import { EXIT } from "../base/exit-codes.ts";
import { FAULTS } from "../base/fault.ts";
import { TOPICS } from "../report/contract.ts";
import { SETTING_ROWS, type SettingRow } from "../settings/declaration.ts";
import { tomlLiteral } from "../settings/toml.ts";
import { COMMANDS } from "./commands.ts";

export type TableName = "settings" | "topics" | "exit-codes" | "errors" | "events" | "commands";

const cell = (text: string): string => text.replaceAll("|", "\\|");
const code = (text: string): string => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

const defaultOf = ({ setting }: SettingRow): string =>
  setting.presence === "always" ? code(tomlLiteral(setting.default)) : `not set: ${setting.unset.en}`;

/** Every setting. */
export function settingsTable(): string {
  return table(
    ["Setting", "Default", "Meaning", "Allowed", "Environment"],
    SETTING_ROWS.map((row) => [
      code(row.key),
      defaultOf(row),
      row.setting.en,
      row.setting.kind.allowed,
      row.variable === undefined ? "-" : code(row.variable),
    ]),
  );
}

/** The README's generated tables in Markdown, without a line end at their end. */
export function readmeTables(): Record<TableName, string> {
  return {
    settings: settingsTable(),
    topics: table(
      ["Topic", "Retained", "Payload", "What it says"],
      Object.entries(TOPICS).map(([name, { retained, payload, sentence }]) => [
        code(name),
        retained ? "yes" : "no",
        code(payload),
        sentence,
      ]),
    ),
    commands: table(
      ["Command", "What it does"],
      COMMANDS.map(({ name, usage, summary }) => [code(`cellward ${name} ${usage}`.trimEnd()), summary]),
    ),
    "exit-codes": table(
      ["Code", "Meaning"],
      Object.values(EXIT).map((exit) => [String(exit.code), exit.meaning]),
    ),
    errors: table(
      ["Error", "Family", "Exit code", "What happened"],
      Object.entries(FAULTS).map(([name, { family, exit, sentence }]) => [
        code(name),
        family,
        String(EXIT[exit].code),
        sentence,
      ]),
    ),
    events: table(
      ["Event", "Over MQTT", "What happened"],
      Object.entries(EVENTS).map(([name, { published, sentence }]) => [code(name), published ? "yes" : "no", sentence]),
    ),
  };
}
