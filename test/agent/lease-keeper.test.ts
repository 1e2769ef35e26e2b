import { expect, test } from "vitest";
import { LeaseKeeper } from "../../src/agent/lease-keeper.ts";
import { NetworkJournal } from "../../src/agent/network-journal.ts";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import type { Lease, NetworkSet } from "../../src/ports/network-config.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeNetwork } from "../support/fake-network.ts";
import { MemoryStore } from "../support/memory-store.ts";

const LEASE: Lease = {
  addresses: [{ address: "10.77.0.36", prefixLength: 24, gateway: "10.77.0.1" }],
  resolvers: ["10.77.0.53"],
  term: Hours(2),
};
const OTHER: Lease = { ...LEASE, addresses: [{ address: "10.77.0.37", prefixLength: 24 }] };
const EMPTY: NetworkSet = { interfaceName: "wwan0", addresses: [], resolvers: [], metric: 700 };
const NOBODY = { kind: "failed", found: "No server answers.", remedy: "Wait." } as const;

/** A call that carries the lease. */
async function leased(lease: Lease = LEASE) {
  const clock = new FakeClock();
  const [store, network] = [new MemoryStore(), new FakeNetwork()];
  const journal = new NetworkJournal({ network, store }, "boot-1");
  const told: string[] = [];
  const keeper = new LeaseKeeper(
    { clock, network: journal },
    { onReaddressed: () => told.push("readdressed"), onExpired: () => told.push("expired") },
  );
  network.given = { kind: "lease", lease };
  const applied = await journal.apply(EMPTY, "dhcp");
  if (applied.kind === "done" && applied.leased !== undefined) keeper.begin(applied.leased.set, applied.leased.lease);
  network.done.length = 0;
  const pass = async (time: ReturnType<typeof Minutes>): Promise<void> => {
    await clock.advance(time);
    for (let n = 0; n < 20; n += 1) await settle();
  };
  return { keeper, journal, network, told, pass };
}

test("is asked for again at half its time, with the address that was had, and nothing is set when it is the same", async () => {
  const { network, told, pass } = await leased();
  await pass(Minutes(59));
  expect(network.done).toEqual([]);
  await pass(Minutes(2));
  expect(network.done).toEqual(["lease wwan0 10.77.0.36"]);
  await pass(Minutes(60));
  expect(network.done).toEqual(["lease wwan0 10.77.0.36", "lease wwan0 10.77.0.36"]);
  expect(told).toEqual([]);
});

test("the server's own T1 is kept to; a lease for ever is never asked for again", async () => {
  const early = await leased({ ...LEASE, renewAfter: Minutes(5) });
  await early.pass(Minutes(6));
  expect(early.network.done).toEqual(["lease wwan0 10.77.0.36"]);
  const { term: _, ...forEver } = LEASE;
  const late = await leased(forEver);
  await late.pass(Hours(10_000));
  expect(late.network.done).toEqual([]);
});

test("another address is set over a link that stays up, and told of", async () => {
  const { network, told, pass } = await leased();
  network.given = { kind: "lease", lease: OTHER };
  await pass(Minutes(61));
  expect(network.done).toEqual(["lease wwan0 10.77.0.36", "undo wwan0", "apply wwan0"]);
  expect(network.standing.get("wwan0")?.addresses).toEqual(OTHER.addresses);
  expect([...network.up]).toEqual(["wwan0"]);
  expect(told).toEqual(["readdressed"]);
});

test("a server that is silent is asked ever sooner, at most once a minute, until the lease is over; then the call is", async () => {
  const { network, told, pass } = await leased();
  network.given = NOBODY;
  await pass(Minutes(119));
  const asked = network.done.length;
  expect(asked).toBeGreaterThan(4);
  expect(asked).toBeLessThan(12);
  expect(told).toEqual([]);
  await pass(Minutes(2));
  expect(told).toEqual(["expired"]);
  await pass(Hours(5));
  expect(told).toEqual(["expired"]);
});

test("a server that answers again in time has lost nothing", async () => {
  const { network, told, pass } = await leased();
  const { given } = network;
  network.given = NOBODY;
  await pass(Minutes(100));
  network.given = given;
  await pass(Minutes(30));
  expect(told).toEqual([]);
  expect(network.standing.has("wwan0")).toBe(true);
});

test("what comes back when the call is over sets nothing any more", async () => {
  const { keeper, journal, network, told, pass } = await leased();
  let answer: () => void = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  network.lease = async () => {
    await asked;
    return { kind: "lease", lease: OTHER };
  };
  await pass(Minutes(61));
  keeper.end();
  await journal.undo();
  answer();
  await pass(Seconds(1));
  expect(network.standing.size).toBe(0);
  expect(told).toEqual([]);
});

test("the journal of a call that is over takes no other address for it", async () => {
  const { journal, network } = await leased();
  const [undone, replaced] = [journal.undo(), journal.replace({ ...EMPTY, ...OTHER })];
  await undone;
  expect(await replaced).toMatchObject({ kind: "failed" });
  expect(network.standing.size).toBe(0);
});
