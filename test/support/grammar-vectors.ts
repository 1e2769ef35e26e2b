import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { decode, GRAMMARS } from "../../src/at/decode.ts";
import { type AtMessage, MESSAGE_SCHEMAS } from "../../src/at/message.ts";

/** A line of a modem, the command line that it answers (undefined: nobody knows), what it says, and who says so. */
export type Vector = readonly [line: string, asked: string | undefined, message: object, source: string];

const schemaOf = (kind: AtMessage["kind"]): v.GenericSchema | undefined =>
  MESSAGE_SCHEMAS.find((schema) => schema.entries.kind.literal === kind);

/** What the first of all grammars says that knows the line, whatever names it declares. */
function decodeInOrder(line: string, asked?: string): AtMessage {
  for (const grammar of GRAMMARS) {
    const message = (typeof grammar === "function" ? grammar : grammar.parse)(line, asked);
    if (message !== undefined) return message;
  }
  const text = line.trimStart();
  const message = text === line ? undefined : decodeInOrder(text, asked);
  return message === undefined || message.kind === "unknown" ? { kind: "unknown", raw: line } : message;
}

/** Processor time that any line of ten thousand characters may take, in microseconds: a grammar that is not linear needs seconds. */
const LONG_LINE_US = 1_000_000;

/** Every vector through the whole decoder, then damaged ones: some message comes out, in time, and it keeps its schema. */
export function describeVectors(name: string, vectors: readonly Vector[]): void {
  const keepsItsSchema = (message: AtMessage): void => {
    const schema = schemaOf(message.kind);
    if (schema !== undefined) expect(v.safeParse(schema, message).issues).toBeUndefined();
  };

  describe(name, () => {
    it.each(vectors)("%j answering %s", (line, asked, message) => {
      const decoded = decode(line, asked);
      expect(decoded).toEqual(message);
      keepsItsSchema(decoded);
    });

    it("a damaged line is some message, and what is made of it keeps its schema", () => {
      const damaged = fc.tuple(fc.constantFrom(...vectors), fc.nat(), fc.nat(8), fc.string({ maxLength: 4 }));
      fc.assert(
        fc.property(damaged, fc.boolean(), ([[line, asked], at, length, text], known) => {
          const cut = at % (line.length + 1);
          const broken = line.slice(0, cut) + text + line.slice(cut + length);
          keepsItsSchema(decode(broken, known ? asked : undefined));
          keepsItsSchema(decode(line.slice(0, cut), asked));
        }),
        { numRuns: 500 },
      );
    });

    it("whoever knows a line has declared its name, also where the line is damaged or answers something else", () => {
      const damaged = fc.tuple(fc.constantFrom(...vectors), fc.nat(), fc.nat(3), fc.string({ maxLength: 2 }));
      fc.assert(
        fc.property(damaged, fc.constantFrom(...vectors), ([[line, asked], at, length, text], [, otherAsked]) => {
          const cut = at % (line.length + 1);
          const broken = line.slice(0, cut) + text + line.slice(cut + length);
          for (const [heard, question] of [
            [line, asked],
            [line, otherAsked],
            [` ${line}`, asked],
            [line.toLowerCase(), asked],
            [broken, undefined],
          ] as const)
            expect(decode(heard, question)).toEqual(decodeInOrder(heard, question));
        }),
        { numRuns: 500 },
      );
    });

    it("a line of ten thousand characters takes no longer than it is long", () => {
      for (const [line, asked] of vectors)
        for (const filler of [" ", "0", ",", "(", ")", '"', "A", "1-", "0,", ".1", ":0", "(0,", '",']) {
          const cut = line.search(/[:\s]/) + 2;
          const long = line.slice(0, cut) + filler.repeat(10_000 / filler.length) + line.slice(cut);
          const start = process.cpuUsage();
          keepsItsSchema(decode(long, asked));
          expect(process.cpuUsage(start).user).toBeLessThan(LONG_LINE_US);
        }
    }, 60_000);
  });
}
