import * as v from "valibot";
import type { Kind } from "../kind.ts";
import { boolean } from "./choice.ts";
import { interfaceName, overlap } from "./interface.ts";

/** One way out of the device, as `[[uplink]]` has it. */
export interface Uplink {
  /** A name, or the beginning of names before a `*`. */
  readonly interface: string;
  /** Billed by the SIM's carrier: plan, books and rules hold for these only. */
  readonly metered: boolean;
}

const MOST_UPLINKS = 8;
const ALLOWED = `1 to ${MOST_UPLINKS} tables [[uplink]] with interface (a name, or how names begin, before a *) and metered (true where left out), at least one of them metered, no interface in two of them`;
const UNMETERED = ":unmetered";

/** The uplinks; none may be meant twice, since a byte has one book. */
export function uplinks(): Kind<readonly Uplink[]> {
  const reading = { unitBase: 1024 } as const;
  const entry = v.strictObject(
    {
      interface: interfaceName().schema(reading),
      metered: v.optional(boolean().schema(reading), true),
    },
    (issue) =>
      issue.kind === "schema" && issue.expected === "never" ? "interface and metered only" : "a table [[uplink]]",
  );
  const schema = v.pipe(
    v.array(entry, ALLOWED),
    v.minLength(1, ALLOWED),
    v.maxLength(MOST_UPLINKS, ALLOWED),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { value } = dataset;
      for (const [at, { interface: name }] of value.entries()) {
        const before = value.findIndex(({ interface: other }, earlier) => earlier < at && overlap(name, other));
        const [one, other] = [value[at], value[before]];
        if (one === undefined || other === undefined) continue;
        const path: [v.ArrayPathItem, v.ObjectPathItem] = [
          { type: "array", origin: "value", input: value, key: at, value: one },
          { type: "object", origin: "value", input: { ...one }, key: "interface", value: name },
        ];
        const message = `interfaces that no other [[uplink]] means; uplink[${before + 1}] is ${JSON.stringify(other.interface)}`;
        addIssue({ message, path });
      }
      if (!value.some(({ metered }) => metered))
        addIssue({ message: "at least one with metered = true: the modem's own interface" });
    }),
  );
  return {
    name: "tables",
    allowed: ALLOWED,
    example: [{ interface: "wwan0", metered: true }],
    scalar: false,
    schema: () => schema,
    fromText: (given) =>
      given.split(",").map((part) => {
        const name = part.trim();
        return name.endsWith(UNMETERED)
          ? { interface: name.slice(0, -UNMETERED.length), metered: false }
          : { interface: name, metered: true };
      }),
    toFile: (value) => value.map((one) => ({ interface: one.interface, metered: one.metered })),
  };
}
