import type { AtMessage } from "../at/message.ts";
import { defined } from "../base/defined.ts";

/** What the modem tells of an active context's network side. */
export interface CallAddresses {
  readonly addresses: readonly {
    readonly address: string;
    readonly prefixLength: number;
    readonly gateway?: string;
  }[];
  readonly resolvers: readonly string[];
  readonly mtu?: number;
  /** As the network has it. */
  readonly apn?: string;
}

/** A link-local address is made by the kernel, and the global one then comes by router advertisement (27.060 11.2.1.3.5). */
const isGlobal = (address: string): boolean => !/^fe[89ab]/i.test(address);

/** RFC 8200 5: no IPv6 link below 1280; no modem offers more than an Ethernet jumbo frame. */
const isMtu = (mtu: number | undefined): mtu is number => mtu !== undefined && mtu >= 1_280 && mtu <= 9_000;

/** Of the answers to +CGCONTRDP and, where that gave no address, +CGPADDR; undefined when neither holds one. Pure. */
export function callAddresses(cid: number, messages: readonly AtMessage[]): CallAddresses | undefined {
  const bearers = messages.filter((message) => message.kind === "bearer").filter((bearer) => bearer.cid === cid);
  const families = bearers.flatMap((bearer) => (bearer.second === undefined ? [bearer] : [bearer, bearer.second]));
  const told = families.flatMap(({ localAddress, prefixLength, gwAddress }) =>
    localAddress === undefined || !isGlobal(localAddress) ? [] : [entry(localAddress, prefixLength, gwAddress)],
  );
  const listed = messages
    .filter((message) => message.kind === "pdp-address")
    .flatMap((message) => (message.cid === cid ? message.addresses : []))
    .filter(isGlobal)
    .map((address) => entry(address, undefined, undefined));
  const addresses = told.length > 0 ? told : listed;
  if (addresses.length === 0) return undefined;
  const resolvers = families.flatMap((family) => [family.dnsPrimAddress, family.dnsSecAddress]);
  return {
    addresses,
    resolvers: [...new Set(resolvers.filter((address) => address !== undefined))],
    ...defined({
      mtu: bearers.map(({ ipv4Mtu }) => ipv4Mtu).find(isMtu),
      apn: bearers.map(({ apn }) => apn).find((apn) => apn !== undefined && apn !== ""),
    }),
  };
}

/** One host on a point-to-point link where the network gives no mask; an IPv6 context has a whole /64 (23.060 9.2.1.1). */
function entry(address: string, prefixLength: number | undefined, gateway: string | undefined) {
  return {
    address,
    prefixLength: prefixLength ?? (address.includes(":") ? 64 : 32),
    ...(gateway === undefined ? {} : { gateway }),
  };
}
