import * as v from "valibot";
import { cameUnasked, formAsked } from "./asked.ts";
import { splitLine, splitParameters } from "./parameters.ts";

const FIELD = [
  "manufacturer",
  "model",
  "revision",
  "imei",
  "imeisv",
  "svn",
  "serial",
  "imsi",
  "meid",
  "esn",
  "capabilities",
  "information",
] as const;

/**
 * Who the modem and the subscriber are: +CGMI, +CGMM, +CGMR, +CGSN (27.007 5.1-5.4), +CIMI (5.6), V.250's I and +G...
 * `information` is a line of ATI that does not say what it is.
 */
export const identitySchema = v.strictObject({
  kind: v.literal("identity"),
  command: v.exactOptional(v.string()),
  unsolicited: v.exactOptional(v.boolean()),
  field: v.picklist(FIELD),
  value: v.string(),
});

export type IdentityMessage = Readonly<v.InferOutput<typeof identitySchema>>;
type Field = IdentityMessage["field"];

const COMMANDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ["+CGMI", "manufacturer"],
  ["+GMI", "manufacturer"],
  ["+CGMM", "model"],
  ["+GMM", "model"],
  ["+CGMR", "revision"],
  ["+GMR", "revision"],
  ["+QGMR", "revision"],
  ["+CIMI", "imsi"],
  ["*CIMI", "imsi"],
  ["+GCAP", "capabilities"],
  ["+CGSN", "imei"],
  ["+GSN", "imei"],
]);

const SERIAL: readonly string[] = ["+CGSN", "+GSN"];

/** 27.007 5.4: `AT+CGSN=<snt>`. */
const BY_SNT: readonly Field[] = ["serial", "imei", "imeisv", "svn"];

export function parseIdentity(line: string, asked?: string): IdentityMessage | undefined {
  const parts = splitLine(line);
  if (parts !== undefined) return named(parts.name, parts.body, asked);
  return labelled(line, asked) ?? bare(line, asked);
}

function named(name: string, body: string, asked: string | undefined): IdentityMessage | undefined {
  const field = COMMANDS.get(name);
  const text = unquoted(body);
  if (field === undefined || text === "" || text.startsWith("(")) return undefined;
  const found = SERIAL.includes(name) ? serialOf(text, asked) : checked(field, text);
  const unsolicited = cameUnasked(name, asked) && !asksInformation(asked);
  return found && { kind: "identity", command: name, unsolicited, ...found };
}

/** V.250 6.1.3: `ATI`, alone or after other basic commands (`ATE0I`). */
const asksInformation = (asked: string | undefined): boolean =>
  /^AT(?:[EQVX]\d?|&[A-Z]\d?)*I\d*(?:;|$)/i.test(asked?.trim() ?? "");

/** Labels of ATI and AT+CGMI answers of Huawei, ZTE, Sierra, SIMCom, Quectel: `Revision: EC25EFAR06A03M4G`. */
const LABELS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ["MANUFACTURER", "manufacturer"],
  ["MODEL", "model"],
  ["MODEL ID", "model"],
  ["REVISION", "revision"],
  ["REVISION ID", "revision"],
  ["IMEI", "imei"],
  ["IMEI SV", "svn"],
  ["IMEISV", "imeisv"],
  ["SVN", "svn"],
  ["FSN", "serial"],
  ["SN", "serial"],
  ["MEID", "meid"],
  ["ESN", "esn"],
]);

function labelled(line: string, asked: string | undefined): IdentityMessage | undefined {
  const match = /^([A-Za-z][A-Za-z ]{1,15}?) ?: ?(.+)$/.exec(line.trim());
  const field = LABELS.get(match?.[1]?.toUpperCase() ?? "");
  const value = unquoted(match?.[2] ?? "");
  if (field === undefined || value === "") return undefined;
  const found = field === "imei" ? serialOf(value, undefined) : { field, value };
  return found && { kind: "identity", ...askedAs(asked), unsolicited: false, ...found };
}

/** The name under which a line without one was asked for. */
const askedAs = (asked: string | undefined): { readonly command?: string } => {
  const name = [...COMMANDS.keys()].find((candidate) => formAsked(candidate, asked) !== undefined);
  return name === undefined ? {} : { command: name };
};

/** Free text is read as what was asked for; a line that looks like another command's is not. */
function bare(line: string, asked: string | undefined): IdentityMessage | undefined {
  const text = unquoted(line);
  if (asked === undefined || text === "" || /^[+^*#%$!][A-Z][A-Z0-9]*(?::|$)/.test(text)) return undefined;
  const { command } = askedAs(asked);
  if (command === undefined) {
    return asksInformation(asked) && !/^AT/i.test(text)
      ? { kind: "identity", unsolicited: false, field: "information", value: text }
      : undefined;
  }
  const field = COMMANDS.get(command);
  if (field === undefined || formAsked(command, asked) === "test") return undefined;
  const found = SERIAL.includes(command) ? serialOf(text, asked) : checked(field, text);
  return found && { kind: "identity", command, unsolicited: false, ...found };
}

function checked(field: Field, value: string): Pick<IdentityMessage, "field" | "value"> | undefined {
  return field === "imsi" && !/^\d{6,15}$/.test(value) ? undefined : { field, value };
}

/** 23.003 6.2: IMEI 15 digits, IMEISV 16. CDMA modems answer with an ESN (8 hexadecimal digits) or a MEID (14). */
function serialOf(text: string, asked: string | undefined): Pick<IdentityMessage, "field" | "value"> | undefined {
  const snt = /\+CGSN=([0-3])/i.exec(asked ?? "")?.[1];
  const asked27007 = snt === undefined ? undefined : BY_SNT[Number(snt)];
  if (asked27007 === "serial" || asked27007 === "svn") return { field: asked27007, value: text };
  const digits = /^(\d{14,17})(?:,.*)?$/.exec(text)?.[1];
  if (digits !== undefined) {
    const length = digits.length;
    return {
      field: asked27007 ?? (length === 16 ? "imeisv" : "imei"),
      value: length === 17 ? digits.slice(0, 15) : digits,
    };
  }
  const cdma = /^(?:0x)?([0-9A-Fa-f]{7,8}|[0-9A-Fa-f]{14,16}(?=:))(?::0x([0-9A-Fa-f]{8}))?$/.exec(text);
  const value = cdma?.[1]?.toUpperCase();
  if (value === undefined) return undefined;
  return value.length > 8
    ? { field: "meid", value: value.slice(-14) }
    : { field: "esn", value: value.padStart(8, "0") };
}

/** `"EC25"` and `EC25` are one; the first parameter of several is kept with the others, as the modem wrote them. */
function unquoted(text: string): string {
  const trimmed = text.trim();
  const [only, ...more] = splitParameters(trimmed);
  return only?.quoted === true && more.length === 0 ? only.text.trim() : trimmed;
}
