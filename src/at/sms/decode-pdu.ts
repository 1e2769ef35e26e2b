import { defined } from "../../base/defined.ts";
import { readAddress, readCentre, type SmsAddress } from "./address.ts";
import { formatHex, type OctetReader, parseHex, readOctets } from "./octets.ts";
import { deliveryOf, type PduFault, type SmsPdu } from "./sms-pdu.ts";
import { timeStamp } from "./time-stamp.ts";
import { readUserData } from "./user-data.ts";

export interface PduContext {
  /** Octets without the service centre's address, as the modem's header says: tells whether that address is there at all. */
  readonly length?: number;
  /** The message is one of ours that is stored: type 2 is then SMS-COMMAND and no status report. */
  readonly stored?: boolean;
}

/**
 * Reads an SMS-DELIVER, -SUBMIT, -STATUS-REPORT or -COMMAND (3GPP TS 23.040 9.2.2). Total: whatever comes, what is sound in it is
 * returned, and `fault` names the first thing that was not.
 */
export function decodePdu(text: string, context: PduContext = {}): SmsPdu {
  const octets = parseHex(text) ?? parseHex(text.slice(0, -1));
  if (octets === undefined) return { type: "reserved", fault: "not-hexadecimal" };
  const reader = readOctets(octets);
  const centre = hasCentre(octets, context.length) ? readCentre(reader) : undefined;
  const fo = reader.octet();
  if (fo === undefined) return { ...centreOf(centre), type: "reserved", fault: "truncated" };
  const tpdu = octets.subarray(octets.length - reader.left());
  const stored = context.stored === true;
  const body = readWhole(tpdu, (rest) => byType(rest, fo, stored));
  // Modems file what came among what was sent, and mark a delivery as a submission: read so, it is sound.
  const other = body.fault === "truncated" ? readWhole(tpdu, (rest) => byOtherType(rest, fo, stored)) : body;
  const pdu = { ...centreOf(centre), fo, ...(other.fault === undefined ? other : body) };
  return pdu.fault === undefined && text.length % 2 !== 0 ? { ...pdu, fault: "truncated" } : pdu;
}

function readWhole(tpdu: Uint8Array, read: (reader: OctetReader) => Body): Body {
  const reader = readOctets(tpdu);
  const body = read(reader);
  return body.fault === undefined && reader.short() ? { ...body, fault: "truncated" } : body;
}

const centreOf = (centre: SmsAddress | undefined): { readonly sca?: string; readonly tosca?: number } =>
  centre === undefined ? {} : defined({ sca: centre.number === "" ? undefined : centre.number, tosca: centre.type });

/**
 * With a header's length that fits, it decides. Otherwise the first octet must be the length of an address, and the type
 * octet after it has its top bit set, which the length of a sender's address behind an SMS-DELIVER's first octet never has.
 */
function hasCentre(octets: Uint8Array, length: number | undefined): boolean {
  const [first = 0, type = 0] = octets;
  if (length === octets.length) return false;
  if (length !== undefined && octets.length === length + 1 + first) return true;
  return first === 0 || (first <= 12 && (type & 0x80) !== 0);
}

type Body = Omit<SmsPdu, "sca" | "tosca" | "fo">;

function byType(reader: OctetReader, fo: number, stored: boolean): Body {
  switch (fo & 3) {
    case 0:
      return deliver(reader, fo);
    case 1:
      return submit(reader, fo);
    case 2:
      return stored ? command(reader) : statusReport(reader, fo);
    default:
      return { type: "reserved", fault: "reserved-type" };
  }
}

/** The type octet leaves these two open: it depends on who sent it (3GPP TS 23.040 9.2.3.1). */
function byOtherType(reader: OctetReader, fo: number, stored: boolean): Body {
  if ((fo & 3) === 2 && stored) return statusReport(reader, fo);
  return (fo & 3) === 1 && !stored ? deliver(reader, fo) : { type: "reserved", fault: "reserved-type" };
}

