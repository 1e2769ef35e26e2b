import { parseArgs, type ParseArgsConfig } from "node:util";
import { Fault, textOf } from "../base/fault.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; strict: true; allowPositionals: true }>
>;

/** The options of every verb that reads the settings. */
export const SETTINGS_FLAGS = {
  config: { type: "string" },
  set: { type: "string", multiple: true },
} as const satisfies Options;

/**
 * Reads a verb's arguments; at most `most` of them may be without a dash.
 * Throws the fault `usage`, which never repeats an option's value.
 */
export function readArguments<const T extends Options>(argv: readonly string[], options: T, most = 0): Parsed<T> {
  try {
    const parsed = parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
    const extra = parsed.positionals[most];
    if (extra !== undefined) throw new Fault("usage", `an argument too many: "${extra}"`);
    return parsed;
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown;
    // Below its first sentence the parser explains how to pass an argument that begins with a dash.
    throw new Fault("usage", textOf(thrown).split(". ")[0] ?? "not understood", { cause: thrown });
  }
}
