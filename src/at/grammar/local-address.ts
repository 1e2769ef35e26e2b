import { defined } from "../../base/defined.ts";
import { canonicalAddress, octets, type Octets, octetsOf, prefixLength } from "./ip-address.ts";
import { type Parameter, written } from "./parameters.ts";

interface Described {
  readonly localAddr?: string;
  readonly subnetMask?: string;
  readonly localAddress?: string;
  readonly prefixLength?: number;
}

interface LocalAddress {
  readonly fields: Described & { readonly localAddrAndSubnetMask?: string };
  /** The address of the other family, where one line has both. */
  readonly second: Described | undefined;
  /** How many parameters the local address takes: the gateway's is the next. */
  readonly taken: 1 | 2;
}

interface Found {
  readonly address: string;
  readonly mask?: string;
}

/**
 * `<local_addr and subnet_mask>` in one parameter since 27.007 version 9.4 (`a.b.c.d.m.m.m.m`, 32 numbers for IPv6), in
 * two before. With `+CGPIAF` the mask stands after a space or as `/64`; Quectel's EG915Q leaves it away, so the
 * second parameter is a mask only when it looks like one. A dual-stack context has both families in two lines, in one
 * parameter with a space between (Telit), or in two parameters (Quectel's RG5xx, where the gateway is then the third).
 */
export function localAddress([first, second]: readonly Parameter[]): LocalAddress {
  const together = written(first);
  if (together === undefined) return { fields: {}, second: undefined, taken: 1 };
  const found = addressesIn(together);
  const [one, two] = found;
  if (one === undefined) return { fields: described({ address: together }), second: undefined, taken: 1 };
  const next = written(second);
  const [mask, otherMask] = next?.split(/\s+/, 2) ?? [];
  const head = one.mask === undefined && two === undefined ? {} : { localAddrAndSubnetMask: together };
  if (one.mask === undefined && isMask(one.address, mask)) {
    const other = two !== undefined && isMask(two.address, otherMask) ? { ...two, mask: otherMask } : two;
    return { fields: { ...head, ...described({ ...one, mask }) }, second: other && described(other), taken: 2 };
  }
  const fields = { ...head, ...described(one) };
  if (two !== undefined) return { fields, second: described(two), taken: 1 };
  const [apart, ...more] = next === undefined ? [] : addressesIn(next);
  if (apart === undefined || more.length > 0 || !differ(one.address, apart.address))
    return { fields, second: undefined, taken: 1 };
  return { fields, second: described(apart), taken: 2 };
}

/** The addresses of one parameter, each with the mask that is written with it; the first is taken as it stands. */
function addressesIn(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const token of text.trim().split(/\s+/, 4)) {
    const [address = "", bits] = token.split("/", 2);
    const last = found.at(-1);
    if (bits !== undefined && address !== "") found.push({ address, mask: `/${bits}` });
    else if (last !== undefined && last.mask === undefined && isMask(last.address, token))
      found.splice(-1, 1, { address: last.address, mask: token });
    else if (last === undefined || isAddress(token)) found.push(halves(token) ?? { address: token });
  }
  return found.slice(0, 2);
}

const isAddress = (text: string): boolean => octetsOf(text) !== undefined || halves(text) !== undefined;

/** One is IPv4 and the other IPv6; zeros, which say "none", are of no family. */
const differ = (one: string, other: string): boolean =>
  canonicalAddress(one) !== undefined &&
  canonicalAddress(other) !== undefined &&
  octetsOf(one)?.length !== octetsOf(other)?.length;

function halves(text: string): Found | undefined {
  const parts = text.split(".");
  if ((parts.length !== 8 && parts.length !== 32) || octets(parts) === undefined) return undefined;
  return { address: parts.slice(0, parts.length / 2).join("."), mask: parts.slice(parts.length / 2).join(".") };
}

/** 0.0.0.0 after an IPv4 address is the mask of a modem from before version 9.4: a later one has no bare address. */
function isMask(address: string, mask: string | undefined): mask is string {
  const [one, other] = [octetsOf(address), mask === undefined ? undefined : octetsOf(mask)];
  if (one === undefined || other === undefined || one.length !== other.length) return false;
  const length = prefixLength(other);
  // A gateway may be fe80::, which is nine ones and then zeros.
  return length !== undefined && (one.length === 4 ? length === 0 || length >= 8 : length >= 16);
}

function described({ address, mask }: Found): Described {
  const slash = /^\/(\d{1,3})$/.exec(mask ?? "")?.[1];
  const maskOctets: Octets | undefined = mask === undefined ? undefined : octetsOf(mask);
  const length = slash === undefined ? maskOctets && prefixLength(maskOctets) : Number(slash);
  const canonical = canonicalAddress(address);
  return defined({
    localAddr: address,
    subnetMask: slash === undefined ? mask : undefined,
    localAddress: canonical,
    prefixLength: canonical === undefined ? undefined : length,
  });
}
