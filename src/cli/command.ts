/** One verb, or a verb and its sub-verb, as it is typed. */
export interface Command {
  /** `status`, `config show`. */
  readonly name: string;
  /** One sentence, for the overview and the README. */
  readonly summary: string;
  /** What follows the name: `[--json] [--config FILE]`. */
  readonly usage: string;
  /** Each option of its own, in words. */
  readonly options: readonly (readonly [option: string, meaning: string])[];
  /** It answers `--help` itself, because its options would not fit here. */
  readonly ownHelp?: true;
  /** Gets what was typed after the name; gives the exit code. Throws a Fault. */
  run(argv: readonly string[]): Promise<number>;
}
