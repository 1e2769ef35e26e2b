import { SETTING_ROWS, type SettingRow } from "./declaration.ts";
import type { Given, SourceReading } from "./given.ts";
import { nearest } from "../base/nearest.ts";
import type { Origin } from "./origin.ts";
import type { SettingsFault } from "./settings-fault.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = "CELLWARD_";

/** Variables with our prefix that are no settings. */
const OTHER_VARIABLES: ReadonlySet<string> = new Set([
  "CELLWARD_DEBUG", // stacks on stderr
  "CELLWARD_VERSION", // put in by the build
  "CELLWARD_REQUIRE_REAL", // the test suite's, as is the next
  "CELLWARD_FULL",
]);

/** What the environment gives: `CELLWARD_METER_SAMPLE_INTERVAL=2s`. */
export function fromEnvironment(environment: Environment): SourceReading {
  const rows = new Map(SETTING_ROWS.map((row) => [row.variable, row]));
  const given: Given[] = [];
  const faults: SettingsFault[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || text === undefined || OTHER_VARIABLES.has(variable)) continue;
    const row = rows.get(variable);
    if (row === undefined) faults.push(unknownVariable(variable));
    else given.push(givenText(row, { kind: "environment", variable }, text));
  }
  return { given, faults };
}

function unknownVariable(variable: string): SettingsFault {
  const list = SETTING_ROWS.find((row) => row.variable === undefined && variable === asVariable(row.key));
  const known = SETTING_ROWS.flatMap((row) => row.variable ?? []);
  const near = nearest(
    variable.slice(PREFIX.length),
    known.map((name) => name.slice(PREFIX.length)),
  );
  const hint = near === undefined ? "see `cellward config show`" : `the nearest is ${PREFIX}${near}`;
  const expected =
    list === undefined
      ? `a known one: ${hint}`
      : `${list.key} in the file or as --set ${list.key}=..., since it is a list`;
  return { key: "", place: variable.slice(0, 100), found: "an unknown variable", expected };
}

const asVariable = (key: string): string => PREFIX + key.replace(".", "_").toUpperCase();

/** What `--set section.key=value` gives, each text without its `--set`. */
export function fromFlags(texts: readonly string[]): SourceReading {
  const rows = new Map(SETTING_ROWS.map((row) => [row.key, row]));
  const given = new Map<SettingRow, Given>();
  const faults: SettingsFault[] = [];
  for (const text of texts) {
    const equals = text.indexOf("=");
    const key = (equals === -1 ? text : text.slice(0, equals)).trim();
    const shown = key.slice(0, 100);
    const place = `--set ${shown}`;
    const row = rows.get(key);
    if (equals === -1) {
      faults.push({ key: "", place, found: "no value", expected: "--set section.key=value" });
    } else if (row === undefined) {
      const near = nearest(key, [...rows.keys()]);
      const hint = near === undefined ? "see `cellward config show`" : `the nearest is ${near}`;
      faults.push({ key: shown, place, found: "an unknown key", expected: `a known one: ${hint}` });
    } else if (given.has(row)) {
      faults.push({ key, place, found: "the key a second time", expected: "each key once" });
    } else {
      given.set(row, givenText(row, { kind: "flag", key }, text.slice(equals + 1)));
    }
  }
  return { given: [...given.values()], faults };
}

/**
 * An empty text is a wrong value for every setting: the shell variable behind `--set plan.quota=$QUOTA` that nobody filled must not quietly
 * take the limit away.
 */
function givenText(row: SettingRow, origin: Origin, text: string): Given {
  return { row, origin, value: text === "" ? text : row.setting.kind.fromText(text) };
}
