import * as v from "valibot";
import type { Kind } from "../kind.ts";

export interface TextShape {
  readonly allowed: string;
  readonly example: string;
  readonly name?: string;
  readonly pattern?: RegExp;
  /** In bytes of UTF-8, since that is what sockets, files and MQTT count. */
  readonly maxBytes?: number;
  /** Says why a text is refused, where "expected ..." alone would not help; undefined when it is not. */
  readonly refuse?: (text: string) => string | undefined;
}

/** Control characters break logs, topics and AT lines; a lone surrogate has no UTF-8 form. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** One line of text, never empty, without control characters. */
export function text(shape: TextShape): Kind<string> {
  const { allowed, refuse } = shape;
  const schema = v.pipe(
    v.string(allowed),
    // First, since a pattern stops at a line end and would not say why.
    v.check((value) => !UNPRINTABLE.test(value), `${allowed}; no line ends or other control characters`),
    v.regex(shape.pattern ?? /^.+$/, allowed),
    v.maxBytes(shape.maxBytes ?? 65_535, allowed),
    v.rawCheck(({ dataset, addIssue }) => {
      const message = dataset.typed ? refuse?.(dataset.value) : undefined;
      if (message !== undefined) addIssue({ message });
    }),
  );
  return {
    name: shape.name ?? "text",
    allowed,
    example: shape.example,
    scalar: true,
    schema: () => schema,
    fromText: (given) => given,
    toFile: (value) => value,
  };
}

/** PATH_MAX of Linux with its closing NUL is 4096 bytes. */
const PATH_BYTES = 4095;

/** Absolute, because a daemon's working directory is nobody's choice. */
export function path(shape: {
  readonly example: string;
  readonly maxBytes?: number;
  readonly why?: string;
}): Kind<string> {
  const bound = shape.maxBytes === undefined ? "" : ` of at most ${shape.maxBytes} bytes${shape.why ?? ""}`;
  return text({
    name: "path",
    allowed: `an absolute path${bound}, such as "${shape.example}"`,
    example: shape.example,
    pattern: /^\//,
    maxBytes: shape.maxBytes ?? PATH_BYTES,
  });
}

/** The path of a file that is read at start. A secret's path is never shown when it is refused: it may be the secret itself. */
export function file(shape: {
  readonly example: string;
  readonly secret: boolean;
  /** A password; a key has many lines. */
  readonly oneLine?: boolean;
}): Kind<string> {
  const { secret, oneLine = false } = shape;
  return { ...path(shape), name: secret ? "secret by file" : "file", file: { secret, oneLine } };
}
