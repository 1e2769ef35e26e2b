import * as v from "valibot";
import type { Kind } from "../kind.ts";

export type CommandLine = readonly [program: string, ...words: string[]];

const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
const MOST_WORDS = 32;

/** A program and its words, each as it is: no shell reads them, so nothing has to be quoted. */
export function commandLine(example: CommandLine): Kind<CommandLine> {
  const allowed = `a list of a program's absolute path and at most ${MOST_WORDS - 1} words, such as ${JSON.stringify(example)}`;
  const word = v.pipe(
    v.string(allowed),
    v.maxBytes(4_095, allowed),
    v.check((text) => !UNPRINTABLE.test(text), `${allowed}; no control characters`),
  );
  const schema = v.pipe(
    v.tupleWithRest([v.pipe(word, v.regex(/^\//, allowed))], word, allowed),
    v.maxLength(MOST_WORDS, allowed),
  );
  return {
    name: "command",
    allowed,
    example,
    scalar: false,
    schema: () => schema,
    fromText: readList,
    toFile: (value) => value,
  };
}

/** `["/usr/bin/redial","now"]`; a text that is no such list is the program alone. */
function readList(text: string): unknown {
  if (!text.trim().startsWith("[")) return [text];
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
