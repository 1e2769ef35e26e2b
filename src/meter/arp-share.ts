import { maxBytes } from "../base/bytes.ts";
import type { ArpCount } from "../ports/arp-counters.ts";
import { type Amount, beyond, isNothing, minus, NOTHING, plus } from "./amount.ts";
import { readAmount, readBigint, readCount, readText, writeAmount } from "./record-fields.ts";
import { fieldsOf, seal, unseal } from "./sealed-record.ts";

/** How far the filter's ARP counters are taken, and what of it is still among bytes to come; kept in one batch with the bytes. */
export interface ArpShare {
  /** The counters begin at zero with every boot. */
  readonly bootId: string;
  readonly up: ArpCount;
  readonly down: ArpCount;
  /** Counted by the filter and not taken off the interface's bytes yet. */
  readonly waiting: Amount;
  /** All that was taken off. */
  readonly excluded: Amount;
}

export interface ArpCounted {
  readonly bootId: string;
  readonly up: ArpCount;
  readonly down: ArpCount;
}

/** The first reading: what was counted before was before the interface's bytes were. */
export const arpFrom = (read: ArpCounted): ArpShare => ({ ...read, waiting: NOTHING, excluded: NOTHING });

/** Whether somebody made the counters anew since: what they held then and was not read is lost. */
export const arpLost = (before: ArpShare, read: ArpCounted): boolean =>
  before.bootId === read.bootId &&
  (["up", "down"] as const).some(
    (way) => before[way].handle !== read[way].handle || read[way].bytes < before[way].bytes,
  );

/** What a counter grew by waits to be taken off; one that fell or was made anew, and both after a boot, began at zero. */
export function arpRead(before: ArpShare, read: ArpCounted): ArpShare {
  const rebooted = before.bootId !== read.bootId;
  const grown = (last: ArpCount, now: ArpCount): bigint =>
    !rebooted && last.handle === now.handle && now.bytes >= last.bytes ? now.bytes - last.bytes : now.bytes;
  const more = { up: grown(before.up, read.up), down: grown(before.down, read.down) };
  return { ...before, ...read, waiting: plus(before.waiting, more) };
}

/** What of the interface's bytes is IP as far as the filter was read, and never less than was shown of them already. */
export function ipOf({ waiting }: Pick<ArpShare, "waiting">, bytes: Amount, shown: Amount): Amount {
  const ip = beyond(bytes, waiting);
  return { up: maxBytes(ip.up, shown.up), down: maxBytes(ip.down, shown.down) };
}

/** Bytes that are booked, of which `ip` was IP: the rest is taken off what waits. */
export function arpTaken(share: ArpShare, bytes: Amount, ip: Amount): ArpShare {
  const off = minus(bytes, ip);
  if (isNothing(off)) return share;
  return { ...share, waiting: minus(share.waiting, off), excluded: plus(share.excluded, off) };
}

const writeCount = ({ bytes, handle }: ArpCount) => ({ bytes: String(bytes), handle });

export const writeArp = (key: string, { bootId, up, down, waiting, excluded }: ArpShare): string =>
  seal(key, {
    bootId,
    up: writeCount(up),
    down: writeCount(down),
    waiting: writeAmount(waiting),
    excluded: writeAmount(excluded),
  });

/** Undefined for anything that is not what was written under the key: taking ARP off begins anew then. */
export function readArpShare(record: string | undefined, key: string): ArpShare | undefined {
  const fields = record === undefined ? undefined : unseal(key, record);
  const bootId = readText(fields?.["bootId"]);
  const [up, down] = [readArpCount(fields?.["up"]), readArpCount(fields?.["down"])];
  const [waiting, excluded] = [readAmount(fields?.["waiting"]), readAmount(fields?.["excluded"])];
  if (bootId === undefined || up === undefined || down === undefined) return undefined;
  return waiting === undefined || excluded === undefined ? undefined : { bootId, up, down, waiting, excluded };
}

function readArpCount(value: unknown): ArpCount | undefined {
  const fields = fieldsOf(value);
  const bytes = readBigint(fields?.["bytes"]);
  return bytes === undefined ? undefined : { bytes, handle: readCount(fields?.["handle"]) };
}
