import { checkFields, type Fields, type Given } from "./control-field.ts";
import type { SimulatedModem } from "./simulated-modem.ts";

/** What a control command acts on: the modem, and what the rig around it offers. */
export interface ControlTarget {
  readonly modem: SimulatedModem;
  /** Where the modem can be reached now, for `state`. */
  readonly places?: () => Readonly<Record<string, unknown>>;
  /** Makes the data interface anew and tells its new index; undefined where the rig keeps none. */
  readonly recreateInterface?: () => number;
}

export type ControlAnswer =
  | { readonly ok: true; readonly [field: string]: unknown }
  | { readonly ok: false; readonly error: string };

export interface ControlRow {
  readonly does: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly apply: (target: ControlTarget, given: Readonly<Record<string, unknown>>) => ControlAnswer;
}

/** One control command. `run` returns what the answer holds beside `ok`, or nothing, or as a text why it cannot be done. */
export function controlRow<F extends Fields>(
  does: string,
  fields: F,
  run: (target: ControlTarget, given: Given<F>) => Readonly<Record<string, unknown>> | string | void | undefined,
): ControlRow {
  return {
    does,
    fields: Object.fromEntries(Object.entries(fields).map(([name, { allowed }]) => [name, allowed])),
    apply: (target, given) => {
      const checked = checkFields(fields, given);
      if (!checked.ok) return checked;
      const result = run(target, checked.given);
      return typeof result === "string" ? { ok: false, error: result } : { ok: true, ...result };
    },
  };
}
