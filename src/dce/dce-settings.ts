/** What V.250 commands set, and +CMEE. Belongs to the DCE, not to the connection: it survives a close of the port. */
export interface DceSettings {
  readonly echo: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** S3, S4, S5: the characters that end, format and edit a command line. */
  readonly terminator: number;
  readonly formatter: number;
  readonly editor: number;
  /** +CMEE: 0 ERROR, 1 numbers, 2 words. */
  readonly errors: 0 | 1 | 2;
  /** S registers by number; S2 and S12 shape the escape from a data call, the others (S0, S6, S7, ...) mean nothing here. */
  readonly registers: Readonly<Record<number, number>>;
  /** Basic commands that are taken note of and change nothing (X, L, M, &C, &D, ...). */
  readonly flags: Readonly<Record<string, number>>;
}

/** V.250's recommended defaults, &C1 and &D2 as cellular modules have them. */
export const FACTORY_SETTINGS: DceSettings = {
  echo: true,
  verbose: true,
  quiet: false,
  terminator: 13,
  formatter: 10,
  editor: 8,
  errors: 0,
  registers: { 0: 0, 2: 43, 6: 2, 7: 60, 8: 2, 10: 15, 12: 50 },
  flags: { X: 4, L: 1, M: 1, T: 0, P: 0, "&C": 1, "&D": 2, "&K": 0, "&S": 0, "\\Q": 0, "\\V": 0 },
};

/** The highest value of each of those flags that V.250, or the makers' manuals for \ and &K, have a meaning for. */
export const HIGHEST_FLAG: Readonly<Record<string, number>> = {
  X: 4,
  L: 3,
  M: 3,
  T: 0,
  P: 0,
  "&C": 1,
  "&D": 2,
  "&K": 6,
  "&S": 2,
  "\\Q": 3,
  "\\V": 4,
};
