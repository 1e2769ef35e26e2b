import type { NetworkBefore } from "../ports/network-config.ts";

/** What decides where a name on this machine is looked up. */
export interface ResolverFacts {
  /** systemd-resolved runs and can be told (`resolvectl`). */
  readonly resolved: boolean;
  /** Where /etc/resolv.conf leads in the end; undefined where there is none. */
  readonly leadsTo?: string;
  /** What it holds. */
  readonly text: string;
  /** The `hosts:` line of /etc/nsswitch.conf. */
  readonly hosts: string;
  /** Where the program resolvconf leads; systemd has one of that name, which only speaks to systemd-resolved. */
  readonly resolvconf?: string;
}

/**
 * Where the resolvers of a call are told so that they are asked. systemd-resolved alone is not enough: it runs on machines whose
 * /etc/resolv.conf somebody writes by hand, and there nobody would ask it (systemd-resolved.service(8), "/etc/resolv.conf").
 */
export function resolverChoice(facts: ResolverFacts): NetworkBefore["resolver"] {
  if (facts.resolved && asksResolved(facts)) return "resolved";
  const { resolvconf } = facts;
  return resolvconf === undefined || resolvconf.endsWith("/resolvectl") ? "file" : "resolvconf";
}

/** Its stub, its list of the links' servers, the stub's address, or the C library's module. */
function asksResolved({ leadsTo = "", text, hosts }: ResolverFacts): boolean {
  if (leadsTo.startsWith("/run/systemd/resolve/") || leadsTo === "/usr/lib/systemd/resolv.conf") return true;
  return /^\s*nameserver\s+127\.0\.0\.5[34]\s*$/m.test(text) || /\bresolve\b/.test(hosts);
}
