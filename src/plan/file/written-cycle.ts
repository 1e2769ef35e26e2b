import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { unreachable } from "../../base/unreachable.ts";
import { type Document, isTable } from "../../toml/document.ts";
import type { FileFault } from "../../toml/file-fault.ts";
import { readTable } from "../../toml/table.ts";
import type { CycleRule } from "../cycle.ts";
import { Day, oneOf, whole } from "./written-values.ts";

type Opened = Extract<Document, { kind: "document" }>;

interface CycleReading {
  /** Undefined when something is wrong. */
  readonly rule?: CycleRule;
  readonly faults: readonly FileFault[];
}

const EVERY = { every: oneOf("month", "days", "once", "never") };
export const CYCLE_ENTRIES = {
  month: { every: v.literal("month"), day: whole(1, 31, "a day of the month") },
  days: { every: v.literal("days"), days: whole(1, 3_660, "a number of days"), from: Day },
  once: { every: v.literal("once"), from: Day, months: whole(1, 1_200, "a number of months") },
  never: { every: v.literal("never") },
};

/** Reads [cycle]. */
export function readCycle(document: Opened, given: unknown, zone: string): CycleReading {
  const path = ["cycle"];
  const others = isTable(given) ? Object.keys(given) : [];
  const { values, faults } = readTable(document, path, given, EVERY, others);
  switch (values.every) {
    case "month": {
      const read = readTable(document, path, given, CYCLE_ENTRIES.month);
      return defined({
        rule: read.whole && { every: "month" as const, day: read.whole.day, zone },
        faults: read.faults,
      });
    }
    case "days": {
      const read = readTable(document, path, given, CYCLE_ENTRIES.days);
      return defined({ rule: read.whole && { ...read.whole, every: "days" as const, zone }, faults: read.faults });
    }
    case "once": {
      const read = readTable(document, path, given, CYCLE_ENTRIES.once);
      return defined({ rule: read.whole && { ...read.whole, every: "once" as const, zone }, faults: read.faults });
    }
    case "never": {
      const read = readTable(document, path, given, CYCLE_ENTRIES.never);
      return defined({ rule: read.whole && { every: "never" as const, zone }, faults: read.faults });
    }
    case undefined:
      return { faults };
    default:
      return unreachable(values.every);
  }
}
