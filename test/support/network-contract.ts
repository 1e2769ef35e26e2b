import { expect, test } from "vitest";
import type { NetworkChange, NetworkConfig, NetworkSet } from "../../src/ports/network-config.ts";

/** What an interface carries, in whatever way the world shows it. */
export interface NetworkSeen {
  readonly up: boolean;
  readonly mtu: number;
  /** `10.0.0.2/24`, sorted; no link-local ones. */
  readonly addresses: readonly string[];
  /** `via 10.0.0.1 metric 700`, `metric 700`, sorted. */
  readonly routes: readonly string[];
  readonly resolvers: readonly string[];
}

export interface NetworkUnderTest {
  /** With an interface `wwan0`, down, 1500, without an address; a DHCP server behind it gives the address of `LEASE`. */
  readonly network: NetworkConfig;
  seen(): NetworkSeen;
  /** Somebody else puts an interface up and gives it an address. */
  others(address: string): void;
}

const SET: NetworkSet = {
  interfaceName: "wwan0",
  mtu: 1_420,
  addresses: [
    { address: "10.64.0.2", prefixLength: 24, gateway: "10.64.0.1" },
    { address: "2001:db8::2", prefixLength: 64 },
  ],
  metric: 700,
  resolvers: ["211.136.17.107", "2001:db8::53"],
};
const BARE: NetworkSeen = { up: false, mtu: 1_500, addresses: [], routes: [], resolvers: [] };
const GIVEN: NetworkSeen = {
  up: true,
  mtu: 1_420,
  addresses: ["10.64.0.2/24", "2001:db8::2/64"],
  routes: ["metric 700", "via 10.64.0.1 metric 700"],
  resolvers: ["211.136.17.107", "2001:db8::53"],
};
export const LEASE = {
  addresses: [{ address: "10.77.0.36", prefixLength: 24, gateway: "10.77.0.1" }],
  resolvers: ["10.77.0.53", "10.77.0.54"],
  mtu: 1_428,
} as const;

async function changeOf({ network }: NetworkUnderTest, set = SET): Promise<NetworkChange> {
  const before = await network.look("wwan0");
  if (before.kind === "absent") throw new Error("wwan0 is absent");
  return { before, set };
}

/** What every `NetworkConfig` does, be it a machine's or a test's. */
export function networkContract(make: (use: (under: NetworkUnderTest) => Promise<void>) => Promise<void>): void {
  const scene = (name: string, body: (under: NetworkUnderTest) => Promise<void>): void => {
    test(name, () => make(body), 30_000);
  };

  scene("an interface that does not exist is absent, and that is no error", async ({ network }) => {
    expect(await network.look("none7")).toEqual({ kind: "absent" });
    expect(await network.look("wwan0")).toMatchObject({ kind: "interface", up: false, mtu: 1_500 });
  });

  scene("a call's configuration stands in both families, and all of it is taken back", async (under) => {
    const change = await changeOf(under);
    expect(await under.network.apply(change)).toMatchObject({ kind: "done" });
    expect(under.seen()).toEqual(GIVEN);
    await under.network.undo(change);
    expect(under.seen()).toEqual(BARE);
  });

  scene("taking back twice, and what was never set, does nothing", async (under) => {
    const change = await changeOf(under);
    await under.network.undo(change);
    expect(under.seen()).toEqual(BARE);
    await under.network.apply(change);
    await under.network.undo(change);
    await under.network.undo(change);
    expect(under.seen()).toEqual(BARE);
  });

  scene("an interface that somebody had up, with an address of his, is left as he had it", async (under) => {
    under.others("192.0.2.1/32");
    const his = { ...BARE, up: true, addresses: ["192.0.2.1/32"] };
    const change = await changeOf(under);
    await under.network.apply(change);
    expect(under.seen().addresses).toEqual(["10.64.0.2/24", "192.0.2.1/32", "2001:db8::2/64"]);
    await under.network.undo(change);
    expect(under.seen()).toEqual(his);
  });

  scene("an interface without an address of ours is only put up", async (under) => {
    const { mtu: _, ...plain } = SET;
    const change = await changeOf(under, { ...plain, addresses: [], resolvers: [] });
    expect(await under.network.apply(change)).toEqual({ kind: "done" });
    expect(under.seen()).toEqual({ ...BARE, up: true });
    await under.network.undo(change);
    expect(under.seen()).toEqual(BARE);
  });

  scene("a lease is told and sets nothing", async (under) => {
    const change = await changeOf(under, { ...SET, addresses: [], resolvers: [] });
    await under.network.apply(change);
    const before = under.seen();
    expect(await under.network.lease("wwan0")).toMatchObject({
      kind: "lease",
      lease: { addresses: [{ prefixLength: 24, gateway: "10.77.0.1" }], resolvers: LEASE.resolvers, mtu: LEASE.mtu },
    });
    expect(under.seen()).toEqual(before);
  });
}
