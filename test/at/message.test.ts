import { toJsonSchema } from "@valibot/to-json-schema";
import { expect, it } from "vitest";
import { MESSAGE_SCHEMAS } from "../../src/at/message.ts";

it("every kind of message is declared once, and can be published as a JSON Schema", () => {
  const kinds = MESSAGE_SCHEMAS.map((schema) => schema.entries.kind.literal);
  expect(new Set(kinds).size).toBe(kinds.length);
  for (const schema of MESSAGE_SCHEMAS) expect(toJsonSchema(schema)).toMatchObject({ type: "object" });
});
