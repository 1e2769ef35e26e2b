import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { defined } from "../base/defined.ts";
import { type Duration, Seconds } from "../base/duration.ts";
import type {
  LeaseOutcome,
  LinkAddress,
  NetworkBefore,
  NetworkChange,
  NetworkConfig,
  NetworkOutcome,
} from "../ports/network-config.ts";
import { askLease } from "./dhcp-asking.ts";
import { IpOffloads } from "./ip-offloads.ts";
import { ResolverPlace } from "./resolver-place.ts";
import { findProgram, runProgram } from "./system-program.ts";

export interface SystemNetworkOptions {
  /** Where the kernel shows its interfaces: /sys/class/net. */
  readonly sysfsRoot: string;
  /** The agent's own list of resolvers, where the system has none to tell. */
  readonly resolverFile: string;
  /** For what a DHCP client needs while it is asked; programs may be run there. */
  readonly scratch: string;
}

const QUICK = Seconds(10);

/** include/uapi/linux/if.h: IFF_UP. */
const UP = 1;

/** The machine's own network by `ip` (iproute2, BusyBox), the resolver by what the system has. */
export class SystemNetwork implements NetworkConfig {
  readonly #root: string;
  readonly #resolver: ResolverPlace;
  readonly #scratch: string;

  constructor({ sysfsRoot, resolverFile, scratch }: SystemNetworkOptions) {
    this.#root = sysfsRoot;
    this.#scratch = scratch;
    this.#resolver = new ResolverPlace(resolverFile);
  }

  async look(interfaceName: string): Promise<NetworkBefore | { readonly kind: "absent" }> {
    const read = async (file: string): Promise<number> =>
      Number(await readFile(join(this.#root, interfaceName, file), "utf8").catch(() => "NaN"));
    const [flags, mtu] = [await read("flags"), await read("mtu")];
    if (Number.isNaN(flags)) return { kind: "absent" };
    const offloads = await new IpOffloads().read(interfaceName);
    return defined({
      kind: "interface" as const,
      up: (flags & UP) !== 0,
      mtu,
      segments: offloads?.segments,
      resolver: await this.#resolver.kind(),
    });
  }

  async apply({ before, set }: NetworkChange): Promise<NetworkOutcome> {
    const name = set.interfaceName;
    if (set.mtu !== undefined) await this.#ip("link", "set", "dev", name, "mtu", String(set.mtu));
    // Large pieces are cut behind the packet filter's counters, which are 3.4 % low by them (measured). No call fails for this.
    if (before.segments !== undefined && before.segments > 1) await this.#segments(name, 1);
    const up = await this.#ip("link", "set", "dev", name, "up");
    if (up.kind === "failed") return up;
    for (const { address, prefixLength } of set.addresses) {
      const added = await this.#ip(family(address), "addr", "add", `${address}/${prefixLength}`, "dev", name);
      if (added.kind === "failed" && !/File exists/.test(added.found)) return added;
    }
    for (const address of firstOfFamilies(set.addresses)) {
      const added = await this.#ip(family(address.address), "route", "add", ...route(address, name, set.metric));
      if (added.kind === "failed")
        return /File exists/.test(added.found)
          ? {
              kind: "failed",
              found: `Another default route has the metric ${set.metric} already.`,
              remedy: "Set bearer.route_metric to another number: lower to be preferred, higher to stand behind.",
            }
          : added;
    }
    if (set.resolvers.length === 0) return { kind: "done" };
    return this.#resolver.tell(before.resolver, name, set.resolvers);
  }

  async undo({ before, set }: NetworkChange): Promise<void> {
    const name = set.interfaceName;
    if (set.resolvers.length > 0) await this.#resolver.takeBack(before.resolver, name);
    for (const address of firstOfFamilies(set.addresses))
      await this.#ip(family(address.address), "route", "del", ...route(address, name, set.metric));
    for (const { address, prefixLength } of set.addresses)
      await this.#ip(family(address), "addr", "del", `${address}/${prefixLength}`, "dev", name);
    if (set.mtu !== undefined && Number.isInteger(before.mtu))
      await this.#ip("link", "set", "dev", name, "mtu", String(before.mtu));
    if (Number.isInteger(before.segments) && before.segments !== 1) await this.#segments(name, before.segments);
    if (!before.up) await this.#ip("link", "set", "dev", name, "down");
  }

  lease(interfaceName: string, wanted?: string): Promise<LeaseOutcome> {
    return askLease(interfaceName, this.#scratch, wanted);
  }

  #segments(name: string, most = 1): Promise<NetworkOutcome> {
    return this.#ip("link", "set", "dev", name, "gso_max_segs", String(most));
  }

  async #ip(...words: readonly string[]): Promise<NetworkOutcome> {
    const path = await findProgram("ip");
    if (path === undefined)
      return { kind: "failed", found: "The program ip is not here.", remedy: "Install iproute2." };
    return outcomeOf("ip", [path, ...words], QUICK);
  }
}

const family = (address: string): "-4" | "-6" => (address.includes(":") ? "-6" : "-4");

/** One default route a family. */
const firstOfFamilies = (addresses: readonly LinkAddress[]): readonly LinkAddress[] =>
  addresses.filter(
    ({ address }, at) => addresses.findIndex((other) => family(other.address) === family(address)) === at,
  );

/** A gateway may lie outside the prefix (a /32 is common): `onlink`. */
const route = ({ gateway }: LinkAddress, name: string, metric: number): readonly string[] => [
  "default",
  ...(gateway === undefined ? [] : ["via", gateway]),
  "dev",
  name,
  "metric",
  String(metric),
  ...(gateway === undefined ? [] : ["onlink"]),
];

async function outcomeOf(
  what: string,
  command: readonly [string, ...string[]],
  within: Duration,
): Promise<NetworkOutcome> {
  const end = await runProgram({ command, within });
  if (end.kind === "ended" && end.code === 0) return { kind: "done" };
  const said = end.kind === "not-run" ? end.why : end.complaints.trim().split("\n")[0] || `exit code ${end.code}`;
  const found = `\`${[what, ...command.slice(1)].join(" ")}\` failed: ${said}.`;
  return /not permitted|denied/i.test(said)
    ? {
        kind: "failed",
        found,
        remedy:
          "The agent needs CAP_NET_ADMIN to configure an interface: AmbientCapabilities=CAP_NET_ADMIN in its unit, or run it as root.",
      }
    : { kind: "failed", found, remedy: `See \`ip link show\` for the interface (meter.interface).` };
}
