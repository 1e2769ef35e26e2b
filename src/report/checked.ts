import * as v from "valibot";

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  /** What is wrong, each with its place: `suspicion.confidence: Invalid type: Expected number but received "x"`. */
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * A message as it came (text or bytes of UTF-8, or what was parsed from it already) by one of the schemas beside this; needs no library.
 * Fields that a newer agent added are left out. Never throws.
 */
export function checked<T>(schema: v.GenericSchema<unknown, T>, payload: unknown): Checked<T> {
  const read = v.safeParse(schema, parsed(payload));
  if (read.success) return { ok: true, value: read.output };
  return { ok: false, faults: read.issues.map((issue) => `${v.getDotPath(issue) ?? "the message"}: ${issue.message}`) };
}

function parsed(payload: unknown): unknown {
  const text = payload instanceof Uint8Array ? new TextDecoder().decode(payload) : payload;
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
