import * as v from "valibot";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { optionalEntries, type Read, readLayout } from "./layout.ts";
import { type Parameter, splitLine, splitParameters, whole } from "./parameters.ts";
import { readGeneric } from "./sim-io.ts";

// prettier-ignore
const FIELDS = {
  numbers: [
    "retries", "defaultRetries", "pinRetries", "pukRetries", "pin2Retries", "puk2Retries",
    "pincounter", "pukcounter", "times", "sw1", "sw2", "length",
  ],
  texts: ["code", "facility", "response"],
} as const;

type Name = (typeof FIELDS)["numbers"][number] | (typeof FIELDS)["texts"][number];
type Found = Read<(typeof FIELDS)["numbers"][number], (typeof FIELDS)["texts"][number]>;

/**
 * How many tries are left. `retries` is of the code that `code` names, or (without one) of the one that is asked for
 * now; `pinRetries` and its like are derived wherever the line tells whose they are.
 */
export const pinRetriesSchema = v.strictObject({
  kind: v.literal("pin-retries"),
  command: v.string(),
  unsolicited: v.boolean(),
  ...optionalEntries(FIELDS),
});

export type PinRetriesMessage = Readonly<v.InferOutput<typeof pinRetriesSchema>>;

const all =
  (...layout: readonly Name[]) =>
  (parameters: readonly Parameter[]): Found | undefined =>
    whole(parameters[0], 99) === undefined ? undefined : readLayout(FIELDS, layout, parameters);

const pinThenPuk = all("pinRetries", "pukRetries", "pin2Retries", "puk2Retries");
const pinsThenPuks = all("pinRetries", "pin2Retries", "pukRetries", "puk2Retries");
const current = all("retries");

const LAYOUTS: ReadonlyMap<string, (parameters: readonly Parameter[]) => Found | undefined> = new Map([
  ["+CPINR", named],
  // 27.007 8.65: an extended counter of the manufacturer's, told beside +CPINR.
  ["+CPINRE", named],
  ["+QPINC", quectel],
  ["+SPIC", pinThenPuk],
  ["*EPIN", pinThenPuk],
  ["%PINNUM", pinThenPuk],
  // Altair (ModemManager's plugin).
  ["%CPININFO", pinThenPuk],
  ["+ZPINPUK", pinThenPuk],
  ["+PNNM", pinThenPuk],
  ["_OERCN", pinThenPuk],
  ["+UPINCNT", pinsThenPuks],
  // MediaTek (its ril: pin1, pin2, puk1, puk2).
  ["+EPINC", pinsThenPuks],
  ["+XPINCNT", pinsThenPuks],
  ["+QTRPIN", pinsThenPuks],
  ["+CPINC", pinsThenPuks],
  ["#PCT", current],
  ["^SPIC", current],
  ["^CPIN", huawei],
  ["$NWPINR", novatel],
]);

const OF_CODE: ReadonlyMap<string, Name> = new Map<string, Name>([
  ["SIM PIN", "pinRetries"],
  ["SIM PUK", "pukRetries"],
  ["SIM PIN2", "pin2Retries"],
  ["SIM PUK2", "puk2Retries"],
]);

/** `+CPINR: SIM PIN,3,3` (27.007 8.65), the code quoted or not; without one the tries are of the code asked for now. */
function named(parameters: readonly Parameter[]): Found | undefined {
  if (parameters.length === 1) return current(parameters);
  const found = readLayout(FIELDS, ["code", "retries", "defaultRetries"], parameters);
  const own = OF_CODE.get((found.code ?? "").toUpperCase());
  if (found.code === undefined || found.retries === undefined) return undefined;
  return own === undefined ? found : { ...found, [own]: found.retries };
}

/** `+QPINC: "SC",3,10` (Quectel): SC the SIM's PIN and PUK, P2 the second ones. */
function quectel(parameters: readonly Parameter[]): Found | undefined {
  const found = readLayout(FIELDS, ["facility", "pincounter", "pukcounter"], parameters);
  const { facility, pincounter, pukcounter } = found;
  if (facility === undefined || pincounter === undefined) return undefined;
  const second = facility.toUpperCase() === "P2" ? "2" : "";
  return {
    ...found,
    [`pin${second}Retries`]: pincounter,
    ...(pukcounter === undefined ? {} : { [`puk${second}Retries`]: pukcounter }),
  };
}

/** `$NWPINR: PIN1, 3` (Novatel, as ModemManager reads it): which of the two PINs is asked for now, and its tries. */
function novatel([name, tries]: readonly Parameter[]): Found | undefined {
  const retries = whole(tries, 99);
  if (retries === undefined || !/^PIN[12]$/.test(name?.text ?? "")) return undefined;
  return { retries, [name?.text === "PIN2" ? "pin2Retries" : "pinRetries"]: retries };
}

/** `^CPIN: SIM PIN,3,10,3,10,3` (Huawei): the state, its own tries, then PUK, PIN, PUK2, PIN2. */
function huawei(parameters: readonly Parameter[]): Found | undefined {
  const layout = ["code", "times", "pukRetries", "pinRetries", "puk2Retries", "pin2Retries"] as const;
  const found = readLayout(FIELDS, layout, parameters);
  return found.code === undefined || parameters.length < 4 ? undefined : found;
}

/** Speedup modems answer AT+CPNNUM with `PIN1=3; PUK1=10; PIN2=3; PUK2=10` and no name. */
const UNNAMED = /^(?:\+CPNNUM: ?)?PIN1=(\d{1,2}); ?PUK1=(\d{1,2})(?:; ?PIN2=(\d{1,2}); ?PUK2=(\d{1,2}))?$/;

function speedup(line: string): PinRetriesMessage | undefined {
  const match = UNNAMED.exec(line.trim());
  if (match === null) return undefined;
  const [pinRetries = 0, pukRetries = 0] = match.slice(1, 3).map(Number);
  const second = match[3] === undefined ? {} : { pin2Retries: Number(match[3]), puk2Retries: Number(match[4]) };
  return { kind: "pin-retries", command: "+CPNNUM", unsolicited: false, pinRetries, pukRetries, ...second };
}

/** ETSI TS 102 221 10.2.1.5: an empty VERIFY is answered by 63Cx, x tries left. */
function verify(parameters: readonly Parameter[]): Found | undefined {
  const answer = readGeneric(parameters);
  return answer?.sw1 !== 0x63 || answer.sw2 >> 4 !== 0xc ? undefined : { ...answer, retries: answer.sw2 & 0xf };
}

function parsePinRetries(line: string, asked?: string): PinRetriesMessage | undefined {
  const parts = splitLine(line);
  if (parts === undefined || parts.name === "+CPNNUM") return speedup(line);
  const layout = parts.name === "+CSIM" ? verify : LAYOUTS.get(parts.name);
  const found = layout?.(splitParameters(parts.body));
  if (found === undefined) return undefined;
  // +CPINRE belongs to the answer of +CPINR.
  const unsolicited = cameUnasked(parts.name === "+CPINRE" ? "+CPINR" : parts.name, asked);
  return { kind: "pin-retries", command: parts.name, unsolicited, ...found };
}

export const pinRetriesGrammar: Grammar<PinRetriesMessage> = {
  names: ["+CPNNUM", "+CSIM", ...LAYOUTS.keys()],
  unnamed: true,
  parse: parsePinRetries,
};
