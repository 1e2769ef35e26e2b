import type { MonoMs } from "../base/instant.ts";

/** Within one epoch the kernel's counters only grow. Another epoch means they began again at zero. */
export interface CounterEpoch {
  readonly bootId: string;
  readonly interfaceName: string;
  readonly ifindex: number;
  /** What no other interface of this boot has, where the system tells: the number of its entry in /sys/class/net. */
  readonly instance?: number;
}

export interface DirectionCount {
  readonly bytes: bigint;
  readonly packets: bigint;
}

export interface CounterSample {
  readonly kind: "sample";
  readonly epoch: CounterEpoch;
  readonly rx: DirectionCount;
  readonly tx: DirectionCount;
  readonly at: MonoMs;
}

export interface CounterAbsence {
  readonly kind: "absent";
  readonly why: string;
  /** The interface is there all the same: its counters go on, and may not be read by this user. */
  readonly unreadable?: true;
}

/** Bytes per packet that the interface's counter holds beyond the IP packet, per direction. */
export interface LinkOverhead {
  readonly rx: number;
  readonly tx: number;
  /** How it was found, for people: `raw-ip link (ARPHRD 65534)`, `set by hand`. */
  readonly because: string;
  /** Absent: by the link's kind and driver. */
  readonly by?: "hand" | "calibrated";
  /** ARP passes over the link too, and its counters hold it. */
  readonly arp?: true;
}

export interface Counters {
  sample(): CounterSample | CounterAbsence;
  /** What the kernel tells of the link now; undefined while the interface is absent. */
  linkOverhead(): LinkOverhead | undefined;
  close(): void;
}