function deliver(reader: OctetReader, fo: number): Body {
  const oa = readAddress(reader);
  const pid = reader.octet();
  const dcs = reader.octet();
  const scts = stamp(reader);
  return defined({
    type: "deliver",
    oa: nonEmpty(oa?.number),
    tooa: oa?.type,
    pid,
    dcs,
    scts: scts.text,
    sctsTime: scts.iso,
    fault: oa === undefined ? undefined : scts.fault,
    ...(dcs === undefined ? {} : content(reader, dcs, fo)),
  } as const);
}

function submit(reader: OctetReader, fo: number): Body {
  const mr = reader.octet();
  const da = readAddress(reader);
  const pid = reader.octet();
  const dcs = reader.octet();
  const vp = validity(reader, (fo >> 3) & 3);
  return defined({
    type: "submit",
    mr,
    da: nonEmpty(da?.number),
    toda: da?.type,
    pid,
    dcs,
    vp,
    ...(dcs === undefined ? {} : content(reader, dcs, fo)),
  } as const);
}

/** TP-VPF: none, enhanced, relative, absolute (3GPP TS 23.040 9.2.3.3). */
function validity(reader: OctetReader, format: number): number | string | undefined {
  if (format === 0) return undefined;
  if (format === 2) return reader.octet();
  const octets = reader.take(7);
  return format === 3 ? (timeStamp(octets)?.text ?? formatHex(octets)) : formatHex(octets);
}

function statusReport(reader: OctetReader, fo: number): Body {
  const mr = reader.octet();
  const ra = readAddress(reader);
  const scts = stamp(reader);
  const dt = stamp(reader);
  const st = reader.octet();
  return defined({
    type: "status-report",
    mr,
    ra: nonEmpty(ra?.number),
    tora: ra?.type,
    scts: scts.text,
    sctsTime: scts.iso,
    dt: dt.text,
    dtTime: dt.iso,
    st,
    delivery: st === undefined ? undefined : deliveryOf(st),
    fault: ra === undefined ? undefined : (scts.fault ?? dt.fault),
    ...(st === undefined ? {} : optionalParameters(reader, fo)),
  } as const);
}

/** TP-PI says which of PID, DCS and user data follow (9.2.3.27); most centres end before it. */
function optionalParameters(reader: OctetReader, fo: number): Partial<Body> {
  if (reader.left() === 0) return {};
  const indicator = reader.octet() ?? 0;
  // An extension bit, or bits that are reserved: what follows is not known.
  if ((indicator & 0xf8) !== 0) return {};
  const pid = (indicator & 1) === 0 ? undefined : reader.octet();
  const dcs = (indicator & 2) === 0 ? undefined : reader.octet();
  return defined({ pid, dcs, ...((indicator & 4) === 0 ? {} : content(reader, dcs ?? 0, fo)) });
}

function command(reader: OctetReader): Body {
  const mr = reader.octet();
  const pid = reader.octet();
  const ct = reader.octet();
  const mn = reader.octet();
  const da = readAddress(reader);
  const data = reader.take(reader.octet() ?? 0);
  return defined({
    type: "command",
    mr,
    pid,
    ct,
    mn,
    da: nonEmpty(da?.number),
    toda: da?.type,
    data: data.length === 0 ? undefined : formatHex(data),
  } as const);
}

function content(reader: OctetReader, dcs: number, fo: number): Partial<Body> {
  const data = readUserData(reader, dcs, (fo & 0x40) !== 0);
  const { coding, header } = data;
  return defined({
    alphabet: coding.alphabet,
    messageClass: coding.messageClass,
    waiting: coding.waiting?.active === true ? coding.waiting.kind : undefined,
    udh: header?.elements,
    concatenation: header?.concatenation,
    ports: header?.ports,
    text: data.text,
    data: data.data,
    ...(data.fault === undefined ? {} : { fault: data.fault }),
  });
}

/** Seven octets that are no date are worth a word, and no more: centres write zeros there, and modems 0xFF. */
function stamp(reader: OctetReader): { readonly text?: string; readonly iso?: string; readonly fault?: PduFault } {
  const octets = reader.take(7);
  if (octets.length < 7) return {};
  const read = timeStamp(octets);
  return read === undefined
    ? { fault: "bad-time" }
    : defined({ ...read, fault: read.iso === undefined ? ("bad-time" as const) : undefined });
}

const nonEmpty = (text: string | undefined): string | undefined => (text === "" ? undefined : text);
