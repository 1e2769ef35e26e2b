import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import type { Document } from "../../toml/document.ts";
import type { FileFault } from "../../toml/file-fault.ts";
import { faultAt, readTable } from "../../toml/table.ts";
import { lastDay, type Validity } from "../validity.ts";
import { dayText } from "../local-text.ts";
import { Amount, Day, SignedAmount, whole } from "./written-values.ts";

type Opened = Extract<Document, { kind: "document" }>;

interface ValidityReading {
  readonly validity?: Validity;
  readonly faults: readonly FileFault[];
}

export const VALIDITY_ENTRIES = {
  activated: v.optional(Day),
  months: v.optional(whole(1, 120, "a number of months")),
  expires: v.optional(Day),
  renew_within_months: v.optional(whole(0, 60, "a number of months")),
  retention_fee: v.optional(Amount),
  fee_day: v.optional(whole(1, 31, "a day of the month")),
  fee: v.optional(Amount),
  balance: v.optional(SignedAmount),
};

/** Reads [validity]; a plan may have none. */
export function readValidity(document: Opened, given: unknown): ValidityReading {
  if (given === undefined) return { faults: [] };
  const { values, faults } = readTable(document, ["validity"], given, VALIDITY_ENTRIES);
  const { activated, months, expires } = values;
  const all = [...faults];
  const at = (key: string, found: string, expected: string): number =>
    all.push(faultAt(document, ["validity", key], found, expected));
  const has = (key: string): boolean => document.lines.writtenAt(["validity", key]) !== undefined;
  if (has("months") && has("expires")) at("months", "months and expires", "one of the two");
  else if (has("months") && !has("activated")) at("activated", "nothing", "a date, because months is given");
  if (activated && expires && dayText(expires) < dayText(activated))
    at("expires", dayText(expires), `a day that is not before activated (${dayText(activated)})`);
  if (all.length > 0) return { faults: all };
  const validity: Validity = defined({
    activated,
    expires: activated && months !== undefined ? lastDay(activated, months) : expires,
    renewWithinMonths: values.renew_within_months,
    retentionFee: values.retention_fee,
    feeDay: values.fee_day,
    fee: values.fee,
    balance: values.balance,
  });
  return { validity, faults: [] };
}
