import { unreachable } from "../../base/unreachable.ts";
import { joined } from "./octets.ts";
import { addressField, readAddressField, type SmsAddress } from "./sms-address.ts";
import { stampFrom, stampOctets, type TimeStamp } from "./time-stamp.ts";
import { MOST_OCTETS, octetsOfLength, type UserData } from "./user-data.ts";

/** What a service centre sends to a card (3GPP TS 23.040 9.2.2.1). */
export interface Deliver {
  readonly kind: "deliver";
  readonly first: number;
  readonly from: SmsAddress;
  readonly pid: number;
  readonly stamp: TimeStamp;
  readonly data: UserData;
}

/** What a card sends (9.2.2.2). */
export interface Submit {
  readonly kind: "submit";
  readonly first: number;
  readonly reference: number;
  readonly to: SmsAddress;
  readonly pid: number;
  /** TP-VP as it was written: none, one octet or seven. */
  readonly validity: Uint8Array;
  readonly data: UserData;
}

/** What became of a message (9.2.2.3). */
export interface StatusReport {
  readonly kind: "status-report";
  readonly first: number;
  readonly reference: number;
  readonly to: SmsAddress;
  readonly stamp: TimeStamp;
  readonly discharge: TimeStamp;
  /** TP-ST: 0 is delivered. */
  readonly status: number;
}

/** The bits of the first octet (9.2.3). */
export const HEADED = 0x40;
export const WANTS_REPORT = 0x20;
/** TP-MMS: 1 says that no more messages wait. */
export const NO_MORE = 0x04;

export function unitOctets(unit: Deliver | Submit | StatusReport): Uint8Array {
  switch (unit.kind) {
    case "deliver":
      return joined(
        [unit.first],
        addressField(unit.from),
        [unit.pid, unit.data.dcs],
        stampOctets(unit.stamp),
        [unit.data.length],
        unit.data.octets,
      );
    case "submit":
      return joined(
        [unit.first, unit.reference],
        addressField(unit.to),
        [unit.pid, unit.data.dcs],
        unit.validity,
        [unit.data.length],
        unit.data.octets,
      );
    case "status-report":
      return joined(
        [unit.first, unit.reference],
        addressField(unit.to),
        stampOctets(unit.stamp),
        stampOctets(unit.discharge),
        [unit.status],
      );
    default:
      return unreachable(unit);
  }
}

/** Reads a unit by its type; undefined when it is not whole, or too long. Type 1 is what a card sends, 0 and 2 what it gets. */
export function readUnit(octets: Uint8Array): Deliver | Submit | StatusReport | undefined {
  switch ((octets[0] ?? 3) & 3) {
    case 0:
      return readDeliver(octets);
    case 1:
      return readSubmit(octets);
    case 2:
      return readStatusReport(octets);
    default:
      return undefined;
  }
}

function readDeliver(octets: Uint8Array): Deliver | undefined {
  const found = readAddressField(octets, 1);
  if (found === undefined) return undefined;
  const { address: from, end } = found;
  const first = octets[0] ?? 0;
  const data = readData(octets, end + 9, octets[end + 1], first);
  if (data === undefined) return undefined;
  const stamp = stampFrom(octets.subarray(end + 2, end + 9));
  return { kind: "deliver", first, from, pid: octets[end] ?? 0, stamp, data };
}

/** TP-VPF: 0 none, 2 relative (one octet), 1 and 3 seven octets. */
const VALIDITY = [0, 7, 1, 7] as const;

function readSubmit(octets: Uint8Array): Submit | undefined {
  const found = readAddressField(octets, 2);
  if (found === undefined) return undefined;
  const { address: to, end } = found;
  const [first = 0, reference = 0] = octets;
  const validity = octets.subarray(end + 2, end + 2 + (VALIDITY[(first >> 3) & 3] ?? 0));
  const data = readData(octets, end + 2 + validity.length, octets[end + 1], first);
  if (data === undefined) return undefined;
  return { kind: "submit", first, reference, to, pid: octets[end] ?? 0, validity, data };
}

function readStatusReport(octets: Uint8Array): StatusReport | undefined {
  const found = readAddressField(octets, 2);
  if (found === undefined || octets.length < found.end + 15) return undefined;
  const { address: to, end } = found;
  const [first = 0, reference = 0] = octets;
  const [stamp, discharge] = [octets.subarray(end, end + 7), octets.subarray(end + 7, end + 14)].map(stampFrom);
  if (stamp === undefined || discharge === undefined) return undefined;
  return { kind: "status-report", first, reference, to, stamp, discharge, status: octets[end + 14] ?? 0 };
}

function readData(octets: Uint8Array, at: number, dcs: number | undefined, first: number): UserData | undefined {
  const length = octets[at];
  if (dcs === undefined || length === undefined) return undefined;
  const size = octetsOfLength(dcs, length);
  const content = octets.subarray(at + 1);
  if (size > MOST_OCTETS || content.length < size) return undefined;
  return { dcs, headed: (first & HEADED) !== 0, length, octets: content.subarray(0, size) };
}
