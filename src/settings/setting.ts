import type { FileValue, Kind } from "./kind.ts";

/** One sentence, in both languages that the people in front of the device read. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

export interface FixedSetting<T> extends Words {
  readonly presence: "always";
  readonly kind: Kind<T>;
  /** As the file would hold it. */
  readonly default: FileValue;
}

export interface OptionalSetting<T> extends Words {
  readonly presence: "optional";
  readonly kind: Kind<T>;
  /** What holds while it is not set. */
  readonly unset: Words;
}

export type Setting<T> = FixedSetting<T> | OptionalSetting<T>;
export type Settable = Readonly<Record<string, Setting<unknown>>>;

export interface Section<S extends Settable> extends Words {
  readonly settings: S;
}

export const setting = <T>(kind: Kind<T>, byDefault: FileValue, words: Words): FixedSetting<T> => ({
  presence: "always",
  kind,
  default: byDefault,
  ...words,
});

export const optional = <T>(kind: Kind<T>, words: Words & { readonly unset: Words }): OptionalSetting<T> => ({
  presence: "optional",
  kind,
  ...words,
});

export const section = <const S extends Settable>(words: Words, settings: S): Section<S> => ({ ...words, settings });
