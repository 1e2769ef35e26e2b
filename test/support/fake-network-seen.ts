import { FakeNetwork } from "./fake-network.ts";
import { LEASE, type NetworkSeen, type NetworkUnderTest } from "./network-contract.ts";

/** The fake, seen as the world sees a machine. */
export function fakeNetworkUnderTest(): NetworkUnderTest {
  const network = new FakeNetwork();
  network.given = { kind: "lease", lease: LEASE };
  const his: string[] = [];
  return {
    network,
    seen: (): NetworkSeen => {
      const set = network.standing.get("wwan0");
      const own = set?.addresses ?? [];
      return {
        up: network.up.has("wwan0"),
        mtu: set?.mtu ?? 1_500,
        addresses: [...his, ...own.map(({ address, prefixLength }) => `${address}/${prefixLength}`)].toSorted(),
        routes: own
          .map(({ gateway }) => `${gateway === undefined ? "" : `via ${gateway} `}metric ${set?.metric}`)
          .toSorted(),
        resolvers: set?.resolvers ?? [],
      };
    },
    others: (address) => {
      network.up.add("wwan0");
      his.push(address);
    },
  };
}
