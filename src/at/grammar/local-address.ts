import { defined } from "../../base/defined.ts";
import { canonicalAddress, octets, octetsOf, prefixLength } from "./ip-address.ts";
import { type Parameter, written } from "./parameters.ts";

interface LocalAddress {
  readonly fields: {
    readonly localAddrAndSubnetMask?: string;
    readonly localAddr?: string;
    readonly subnetMask?: string;
    readonly localAddress?: string;
    readonly prefixLength?: number;
  };
  /** How many parameters the local address takes: the gateway's is the next. */
  readonly taken: 1 | 2;
}

/**
 * `<local_addr and subnet_mask>` in one parameter since 27.007 version 9.4 (`a.b.c.d.m.m.m.m`, 32 numbers for IPv6), in
 * two before. With `+CGPIAF` the mask stands after a space or as `/64`; Quectel's EG915Q leaves it away, so the
 * second parameter is a mask only when it looks like one.
 */
export function localAddress([first, second]: readonly Parameter[]): LocalAddress {
  const together = written(first);
  if (together === undefined) return { fields: {}, taken: 1 };
  const divided = divide(together);
  if (divided !== undefined)
    return { fields: { localAddrAndSubnetMask: together, ...described(...divided) }, taken: 1 };
  const mask = written(second);
  const separate = mask !== undefined && isMask(together, mask);
  return { fields: described(together, separate ? mask : undefined), taken: separate ? 2 : 1 };
}

/** Address and mask of a parameter that holds both. */
function divide(text: string): readonly [address: string, mask: string] | undefined {
  const end = text.search(/[\s/]/);
  // Another address with its mask, and no mask, may stand after the space.
  if (end > 0) return halves(text.slice(0, end)) ?? [text.slice(0, end), text.slice(end).trim()];
  return halves(text);
}

function halves(text: string): readonly [address: string, mask: string] | undefined {
  const parts = text.split(".");
  if ((parts.length !== 8 && parts.length !== 32) || octets(parts) === undefined) return undefined;
  return [parts.slice(0, parts.length / 2).join("."), parts.slice(parts.length / 2).join(".")];
}

/** 0.0.0.0 after an IPv4 address is the mask of a modem from before version 9.4: a later one has no bare address. */
function isMask(address: string, mask: string): boolean {
  const [one, other] = [octetsOf(address), octetsOf(mask)];
  if (one === undefined || other === undefined || one.length !== other.length) return false;
  const length = prefixLength(other);
  // A gateway may be fe80::, which is nine ones and then zeros.
  return length !== undefined && (one.length === 4 ? length === 0 || length >= 8 : length >= 16);
}

function described(address: string, mask: string | undefined): LocalAddress["fields"] {
  const slash = /^\/(\d{1,3})$/.exec(mask ?? "")?.[1];
  const maskOctets = mask === undefined ? undefined : octetsOf(mask);
  const length = slash === undefined ? maskOctets && prefixLength(maskOctets) : Number(slash);
  const canonical = canonicalAddress(address);
  return defined({
    localAddr: address,
    subnetMask: slash === undefined ? mask : undefined,
    localAddress: canonical,
    prefixLength: canonical === undefined ? undefined : length,
  });
}
