import { agent, clock, log, store } from "./sections/agent.ts";
import { bearer } from "./sections/bearer.ts";
import { bridge } from "./sections/bridge.ts";
import { device, modem } from "./sections/device.ts";
import { classRule, enforce } from "./sections/enforce.ts";
import { journal } from "./sections/journal.ts";
import { meter } from "./sections/meter.ts";
import { mqtt } from "./sections/mqtt.ts";
import { plan } from "./sections/plan.ts";
import { policy } from "./sections/policy.ts";
import { probe } from "./sections/probe.ts";
import { fleet, recovery } from "./sections/recovery.ts";
import { slots } from "./sections/slots.ts";
import { terminal } from "./sections/terminal.ts";
import { uplink } from "./sections/uplink.ts";
import type { FixedSetting, OptionalSetting, Section, Settable, Setting } from "./setting.ts";

/**
 * Every setting, once. The type, the validation, the names in the environment, the flags, the JSON Schema,
 * the example file and the README's table are derived from this.
 */
export const DECLARATION = {
  device,
  modem,
  bearer,
  meter,
  plan,
  policy,
  mqtt,
  store,
  journal,
  probe,
  recovery,
  terminal,
  fleet,
  slots,
  enforce,
  agent,
  bridge,
  clock,
  log,
} as const satisfies Record<string, Section<Settable>>;

/** What stands in the file by itself: tables in double brackets. */
export const DECLARED_TABLES = { uplink, class_rule: classRule } as const satisfies Settable;

type Declaration = typeof DECLARATION;
type SectionName = keyof Declaration;
type Camel<K extends string> = K extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : K;
type ValueOf<S> = S extends FixedSetting<infer T> ? T : S extends OptionalSetting<infer T> ? T | undefined : never;
type Values<S> = { readonly [K in keyof S & string as Camel<K>]: ValueOf<S[K]> };

/** The settings in force: `settings.meter.checkpointBytes`. Durations are `Duration`, amounts of data `bigint`. */
export type Settings = { readonly [S in SectionName]: Values<Declaration[S]["settings"]> } & Values<
  typeof DECLARED_TABLES
>;

/** `"meter.checkpoint_bytes"`: how people, files and flags name a setting. */
export type SettingKey =
  | { [S in SectionName]: `${S}.${keyof Declaration[S]["settings"] & string}` }[SectionName]
  | keyof typeof DECLARED_TABLES;

type FileKeysOf<S extends SectionName> = {
  [K in keyof Declaration[S]["settings"] & string]: K extends `${string}_file` ? `${S}.${K}` : never;
}[keyof Declaration[S]["settings"] & string];

/** The settings that name a file whose content is read at start. */
export type FileKey = { [S in SectionName]: FileKeysOf<S> }[SectionName];

/** One setting with every name it goes by. */
export interface SettingRow {
  readonly key: string;
  /** Undefined for what stands by itself. */
  readonly section: string | undefined;
  readonly name: string;
  /** Its field in `Settings[section]`. */
  readonly field: string;
  /** Its environment variable; undefined for lists. */
  readonly variable: string | undefined;
  readonly setting: Setting<unknown>;
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const rowsOf = (name: string, settings: Settable): SettingRow[] =>
  Object.entries(settings).map(([key, setting]) => ({
    key: `${name}.${key}`,
    section: name,
    name: key,
    field: camel(key),
    variable: setting.kind.scalar ? `CELLWARD_${name}_${key}`.toUpperCase() : undefined,
    setting,
  }));

/** In the declaration's order, tables in double brackets last, as TOML has them. */
export const SETTING_ROWS: readonly SettingRow[] = [
  ...Object.entries(DECLARATION).flatMap(([name, { settings }]) => rowsOf(name, settings)),
  ...Object.entries(DECLARED_TABLES).map(([name, declared]) => ({
    key: name,
    section: undefined,
    name,
    field: camel(name),
    variable: undefined,
    setting: declared,
  })),
];

/** The value of a row in some settings. */
export function valueAt(settings: Settings, row: SettingRow): unknown {
  const around: unknown = row.section === undefined ? settings : Reflect.get(settings, row.section);
  return typeof around === "object" && around !== null ? Reflect.get(around, row.field) : undefined;
}
