import { defined } from "../../base/defined.ts";
import { smsCoding } from "../sms/data-coding.ts";
import { deliveryOf, type SmsPdu } from "../sms/sms-pdu.ts";
import { isoOf } from "../sms/time-stamp.ts";
import { decimal, type Parameter } from "./parameters.ts";
import { unmistakableNumber, unmistakableUcs2 } from "./ucs2-hex.ts";

/** Fields of a header and a text in text mode (3GPP TS 27.005 3.4.2, 3.4.3); `type` is not said there. */
export type TextModeFields = Omit<SmsPdu, "type" | "fault"> & {
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

const DATE = /^\d\d\/\d\d\/\d\d$/;
const TIME = /^\d\d:\d\d:\d\d/;
const STAMP = /^\d\d\/\d\d\/\d\d,/;

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
  const values = joinStamps(parameters);
  const fields = new Map<Name, Parameter>();
  const layout = layoutOf(values, stat, listed);
  const shift = layout[1] === "alpha" && STAMP.test(values[1]?.text ?? "") && !STAMP.test(values[2]?.text ?? "");
  for (const [at, name] of layout.entries()) {
    // Some modems leave the alpha field out, comma included.
    const value = shift && at > 0 ? (at === 1 ? undefined : values[at - 1]) : values[at];
    if (value !== undefined && value.text.trim() !== "") fields.set(name, value);
  }
  return collect(fields, text);
}

function layoutOf(values: readonly Parameter[], stat: string | undefined, listed: boolean): readonly Name[] {
  const isReport = decimal(values[0], 255) !== undefined && values.length >= 6 && STAMP.test(values[4]?.text ?? "");
  if (isReport) return LAYOUTS.report;
  const stored = stat?.toUpperCase().startsWith("STO") === true;
  if (listed) return stored ? LAYOUTS.listedStored : LAYOUTS.listedReceived;
  return stored && !STAMP.test(values[2]?.text ?? "") ? LAYOUTS.stored : LAYOUTS.received;
}

function collect(fields: ReadonlyMap<Name, Parameter>, text: string | undefined): TextModeFields {
  const word = (name: Name): string | undefined => fields.get(name)?.text;
  const octet = (name: Name): number | undefined => decimal(fields.get(name), 255);
  const address = word("oa") ?? word("da") ?? word("ra");
  const dcs = octet("dcs");
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
    alphabet: dcs === undefined ? undefined : smsCoding(dcs).alphabet,
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
    decodedText: text === undefined ? undefined : unmistakableUcs2(text),
  });
}
