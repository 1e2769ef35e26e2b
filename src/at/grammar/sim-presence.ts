import * as v from "valibot";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { type Parameter, splitLine, splitParameters, whole } from "./parameters.ts";

/** A card came, went, or is said to be there. Whether it can be used is another message (`sim-state`). */
export const simPresenceSchema = v.strictObject({
  kind: v.literal("sim-presence"),
  command: v.string(),
  unsolicited: v.boolean(),
  present: v.exactOptional(v.pipe(v.boolean(), v.description("absent where the modem does not know yet"))),
  n: v.exactOptional(v.pipe(v.number(), v.description("the reporting mode, in the answer to a read"))),
  status: v.exactOptional(v.pipe(v.union([v.number(), v.string()]), v.description("as the vendor's manual has it"))),
});

export type SimPresenceMessage = Readonly<v.InferOutput<typeof simPresenceSchema>>;
type Found = Pick<SimPresenceMessage, "present" | "n" | "status"> & { readonly read?: boolean };

const told = (status: number, presence: (status: number) => boolean | undefined): Found => {
  const present = presence(status);
  return { status, ...(present === undefined ? {} : { present }) };
};

/** `<status>` unasked, `<n>,<status>` as the answer to a read. */
const reported =
  (presence: (status: number) => boolean | undefined) =>
  (parameters: readonly Parameter[]): Found | undefined => {
    const [first, second] = parameters.map((parameter) => whole(parameter, 255));
    if (first === undefined) return undefined;
    return second === undefined ? told(first, presence) : { n: first, ...told(second, presence), read: true };
  };

const LAYOUTS: ReadonlyMap<string, (parameters: readonly Parameter[]) => Found | undefined> = new Map([
  // Telit: 0 not inserted, 1 inserted, 2 unlocked, 3 ready.
  ["#QSS", reported((status) => status > 0)],
  // Cinterion: 0 out, 1 in.
  ["^SCKS", reported((status) => (status > 1 ? undefined : status === 1))],
  // Quectel: the kind of card (0 SIM, 1 USIM), told when one was found.
  ["+QUSIM", reported(() => true)],
  // Quectel and SIM800: <enable>,<inserted> in both; 2 is "not known".
  ["+QSIMSTAT", pair],
  ["+CSMINS", pair],
  ["^SIMST", huawei],
  ["+SIM", fibocom],
  ["+CIEV", cinterion],
]);

function pair(parameters: readonly Parameter[]): Found | undefined {
  const [n, status] = parameters.map((parameter) => whole(parameter, 255));
  if (n === undefined || status === undefined) return undefined;
  return { n, ...told(status, (value) => (value > 1 ? undefined : value === 1)) };
}

/** Huawei: 0 not usable, 1 usable, 2-4 not usable in a domain, 240 ROM SIM, 255 none; <lock> may follow. */
function huawei(parameters: readonly Parameter[]): Found | undefined {
  const status = whole(parameters[0], 255);
  return status === undefined ? undefined : told(status, (value) => value !== 255);
}

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["INSERTED", true],
  ["READY", true],
  ["REMOVED", false],
  ["DROP", false],
]);

/** Fibocom: `+SIM: Inserted`, `+SIM: Removed`. */
function fibocom(parameters: readonly Parameter[]): Found | undefined {
  const status = parameters[0]?.text ?? "";
  const present = WORDS.get(status.toUpperCase());
  return present === undefined ? undefined : { status, present };
}

/** `+CIEV: simlocal,1` (Cinterion). */
function cinterion(parameters: readonly Parameter[]): Found | undefined {
  const status = whole(parameters[1], 9);
  if (parameters[0]?.text.trim() !== "simlocal" || status === undefined) return undefined;
  return told(status, (value) => (value > 1 ? undefined : value === 1));
}

/** What is only ever said unasked. */
const ALWAYS_UNSOLICITED: readonly string[] = ["+QUSIM", "^SIMST", "+SIM", "+CIEV"];

function parseSimPresence(line: string, asked?: string): SimPresenceMessage | undefined {
  // Fibocom again, without the colon.
  const dropped = /^\+SIM (DROP|READY)$/.exec(line);
  const parts = dropped?.[1] === undefined ? splitLine(line) : { name: "+SIM", body: dropped[1] };
  const found = parts && LAYOUTS.get(parts.name)?.(splitParameters(parts.body));
  if (parts === undefined || found === undefined) return undefined;
  const { read, ...fields } = found;
  const urc = ALWAYS_UNSOLICITED.includes(parts.name) || (["#QSS", "^SCKS"].includes(parts.name) && read !== true);
  const unsolicited = urc || cameUnasked(parts.name, asked);
  return { kind: "sim-presence", command: parts.name, unsolicited, ...fields };
}

export const simPresenceGrammar: Grammar<SimPresenceMessage> = {
  names: [...LAYOUTS.keys()],
  parse: parseSimPresence,
};
