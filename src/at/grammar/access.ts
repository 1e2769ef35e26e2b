import * as v from "valibot";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { optionalEntries, type Read, readLayout } from "./layout.ts";
import { type Parameter, splitLine, splitParameters, whole } from "./parameters.ts";

// prettier-ignore
const FIELDS = {
  numbers: [
    "n", "stat", "state", "sysMode", "sysSubmode", "srvStatus", "srvDomain", "roamStatus", "simState", "lockState",
    "nt", "channel",
  ],
  texts: ["sysmodeName", "submodeName", "act", "oper", "band"],
} as const;

type Name = (typeof FIELDS)["numbers"][number] | (typeof FIELDS)["texts"][number];
type Found = Read<(typeof FIELDS)["numbers"][number], (typeof FIELDS)["texts"][number]>;

/** Which radio access is in use, as the vendors' lines tell; their numbers are theirs, not the <AcT> of 27.007. */
export const accessSchema = v.strictObject({
  kind: v.literal("access"),
  command: v.string(),
  unsolicited: v.boolean(),
  ...optionalEntries(FIELDS),
});

export type AccessMessage = Readonly<v.InferOutput<typeof accessSchema>>;

const one =
  (...layout: readonly Name[]) =>
  (parameters: readonly Parameter[]): Found | undefined =>
    whole(parameters[0], 255) === undefined ? undefined : readLayout(FIELDS, layout, parameters);

/** A read answers `<n>,<value>`; the unsolicited line is `<value>` alone. */
const reported =
  (name: Name) =>
  (parameters: readonly Parameter[]): Found | undefined =>
    one(...(parameters.length > 1 ? (["n", name] as const) : ([name] as const)))(parameters);

const LAYOUTS: ReadonlyMap<string, (parameters: readonly Parameter[]) => Found | undefined> = new Map([
  ["+CNSMOD", reported("stat")],
  ["+UREG", reported("state")],
  ["#PSNT", reported("nt")],
  ["^MODE", one("sysMode", "sysSubmode")],
  ["^SRVST", reported("srvStatus")],
  ["^SYSINFO", one("srvStatus", "srvDomain", "roamStatus", "sysMode", "simState", "lockState", "sysSubmode")],
  ["^SYSINFOEX", extended],
  ["+QNWINFO", network],
  ["*CNTI", (parameters: readonly Parameter[]) => readLayout(FIELDS, ["n", "act"], parameters)],
]);

/** Huawei writes the fifth, reserved field empty, or not at all (E3276); the names with quotes or without (E303). */
function extended(parameters: readonly Parameter[]): Found | undefined {
  const head = ["srvStatus", "srvDomain", "roamStatus", "simState"] as const;
  const tail = ["sysMode", "sysmodeName", "sysSubmode", "submodeName"] as const;
  const reserved = whole(parameters[5], 255) !== undefined;
  const layout: readonly Name[] = reserved ? [...head, "lockState", ...tail] : [...head, ...tail];
  return one(...layout)(parameters);
}

/** `+QNWINFO: "FDD LTE","46011","LTE BAND 3",1825`, or `No Service`. */
function network(parameters: readonly Parameter[]): Found | undefined {
  const act = parameters[0]?.text;
  return act === undefined || act === "" || whole(parameters[0], 255) !== undefined
    ? undefined
    : readLayout(FIELDS, ["act", "oper", "band", "channel"], parameters);
}

function parseAccess(line: string, asked?: string): AccessMessage | undefined {
  const parts = splitLine(line);
  if (parts === undefined || parts.body.trimStart().startsWith("(")) return undefined;
  const found = LAYOUTS.get(parts.name)?.(splitParameters(parts.body));
  if (found === undefined || Object.keys(found).length === 0) return undefined;
  const unsolicited = parts.name === "^MODE" || cameUnasked(parts.name, asked);
  return { kind: "access", command: parts.name, unsolicited, ...found };
}

export const accessGrammar: Grammar<AccessMessage> = {
  names: [...LAYOUTS.keys()],
  parse: parseAccess,
};
