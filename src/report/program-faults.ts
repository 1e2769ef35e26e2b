import * as v from "valibot";
import { describeFound } from "../base/found.ts";
import { WIRE_LIMITS } from "../bridge/wire-codes.ts";
import { ASKED_CLASSES, ProgramOrder } from "./program-contract.ts";

const numberFrom = (least: number): string => `a whole number from ${least} to ${WIRE_LIMITS["bytes-most"].code}`;

const ALLOWED: Readonly<Record<string, string>> = {
  by: "a text of 1 to 80 characters: who asks",
  ref: numberFrom(1),
  class: `one of ${ASKED_CLASSES.join(", ")}`,
  bytes: numberFrom(1),
  withinS: `${numberFrom(0)}, or left out`,
  grant: numberFrom(0),
  up: numberFrom(0),
  down: numberFrom(0),
  last: "true or false, or left out",
  spell: `${numberFrom(0)}, or left out`,
};

const Named = v.looseObject({ do: v.picklist(["ask", "used"]) });

/** What is wrong with a question or a report of a program, field by field; undefined where it is neither, or nothing is. */
export function programFaults(request: unknown): string | undefined {
  const named = v.safeParse(Named, request);
  if (!named.success) return undefined;
  const read = v.safeParse(ProgramOrder, request);
  if (read.success) return undefined;
  const fields = new Set(read.issues.map((issue) => String(issue.path?.[0]?.key)));
  const told = [...fields].map(
    (field) => `${field}: found ${foundIn(named.output, field)}; allowed: ${ALLOWED[field]}`,
  );
  return `{"do":"${named.output.do}"}: ${told.join(". ")}`;
}

const foundIn = (request: object, field: string): string => describeFound(Reflect.get(request, field));
