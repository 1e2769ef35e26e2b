import { dataCoding } from "./data-coding.ts";
import type { StoredMessage } from "./message-memory.ts";
import { hexOf, joined } from "./octets.ts";
import { centreField, type SmsAddress } from "./sms-address.ts";
import { forDte, type TeCharset } from "./te-charset.ts";
import { stampText } from "./time-stamp.ts";
import { type Deliver, readUnit, type StatusReport, type Submit } from "./transfer-unit.ts";
import { textOf, type UserData } from "./user-data.ts";

/** How messages are written: by +CMGF, +CSDH and +CSCS. */
export interface Writing {
  readonly format: 0 | 1;
  readonly details: boolean;
  readonly charset: TeCharset;
}

/** 27.005 3.1: the text mode's words for `<stat>`. */
export const STATUS_WORDS = ["REC UNREAD", "REC READ", "STO UNSENT", "STO SENT"] as const;

/** The whole PDU in hexadecimal, and its length as 27.005 counts it: without the service centre. */
const pduOf = ({ centre, unit }: StoredMessage): string => hexOf(joined(centreField(centre), unit));

const quoted = (text: string): string => `"${text}"`;
const number = ({ number: text }: SmsAddress, charset: TeCharset): string => quoted(forDte(text, charset));

/** 27.005 3.1 `<data>`: text where the default alphabet says it and there is no header, else its octets. */
function content(data: UserData, charset: TeCharset): string {
  const plain = dataCoding(data.dcs).alphabet === "gsm" && !data.headed;
  return plain ? forDte(textOf(data), charset) : hexOf(data.octets);
}

const report = (unit: StatusReport, charset: TeCharset): string =>
  [
    unit.first,
    unit.reference,
    number(unit.to, charset),
    unit.to.type,
    quoted(stampText(unit.stamp)),
    quoted(stampText(unit.discharge)),
    unit.status,
  ].join(",");

const centreDetails = (centre: SmsAddress | undefined, charset: TeCharset): string =>
  centre === undefined ? '"",129' : `${number(centre, charset)},${centre.type}`;

function deliverDetails(unit: Deliver, centre: SmsAddress | undefined, charset: TeCharset): string {
  const fields = [unit.from.type, unit.first, unit.pid, unit.data.dcs, centreDetails(centre, charset)];
  return `,${[...fields, unit.data.length].join(",")}`;
}

function submitDetails(unit: Submit, centre: SmsAddress | undefined, charset: TeCharset): string {
  const fields = [unit.to.type, unit.first, unit.pid, unit.data.dcs, unit.validity[0] ?? ""];
  return `,${[...fields, centreDetails(centre, charset), unit.data.length].join(",")}`;
}

/** +CMGL's two lines of one message (27.005 3.4.2, 4.1). */
export function listLines(index: number, message: StoredMessage, writing: Writing): readonly string[] {
  const { format, details, charset } = writing;
  if (format === 0) return [`+CMGL: ${index},${message.status},,${message.unit.length}`, pduOf(message)];
  const unit = readUnit(message.unit);
  const head = `+CMGL: ${index},${quoted(STATUS_WORDS[message.status])}`;
  if (unit === undefined) return [`${head},,,`, ""];
  if (unit.kind === "status-report") return [`${head},${report(unit, charset)}`];
  const party = unit.kind === "deliver" ? unit.from : unit.to;
  const stamp = unit.kind === "deliver" ? quoted(stampText(unit.stamp)) : "";
  const more = details ? `,${party.type},${unit.data.length}` : "";
  return [`${head},${number(party, charset)},,${stamp}${more}`, content(unit.data, charset)];
}

/** +CMGR's lines (27.005 3.4.3, 4.2). */
export function readLines(message: StoredMessage, writing: Writing): readonly string[] {
  const { format, details, charset } = writing;
  if (format === 0) return [`+CMGR: ${message.status},,${message.unit.length}`, pduOf(message)];
  const unit = readUnit(message.unit);
  const head = `+CMGR: ${quoted(STATUS_WORDS[message.status])}`;
  if (unit === undefined) return [`${head},,`, ""];
  if (unit.kind === "status-report") return [`${head},${report(unit, charset)}`];
  if (unit.kind === "submit") {
    const more = details ? submitDetails(unit, message.centre, charset) : "";
    return [`${head},${number(unit.to, charset)},${more}`, content(unit.data, charset)];
  }
  return [`${head},${received(unit, message.centre, writing)}`, content(unit.data, charset)];
}

function received(unit: Deliver, centre: SmsAddress | undefined, { details, charset }: Writing): string {
  const more = details ? deliverDetails(unit, centre, charset) : "";
  return `${number(unit.from, charset)},,${quoted(stampText(unit.stamp))}${more}`;
}

/** A message or report that is routed to the DTE: +CMT and +CDS (27.005 3.4.1, 4.4). */
export function routedLines(message: StoredMessage, writing: Writing): readonly string[] {
  const unit = readUnit(message.unit);
  const isReport = unit?.kind === "status-report";
  if (writing.format === 0 || unit === undefined || unit.kind === "submit") {
    return [`${isReport ? "+CDS: " : "+CMT: ,"}${message.unit.length}`, pduOf(message)];
  }
  if (unit.kind === "status-report") return [`+CDS: ${report(unit, writing.charset)}`];
  return [`+CMT: ${received(unit, message.centre, writing)}`, content(unit.data, writing.charset)];
}
