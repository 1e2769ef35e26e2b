import { isIP, isIPv4 } from "node:net";
import { type Duration, Seconds } from "../base/duration.ts";
import type { Lease } from "../ports/network-config.ts";

/**
 * What a DHCP client runs with the lease in its environment: `ip`, `subnet` and so on from udhcpc, which gives the reason as its
 * first word; `new_ip_address` and so on from dhclient and dhcpcd. The clients' own scripts are not run, because they do more than
 * can be undone: udhcpc's on Debian flushes the interface, sets a default route without a metric and writes over
 * /etc/resolv.conf (busybox 1.35).
 */
export const LEASE_SCRIPT = `#!/bin/sh
# Written by cellward: tells a DHCP lease and sets nothing.
case "$1$reason" in
bound | renew | BOUND | REBOOT | RENEW | REBIND | TEST) ;;
*) exit 0 ;;
esac
echo cellward-lease
echo "ip=\${ip-$new_ip_address}"
echo "mask=\${subnet-$new_subnet_mask}"
echo "router=\${router-$new_routers}"
echo "dns=\${dns-$new_domain_name_servers}"
echo "mtu=\${mtu-$new_interface_mtu}"
echo "lease=\${lease-$new_dhcp_lease_time}"
echo "renew=$new_dhcp_renewal_time"
`;

/** RFC 791 and RFC 2132 5.1: the least that may be given; above it, what a link carries. */
const LEAST_MTU = 68;
const MOST_MTU = 65_535;
/** resolv.conf(5). */
const MOST_RESOLVERS = 3;

/** The lease that the script told; undefined where it told none that can be set. A modem's server is a stranger. */
export function leaseTold(said: string): Lease | undefined {
  const block = said.split("cellward-lease\n").at(-1) ?? "";
  const told = new Map(
    block.split("\n").flatMap((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()] as const];
    }),
  );
  const address = told.get("ip") ?? "";
  const prefixLength = prefixOf(told.get("mask") ?? "");
  if (!isIPv4(address) || prefixLength === undefined) return undefined;
  const gateway = told.get("router")?.split(/\s+/)[0] ?? "";
  const mtu = Number(told.get("mtu") || "NaN");
  const resolvers = (told.get("dns") ?? "").split(/\s+/).filter((text) => isIP(text) !== 0);
  const [term, renewAfter] = [secondsOf(told.get("lease")), secondsOf(told.get("renew"))];
  return {
    addresses: [{ address, prefixLength, ...(isIPv4(gateway) ? { gateway } : {}) }],
    resolvers: resolvers.slice(0, MOST_RESOLVERS),
    ...(Number.isInteger(mtu) && mtu >= LEAST_MTU && mtu <= MOST_MTU ? { mtu } : {}),
    ...(term === undefined ? {} : { term }),
    // A server's word that makes no sense beside the term is none.
    ...(term === undefined || renewAfter === undefined || renewAfter >= term ? {} : { renewAfter }),
  };
}

/** All ones are "for ever" (RFC 2131 3.3). Less than a minute would have the server asked without end. */
const [SHORTEST, FOR_EVER] = [60, 4_294_967_295];

function secondsOf(text = ""): Duration | undefined {
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : FOR_EVER;
  return seconds >= FOR_EVER ? undefined : Seconds(Math.max(seconds, SHORTEST));
}

/** `255.255.255.0` is 24; a mask with holes is none. */
function prefixOf(mask: string): number | undefined {
  if (!isIPv4(mask)) return undefined;
  const bits = mask
    .split(".")
    .map((part) => Number(part).toString(2).padStart(8, "0"))
    .join("");
  return /^1+0*$/.test(bits) ? bits.replace(/0/g, "").length : undefined;
}
