import * as v from "valibot";
import type { UnitBase } from "../base/bytes.ts";
import { describeFound } from "../base/found.ts";
import { SETTING_ROWS, type SettingRow, type Settings } from "./declaration.ts";
import { fromFile, type SettingsText } from "./from-file.ts";
import { type Environment, fromEnvironment, fromFlags } from "./from-outside.ts";
import type { Given } from "./given.ts";
import type { Reading } from "./kind.ts";
import { describeOrigin, type Origin, type Origins } from "./origin.ts";
import { RULES } from "./rules.ts";
import { isTable } from "../toml/document.ts";
import type { KeyPath } from "../toml/key-lines.ts";
import { keyName } from "../toml/table.ts";
import { isPattern } from "./kinds/interface.ts";
import { hideCredentials, type SettingsFault } from "./settings-fault.ts";

/** In the order of their weight: each takes precedence over the ones before it, and all over the defaults. */
export interface Sources {
  readonly file?: SettingsText | undefined;
  /** The whole environment; only CELLWARD_* is looked at. */
  readonly env?: Environment;
  /** The texts of `--set`, such as `log.level=debug`. */
  readonly flags?: readonly string[];
}

export type Loaded =
  | { readonly kind: "settings"; readonly settings: Settings; readonly origins: Origins }
  | { readonly kind: "refused"; readonly faults: readonly SettingsFault[] };

const BY_DEFAULT: Origin = { kind: "default" };
const UNIT_BASE = "plan.unit_base";

/**
 * The settings in force, or every fault of every source at once: a value that a stronger source overrides is judged too.
 * Pure; the result is frozen.
 */
export function loadSettings(sources: Sources): Loaded {
  const readings = [
    ...(sources.file === undefined ? [] : [fromFile(sources.file)]),
    fromEnvironment(sources.env ?? {}),
    fromFlags(sources.flags ?? []),
  ];
  const faults = readings.flatMap((reading) => reading.faults);
  const given = readings.flatMap((reading) => reading.given);
  const reading: Reading = { unitBase: unitBaseOf(given) };

  const values = new Map<string, unknown>();
  const origins = new Map<string, Origin>();
  const faulty = new Set<string>();
  for (const row of SETTING_ROWS) {
    values.set(row.key, defaultOf(row, reading));
    origins.set(row.key, BY_DEFAULT);
  }
  for (const { row, origin, value, originOf = () => origin } of given) {
    const judged = judge(row, value, reading);
    if (judged.kind === "value") {
      values.set(row.key, judged.value);
      origins.set(row.key, origin);
      continue;
    }
    faulty.add(row.key);
    for (const { inside, expected } of judged.wrong)
      faults.push({
        key: `${row.key}${keyName([0, ...inside]).slice("[1]".length)}`,
        place: describeOrigin(originOf(inside)),
        found: foundIn(row, within(value, inside)),
        expected,
      });
  }
  const settings = withMainInterface(assemble(values), origins);
  faults.push(...brokenRules(settings, origins, faulty));
  return faults.length > 0
    ? { kind: "refused", faults: inReadingOrder(faults, sources.file?.name) }
    : { kind: "settings", settings, origins };
}

type Judged =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "no"; readonly wrong: readonly { readonly inside: KeyPath; readonly expected: string }[] };

function judge(row: SettingRow, value: unknown, reading: Reading): Judged {
  const result = v.safeParse(row.setting.kind.schema(reading), value, {
    abortEarly: row.section !== undefined,
    abortPipeEarly: true,
  });
  if (result.success) return { kind: "value", value: result.output };
  const unset = value === "" && row.setting.presence === "optional" ? "; to have it not set, leave it out" : "";
  const [first, ...others] = result.issues;
  // A list of numbers is one value on one line; tables are mended one by one.
  const told = row.section === undefined ? [first, ...others] : [first];
  const wrong = told.map(({ message, path = [] }) => ({
    inside: row.section === undefined ? path.map(({ key }) => (typeof key === "number" ? key : String(key))) : [],
    expected: `${message}${unset}`,
  }));
  return { kind: "no", wrong };
}

