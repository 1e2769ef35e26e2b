import { toJsonSchema } from "@valibot/to-json-schema";
import { DECLARATION, DECLARED_TABLES } from "../../src/settings/declaration.ts";
import type { Setting } from "../../src/settings/setting.ts";

/**
 * The JSON Schema of a settings file, from the validators themselves. What JSON Schema cannot say (an amount's bounds,
 * a zone's existence, rules between settings) stands in the descriptions; `cellward config show` checks everything.
 */
export function settingsSchema(): string {
  const sections = Object.entries(DECLARATION).map(([name, { en, settings }]) => {
    const properties = Object.entries<Setting<unknown>>(settings).map(([key, setting]) => [key, property(setting)]);
    return [
      name,
      { type: "object", description: en, additionalProperties: false, properties: Object.fromEntries(properties) },
    ];
  });
  const tables = Object.entries<Setting<unknown>>(DECLARED_TABLES).map(([name, one]) => [name, property(one)]);
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "cellward.toml",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries([...sections, ...tables]),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function property(setting: Setting<unknown>): object {
  const input = toJsonSchema(setting.kind.schema({ unitBase: 1024 }), { typeMode: "input", errorMode: "ignore" });
  const { $schema: _, ...shape } = input;
  const absent = setting.presence === "always" ? { default: setting.default } : {};
  const unset = setting.presence === "always" ? "" : ` Not set: ${setting.unset.en}.`;
  return { description: `${setting.en} Allowed: ${setting.kind.allowed}.${unset}`, ...shape, ...absent };
}
