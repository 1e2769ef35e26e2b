import { closeSync, lstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { Fault, textOf } from "../base/fault.ts";
import type { CounterAbsence, DirectionCount } from "../ports/counters.ts";

const ROUNDS = 3;

interface CounterPair {
  readonly rx: DirectionCount;
  readonly tx: DirectionCount;
}

export interface KeptCounters {
  readonly ifindex: number;
  /** Of the entry in the list of interfaces: no other one of this boot has it. */
  readonly instance: number;
  /** Throws what the kernel says; see `interfaceEnded`. */
  read(): CounterPair;
  /** Whether the name still means the interface whose counters are open. */
  stillNamed(): boolean;
  close(): void;
}

export type Opened =
  | { readonly kind: "open"; readonly counters: KeptCounters }
  /** Somebody swapped the interface while it was being opened. */
  | { readonly kind: "changing" }
  | CounterAbsence;

/** The interface behind a descriptor or path is gone: ENODEV on a kept descriptor (measured), EINVAL while it is being taken down. */
export function interfaceEnded(thrown: unknown): boolean {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return code === "ENODEV" || code === "ENOENT" || code === "EINVAL";
}

const isForbidden = (thrown: unknown): thrown is NodeJS.ErrnoException =>
  thrown instanceof Error && "code" in thrown && (thrown.code === "EACCES" || thrown.code === "EPERM");

/** The kernel's own files are readable by all (mode 444), so that something else stands before them. */
const forbiddenText = (directory: string, { path = directory, code = "" }: NodeJS.ErrnoException): string =>
  `${path} is there and may not be read by this user (${code}), so nothing is counted. The kernel lets everybody read it: look at its mode (\`ls -l\`), at meter.sysfs_root, at a container's mounts, at AppArmor or SELinux`;

/**
 * Opens the four counters of one interface and keeps the descriptors: a read is then 1.8 microseconds instead of 8.5.
 *
 * The entry in the list of interfaces has an inode of its own that lives and dies with the interface and goes along when
 * it is renamed (measured on 6.18), so the same inode before and after means that all four descriptors and the
 * index belong to one interface. Kept descriptors go on working under a renamed interface: only the name tells.
 */
export function openCounters(directory: string): Opened {
  const files: number[] = [];
  const open = (name: string): number => {
    const file = openSync(join(directory, "statistics", name), "r");
    files.push(file);
    return file;
  };
  const close = (): void => {
    for (const file of files.splice(0)) closeSync(file);
  };
  try {
    const before = inodeOf(directory);
    if (before === undefined) return { kind: "absent", why: `there is no interface at ${directory}` };
    const stillNamed = (): boolean => inodeOf(directory) === before;
    const [rxBytes, rxPackets] = [open("rx_bytes"), open("rx_packets")];
    const [txBytes, txPackets] = [open("tx_bytes"), open("tx_packets")];
    const ifindex = Number(readFileSync(join(directory, "ifindex"), "latin1").trim() || Number.NaN);
    if (!Number.isSafeInteger(ifindex)) throw new Fault("host-unreadable", `${directory}/ifindex holds no number`);
    const [rx, tx] = [directionReader(rxBytes, rxPackets), directionReader(txBytes, txPackets)];
    const read = (): CounterPair => ({ rx: rx(), tx: tx() });
    if (stillNamed()) return { kind: "open", counters: { ifindex, instance: before, read, stillNamed, close } };
    close();
    return { kind: "changing" };
  } catch (thrown) {
    close();
    if (interfaceEnded(thrown)) return { kind: "changing" };
    if (isForbidden(thrown)) return { kind: "absent", unreadable: true, why: forbiddenText(directory, thrown) };
    return { kind: "absent", why: `the counters in ${directory} cannot be opened: ${textOf(thrown)}` };
  }
}

/**
 * Bytes, packets, bytes again, until no byte moved in between. Under constant traffic that may never be; then the bytes
 * are those read before the packets: their difference is then too small, never too large, and a running maximum
 * over it is exact as soon as there is rest.
 *
 * A device rests most of its life. Where two readings in a row gave the same bytes, the packets are those of these bytes
 * too (a driver adds one after the other), and until a byte moves one file is read instead of three.
 */
function directionReader(bytesFile: number, packetsFile: number): () => DirectionCount {
  let last: DirectionCount | undefined;
  let rests = false;
  return () => {
    let bytes = readCount(bytesFile);
    if (rests && last?.bytes === bytes) return last;
    for (let round = 1; ; round += 1) {
      const packets = readCount(packetsFile);
      const again = readCount(bytesFile);
      if (again === bytes || round === ROUNDS) {
        rests = last?.bytes === again;
        last = { bytes, packets };
        return last;
      }
      bytes = again;
    }
  };
}

// One buffer for all: a read is over before the next begins. 20 digits and a line end are what 64 bits need.
const buffer = Buffer.alloc(32);

function readCount(file: number): bigint {
  const length = readSync(file, buffer, 0, buffer.length, 0);
  if (length === 0) throw new Fault("host-unreadable", "a counter's file is empty");
  const text = buffer.toString("latin1", 0, length).trimEnd();
  // The kernel prints an unsigned 64-bit number; anything else is not a counter, and must not be booked as one.
  if (!/^\d{1,20}$/.test(text))
    throw new Fault(
      "host-unreadable",
      `a counter's file holds ${JSON.stringify(text.slice(0, 24))}, which is no number`,
    );
  return BigInt(text);
}

function inodeOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.ino;
}