const within = (value: unknown, inside: KeyPath): unknown =>
  inside.reduce<unknown>(
    (around, key) => (Array.isArray(around) || isTable(around) ? Reflect.get(around, key) : undefined),
    value,
  );

/** Amounts in KB, MB and GB need it before anything else is read; a wrong one is judged in its turn. */
function unitBaseOf(given: readonly Given[]): UnitBase {
  const last = given.findLast(({ row, value }) => row.key === UNIT_BASE && (value === 1000 || value === 1024));
  return last?.value === 1000 ? 1000 : 1024;
}

function defaultOf(row: SettingRow, reading: Reading): unknown {
  return row.setting.presence === "optional"
    ? undefined
    : v.parse(row.setting.kind.schema(reading), row.setting.default);
}

/** What stands where a secret's file should be named may be the secret. */
function foundIn(row: SettingRow, value: unknown): string {
  if (row.setting.kind.file?.secret === true) return "something else (not shown, it could be the secret)";
  return describeFound(hideCredentials(value));
}

function brokenRules(settings: Settings, origins: Origins, faulty: ReadonlySet<string>): SettingsFault[] {
  return RULES.filter((rule) => !rule.keys.some((key) => faulty.has(key))).flatMap((rule) => {
    const broken = rule.broken(settings, (key) => (origins.get(key) ?? BY_DEFAULT).kind !== "default");
    if (broken === undefined) return [];
    const places = rule.keys.map((key) => `${key} from ${describeOrigin(origins.get(key) ?? BY_DEFAULT)}`);
    const told = rule.keys.map((key) => origins.get(key) ?? BY_DEFAULT).find((origin) => origin.kind !== "default");
    const place = describeOrigin(told ?? BY_DEFAULT);
    return [{ key: rule.keys[0], place, found: broken.found, expected: `${broken.expected} (${places.join(", ")})` }];
  });
}

/** The file from its first line to its last, then the environment, then the flags: as a person mends them. */
function inReadingOrder(faults: readonly SettingsFault[], file: string | undefined): readonly SettingsFault[] {
  const lineOf = ({ place }: SettingsFault): number =>
    file !== undefined && place.startsWith(`${file}:`) ? Number.parseInt(place.slice(file.length + 1), 10) : Infinity;
  const rankOf = ({ place }: SettingsFault): number =>
    place.startsWith("--set ") ? 2 : place.startsWith("CELLWARD_") ? 1 : 0;
  return faults.toSorted((a, b) => rankOf(a) - rankOf(b) || (lineOf(a) === lineOf(b) ? 0 : lineOf(a) - lineOf(b)));
}

function assemble(values: ReadonlyMap<string, unknown>): Settings {
  const sections: Record<string, Record<string, unknown>> = {};
  const tables: Record<string, unknown> = {};
  for (const row of SETTING_ROWS) {
    const value = values.get(row.key);
    const into = row.section === undefined ? tables : (sections[row.section] ??= {});
    into[row.field] = Array.isArray(value) ? Object.freeze(value) : value;
  }
  for (const section of Object.values(sections)) Object.freeze(section);
  // Every row of the declaration was just filled with what its own schema gave; the type is derived from the same rows.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.freeze({ ...sections, ...tables }) as Settings;
}

/** Where only [[uplink]] says which interfaces there are, the first metered one is the modem's: one with a whole name before a pattern. */
function withMainInterface(settings: Settings, origins: Map<string, Origin>): Settings {
  const from = origins.get("uplink");
  const metered = (settings.uplink ?? []).filter((one) => one.metered).map((one) => one.interface);
  const main = metered.find((name) => !isPattern(name)) ?? metered[0];
  if (main === undefined || from === undefined || origins.get("meter.interface")?.kind !== "default") return settings;
  origins.set("meter.interface", from);
  return Object.freeze({ ...settings, meter: Object.freeze({ ...settings.meter, interface: main }) });
}
