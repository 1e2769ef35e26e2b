import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { BETWEEN_SCHEMAS } from "../at/message-reader.ts";
import { MESSAGE_SCHEMAS } from "../at/message.ts";

/** JSON Schema (draft 2020-12) of every object that `cellward at decode` prints; each message also has its line as `raw`. */
export function messageJsonSchema(): unknown {
  const withRaw = MESSAGE_SCHEMAS.map((schema) => v.strictObject({ ...schema.entries, raw: v.string() }));
  return toJsonSchema(v.variant("kind", [...withRaw, ...BETWEEN_SCHEMAS]), {
    target: "draft-2020-12",
    errorMode: "ignore",
  });
}
