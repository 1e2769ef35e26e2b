import { Seconds } from "../base/duration.ts";
import { findProgram, runProgram } from "./system-program.ts";

/** Either the interface, or why it is not known. */
export type RouteFound = { readonly interfaceName: string } | { readonly why: string };

/**
 * By which interface the kernel would send a packet from this address to that one. A source address alone does not choose the way: where
 * the default route leads over Ethernet and no rule says otherwise, a packet with the modem's address leaves by Ethernet, and its answer
 * would prove the wrong path. Sends nothing.
 */
export async function routeOf(to: string, from: string): Promise<RouteFound> {
  const ip = await findProgram("ip");
  if (ip === undefined) return { why: "the program ip is not here, so the way is not known" };
  const family = to.includes(":") ? "-6" : "-4";
  const end = await runProgram({ command: [ip, family, "route", "get", to, "from", from], within: Seconds(2) });
  if (end.kind === "not-run") return { why: `ip route get: ${end.why}` };
  const name = end.code === 0 ? /\bdev (\S+)/.exec(end.out)?.[1] : undefined;
  return name === undefined
    ? { why: end.complaints.trim().split("\n")[0]?.slice(0, 120) || "there is no route" }
    : { interfaceName: name };
}
