import { defined } from "../../base/defined.ts";
import { smsCoding } from "../sms/data-coding.ts";
import { deliveryOf, type SmsPdu } from "../sms/sms-pdu.ts";
import { isoOf } from "../sms/time-stamp.ts";
import { decimal, type Parameter } from "./parameters.ts";
import { scriptedUcs2, unmistakableNumber, unmistakableUcs2 } from "./ucs2-hex.ts";

/** Fields of a header and a text in text mode (3GPP TS 27.005 3.4.2, 3.4.3); `type` is not said there. */
export type TextModeFields = Omit<SmsPdu, "type" | "fault" | "udh"> & {
  readonly alpha?: string;
  readonly length?: number;
  readonly addressText?: string;
  readonly decodedText?: string;
};

type Name =
  | "oa"
  | "da"
  | "ra"
  | "alpha"
  | "scts"
  | "dt"
  | "tooa"
  | "toda"
  | "tora"
  | "fo"
  | "pid"
  | "dcs"
  | "vp"
  | "sca"
  | "tosca"
  | "length"
  | "mr"
  | "st";

const DETAIL = ["tooa", "fo", "pid", "dcs", "sca", "tosca", "length"] as const;
const REPORT = ["fo", "mr", "ra", "tora", "scts", "dt", "st"] as const;

/** What stands after stat (+CMGR), after nothing (+CMT, +CDS) and after index and stat (+CMGL). */
const LAYOUTS = {
  received: ["oa", "alpha", "scts", ...DETAIL],
  stored: ["da", "alpha", "toda", "fo", "pid", "dcs", "vp", "sca", "tosca", "length"],
  listedReceived: ["oa", "alpha", "scts", "tooa", "length"],
  listedStored: ["da", "alpha", "scts", "toda", "length"],
  report: REPORT,
} as const satisfies Readonly<Record<string, readonly Name[]>>;

const DATE = /^(?:\d\d)?\d\d\/\d\d\/\d\d$/;
const TIME = /^\d\d:\d\d:\d\d/;
const STAMP = /^(?:\d\d)?\d\d\/\d\d\/\d\d,/;

/** A time stamp without quotes, or with quotes of its own for date and time, was split at its comma: join it again. */
function joinStamps(parameters: readonly Parameter[]): readonly Parameter[] {
  const joined: Parameter[] = [];
  for (const parameter of parameters) {
    const before = joined.at(-1);
    if (before !== undefined && DATE.test(before.text) && TIME.test(parameter.text))
      joined.splice(-1, 1, { text: `${before.text},${parameter.text}`, quoted: true });
    else joined.push(parameter);
  }
  return joined;
}

/** `listed`: a +CMGL entry, whose layout is shorter. `stat` decides who the address is. */
export function textModeFields(
  parameters: readonly Parameter[],
  stat: string | undefined,
  listed: boolean,
  text: string | undefined,
): TextModeFields {
  const values = inOrder(joinStamps(parameters));
  const fields = new Map<Name, Parameter>();
  for (const [at, name] of layoutOf(values, stat, listed).entries()) {
    const value = values[at];
    if (value !== undefined && value.text.trim() !== "") fields.set(name, value);
  }
  return collect(fields, text);
}

const isStamp = (parameter: Parameter | undefined): boolean => STAMP.test(parameter?.text ?? "");

/** Some modems put the time stamp before the name, or leave the name out with its comma. */
function inOrder(values: readonly Parameter[]): readonly Parameter[] {
  const [address, stamp, name, ...rest] = values;
  if (address === undefined || stamp === undefined || !isStamp(stamp) || isStamp(name)) return values;
  if (name === undefined) return [address, { text: "", quoted: false }, stamp];
  return [address, name, stamp, ...rest];
}

function layoutOf(values: readonly Parameter[], stat: string | undefined, listed: boolean): readonly Name[] {
  if (decimal(values[0], 255) !== undefined && values.length >= 6 && isStamp(values[4])) return LAYOUTS.report;
  const stored = stat?.toUpperCase().startsWith("STO") === true;
  if (stored && !isStamp(values[2]) && !listed) return LAYOUTS.stored;
  const short = stored ? LAYOUTS.listedStored : LAYOUTS.listedReceived;
  // A lone number behind the time stamp is the length where it cannot be a type of address.
  if (values.length === 4 && (decimal(values[3], 127) ?? 0) > 0) return [...short.slice(0, 3), "length"];
  return listed || values.length === 5 ? short : LAYOUTS.received;
}

function collect(fields: ReadonlyMap<Name, Parameter>, text: string | undefined): TextModeFields {
  const word = (name: Name): string | undefined => fields.get(name)?.text;
  const octet = (name: Name): number | undefined => decimal(fields.get(name), 255);
  const address = word("oa") ?? word("da") ?? word("ra");
  const dcs = octet("dcs");
  const alphabet = dcs === undefined ? undefined : smsCoding(dcs).alphabet;
  const st = octet("st");
  const scts = word("scts");
  const dt = word("dt");
  return defined({
    oa: word("oa"),
    da: word("da"),
    ra: word("ra"),
    addressText: address === undefined ? undefined : unmistakableNumber(address),
    alpha: word("alpha"),
    tooa: octet("tooa"),
    toda: octet("toda"),
    tora: octet("tora"),
    fo: octet("fo"),
    mr: octet("mr"),
    pid: octet("pid"),
    dcs,
    alphabet,
    vp: octet("vp") ?? word("vp"),
    sca: word("sca"),
    tosca: octet("tosca"),
    length: decimal(fields.get("length"), 9_999),
    scts,
    sctsTime: scts === undefined ? undefined : isoOf(scts),
    dt,
    dtTime: dt === undefined ? undefined : isoOf(dt),
    st,
    delivery: st === undefined ? undefined : deliveryOf(st),
    text,
    decodedText: text === undefined ? undefined : alphabet === "ucs2" ? scriptedUcs2(text) : unmistakableUcs2(text),
  });
}
