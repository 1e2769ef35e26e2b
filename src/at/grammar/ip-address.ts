import { digits } from "./parameters.ts";

/** An address of a modem's answer, as its octets (4 or 16). */
export type Octets = readonly number[];

/**
 * The octets of an address as modems write it: dotted quad, IPv6 with colons, or IPv6 as 16 dotted decimals (27.007
 * 10.1.1 with `+CGPIAF=0`, the default). Undefined for anything else.
 */
export function octetsOf(text: string): Octets | undefined {
  if (text.length > 80) return undefined;
  if (text.includes(":")) return colonOctets(text);
  const parts = text.split(".");
  if (parts.length !== 4 && parts.length !== 16) return undefined;
  return octets(parts);
}

/** Dotted decimals, each of at most three digits and 255; undefined when one is not. */
export function octets(parts: readonly string[]): Octets | undefined {
  const numbers: number[] = [];
  for (const part of parts) {
    const text = part.trim();
    const number = text.length > 3 ? undefined : digits(text, 255);
    if (number === undefined) return undefined;
    numbers.push(number);
  }
  return numbers;
}

function colonOctets(text: string): Octets | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => groupsOf(half));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 16 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
}

/** The octets of the groups between colons; the last may be a dotted quad (RFC 4291 2.2). */
function groupsOf(half: string): Octets | undefined {
  if (half === "") return [];
  const groups = half.split(":");
  const found = groups.map((group, at) => {
    if (at === groups.length - 1 && group.includes("."))
      return group.split(".").length === 4 ? octets(group.split(".")) : undefined;
    const value = /^[0-9A-Fa-f]{1,4}$/.test(group) ? Number.parseInt(group, 16) : undefined;
    return value === undefined ? undefined : [value >> 8, value & 255];
  });
  return found.includes(undefined) ? undefined : found.flatMap((pair) => pair ?? []);
}

/** Dotted quad, or RFC 5952: lower case, no leading zeros, the first longest run of at least two zero groups as `::`. */
export function addressText(address: Octets): string {
  if (address.length === 4) return address.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((address[2 * at] ?? 0) << 8) | (address[2 * at + 1] ?? 0));
  const hex = groups.map((group) => group.toString(16));
  const [start, length] = longestZeros(groups);
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

function longestZeros(groups: readonly number[]): readonly [start: number, length: number] {
  let best: readonly [number, number] = [0, 0];
  let start = 0;
  for (const [at, group] of groups.entries()) {
    if (group !== 0) start = at + 1;
    else if (at + 1 - start > best[1]) best = [start, at + 1 - start];
  }
  return best;
}

/** The canonical text of a written address; undefined when it is none, also when all its octets are zero ("not given"). */
export function canonicalAddress(text: string | undefined): string | undefined {
  const address = text === undefined ? undefined : octetsOf(text.trim());
  return address === undefined || address.every((octet) => octet === 0) ? undefined : addressText(address);
}

/** The number of leading one bits of a mask; undefined when ones follow a zero. */
export function prefixLength(mask: Octets): number | undefined {
  const bits = mask.map((octet) => octet.toString(2).padStart(8, "0")).join("");
  return /^1*0*$/.test(bits) ? bits.replace(/0+$/, "").length : undefined;
}
