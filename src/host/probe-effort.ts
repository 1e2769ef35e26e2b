import { readFileSync } from "node:fs";
import type { ProbeOutcome } from "../ports/path-probe.ts";

/** Bytes of headers at the IP layer, by the length of the family's own: 20 of IPv4, 40 of IPv6. */
const ipHeader = (address: string): number => (address.includes(":") ? 40 : 20);

export const datagramBytes = (address: string, payload: number): number => ipHeader(address) + 8 + payload;

/** Of TCP with time stamps, as Linux sends it; a SYN has 20 bytes of options more than a bare header; a RST is as any other segment, and bare where nobody listens. */
export const segmentBytes = (address: string, payload: number): number => ipHeader(address) + 32 + payload;
export const synBytes = (address: string): number => ipHeader(address) + 40;
const resetBytes = (address: string): number => ipHeader(address) + 20;

/**
 * A SYN that nobody answers is sent again after 1, 3, 7, ... seconds (RFC 6298); since Linux 6.5 the first few a second apart
 * (tcp_syn_linear_timeouts, 4 by default; measured: at 0, 1, 2 and 3 s).
 */
export function synsWithin(ms: number, linear = linearTimeouts()): number {
  let [count, at, wait] = [0, 0, 1_000];
  for (; at <= ms; at += wait) {
    count += 1;
    if (count > 1 + linear) wait *= 2;
  }
  return count;
}

/** 0 where the kernel knows of none. */
function linearTimeouts(): number {
  try {
    return Number(readFileSync("/proc/sys/net/ipv4/tcp_syn_linear_timeouts", "utf8"));
  } catch {
    return 0;
  }
}

/** As much as a segment over a cellular link usually holds. */
export const SEGMENT = 1_300;

/** What a connection has cost that never came up, after so many milliseconds. */
export function knockEffort(
  address: string,
  kind: ProbeOutcome["kind"],
  ms: number,
): Pick<ProbeOutcome, "sent" | "received"> {
  const syns = kind === "unreachable" ? 0 : synsWithin(ms);
  return { sent: syns * synBytes(address), received: kind === "refused" ? resetBytes(address) : 0 };
}

/** What an error of a socket says of the path: no from the far side, or that nothing was learned of it. */
export function refusalOf(error: NodeJS.ErrnoException): Pick<ProbeOutcome, "kind" | "text"> {
  const { code = error.message } = error;
  if (code === "ECONNREFUSED" || code === "ECONNRESET") return { kind: "refused", text: code };
  if (code === "ETIMEDOUT") return { kind: "silent" };
  return { kind: "unreachable", text: code };
}
