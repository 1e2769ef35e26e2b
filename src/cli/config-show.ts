import { EXIT } from "../base/exit-codes.ts";
import { readSecrets } from "../host/secret-files.ts";
import { readSettings, type SettingsInForce, type SettingsRequest } from "../host/settings-file.ts";
import { SETTING_ROWS } from "../settings/declaration.ts";
import { describeOrigin } from "../settings/origin.ts";
import { fileValue, settingsToml } from "../settings/toml.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";

const FLAGS = { ...SETTINGS_FLAGS, origin: { type: "boolean" }, json: { type: "boolean" } } as const;

export interface ConfigShowPlace {
  readonly env: SettingsRequest["env"];
  readonly places?: NonNullable<SettingsRequest["places"]>;
  out(text: string): void;
  err(text: string): void;
}

/**
 * Prints the settings in force. Throws `settings-invalid`, `settings-unreadable` with nothing printed, and
 * `secret-unreadable` after printing: the settings themselves are right.
 */
export function configShow(argv: readonly string[], place: ConfigShowPlace): number {
  const { values } = readArguments(argv, FLAGS);
  const request = { config: values.config, set: values.set, env: place.env };
  const inForce = readSettings(place.places === undefined ? request : { ...request, places: place.places });
  place.out(values.json === true ? asJson(inForce, values.origin === true) : asToml(inForce, values.origin === true));
  for (const warning of readSecrets(inForce.settings, inForce.origins).warnings) place.err(`warning: ${warning}\n`);
  return EXIT.ok.code;
}

export async function run(argv: readonly string[]): Promise<number> {
  return configShow(argv, {
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}

const originOf = ({ origins }: SettingsInForce, key: string): string =>
  describeOrigin(origins.get(key) ?? { kind: "default" });

function asToml(inForce: SettingsInForce, origin: boolean): string {
  return settingsToml(inForce.settings, {
    behind: ({ key }) => (origin ? originOf(inForce, key) : undefined),
    derived: ({ key }) => {
      const from = inForce.origins.get(key);
      return from?.kind === "machine" ? from.source : undefined;
    },
  });
}

/** Values as the file would hold them (`"30s"`), null where nothing is set. */
function asJson(inForce: SettingsInForce, origin: boolean): string {
  const sections: Record<string, Record<string, unknown>> = {};
  const tables: Record<string, unknown> = {};
  for (const row of SETTING_ROWS) {
    const into = row.section === undefined ? tables : (sections[row.section] ??= {});
    into[row.name] = fileValue(inForce.settings, row) ?? null;
  }
  const settings = { ...sections, ...tables };
  const origins = Object.fromEntries(SETTING_ROWS.map(({ key }) => [key, originOf(inForce, key)]));
  return `${JSON.stringify(origin ? { file: inForce.file ?? null, settings, origins } : settings, undefined, 2)}\n`;
}
