import { type AddressForm, type Ipv6, ipv6Mask, ipv6Of, ipv6Text, ipv6WithMask } from "./ip-address-text.ts";
import type { PdpContext } from "./pdp-contexts.ts";

export const RESOLVERS = ["211.136.17.107", "211.136.20.203"];
const RESOLVERS_6: readonly Ipv6[] = [
  [0x2409, 0x8088, 0, 0, 0, 0, 0, 0xa],
  [0x2409, 0x8088, 0, 0, 0, 0, 0, 0xb],
];
/** The router of an IPv6 context is known by its link-local address alone (23.060 9.2.1.1, RFC 4861 4.2). */
const GATEWAY_6: Ipv6 = [0xfe80, 0, 0, 0, 0, 0, 0, 1];
/** Every context has a prefix of its own (3GPP TS 23.401 5.3.1.2.2). */
const PREFIX_6 = 64;

/** Of which families the network gives addresses (24.301 6.5.1.3). */
export type AddressFamilies = "both" | "ipv4" | "ipv6";

/** What the network gave to a context, by its `<PDP_type>`: to IPV4V6 as much as it has. */
function given(
  { cid, type, address }: PdpContext,
  gives: AddressFamilies,
): { readonly v4?: string; readonly v6?: Ipv6 } {
  const own = address.includes(":") ? ipv6Of(address) : undefined;
  const v4 = type === "IPV4V6" && own !== undefined ? `10.64.0.${cid + 1}` : address;
  const v6 = own ?? [0x2001, 0xdb8, 0x40, cid, 0, 0, 0, cid + 1];
  if (type === "IPV6" || (type === "IPV4V6" && gives === "ipv6")) return { v6 };
  return type === "IPV4V6" && gives === "both" ? { v4, v6 } : { v4 };
}

/** The addresses of a context that is up, IPv4 first (3GPP TS 27.007 10.1.14). */
export function addressesOf(context: PdpContext, gives: AddressFamilies, form: AddressForm): readonly string[] {
  const { v4, v6 } = given(context, gives);
  return [...(v4 === undefined ? [] : [v4]), ...(v6 === undefined ? [] : [ipv6Text(v6, form)])];
}

/** 24.301 9.9.4.4: a single family that the network does not give is refused; 50 "IPv4 only", 51 "IPv6 only allowed". */
export function familyRefused({ type }: PdpContext, gives: AddressFamilies): 50 | 51 | undefined {
  if (type === "IPV6" && gives === "ipv4") return 50;
  return type === "IP" && gives === "ipv6" ? 51 : undefined;
}

/** 27.007 10.1.19: `ME PDN ACT <cid>[,<reason>]`, where a context got less than it asked for; 0: IPv4 only, 1: IPv6 only allowed. */
export function withReason(event: string, contexts: readonly PdpContext[], gives: AddressFamilies): string {
  const cid = Number(/^ME PDN ACT (\d+)$/.exec(event)?.[1]);
  const narrowed = gives !== "both" && contexts.some((context) => context.cid === cid && context.type === "IPV4V6");
  return narrowed ? `${event},${gives === "ipv4" ? 0 : 1}` : event;
}

/** None: what +CGDCONT tells of a context without one. */
export const noAddress = ({ type }: PdpContext): string =>
  Array.from({ length: type === "IPV6" || type === "IPV4V6" ? 16 : 4 }, () => 0).join(".");

/**
 * What +CGCONTRDP tells from the address on, one list a family, IPv4 first (27.007 10.1.23): the address with its mask, as one
 * field or (before release 9) as two, the gateway, the resolvers.
 */
export function parametersOf(
  context: PdpContext,
  gives: AddressFamilies,
  form: AddressForm,
  separateMask: boolean,
): readonly (readonly string[])[] {
  const { v4, v6 } = given(context, gives);
  const families: (readonly string[])[] = [];
  if (v4 !== undefined) {
    const mask = "255.255.255.0";
    families.push([...(separateMask ? [v4, mask] : [`${v4}.${mask}`]), v4.replace(/\d+$/, "1"), ...RESOLVERS]);
  }
  if (v6 !== undefined) {
    const text = (address: Ipv6): string => ipv6Text(address, form);
    const local = separateMask ? [text(v6), text(ipv6Mask(PREFIX_6))] : [ipv6WithMask(v6, PREFIX_6, form)];
    families.push([...local, text(GATEWAY_6), ...RESOLVERS_6.map(text)]);
  }
  return families;
}
