import { expect, test } from "vitest";
import { NetworkJournal } from "../../src/agent/network-journal.ts";
import type { NetworkSet } from "../../src/ports/network-config.ts";
import { FakeNetwork } from "../support/fake-network.ts";
import { MemoryStore } from "../support/memory-store.ts";

const SET: NetworkSet = {
  interfaceName: "wwan0",
  addresses: [{ address: "10.0.0.2", prefixLength: 32 }],
  metric: 700,
  resolvers: ["1.1.1.1"],
};

test("what is set is on the disk before it is set", async () => {
  const [store, network] = [new MemoryStore(), new FakeNetwork()];
  let keptBefore = false;
  const apply = network.apply.bind(network);
  network.apply = (change) => {
    keptBefore = [...store.durable.values()].some((value) => value.includes("10.0.0.2"));
    return apply(change);
  };
  await new NetworkJournal({ network, store }, "boot-1").apply(SET);
  expect(keptBefore).toBe(true);
});

test("another life in the same boot takes it away; in another boot there is nothing of ours to take", async () => {
  for (const [boot, done] of [
    ["boot-1", ["apply wwan0", "undo wwan0"]],
    ["boot-2", ["apply wwan0"]],
  ] as const) {
    const [store, network] = [new MemoryStore(), new FakeNetwork()];
    await new NetworkJournal({ network, store }, "boot-1").apply(SET);
    await new NetworkJournal({ network, store }, boot).undo();
    expect(network.done).toEqual(done);
    expect([...store.durable.keys()]).toEqual([]);
  }
});

test("what failed halfway is taken away at once", async () => {
  const [store, network] = [new MemoryStore(), new FakeNetwork()];
  network.refusal = { kind: "failed", found: "x.", remedy: "y." };
  expect(await new NetworkJournal({ network, store }, "b").apply(SET)).toEqual(network.refusal);
  expect(network.done).toEqual(["apply wwan0", "undo wwan0"]);
});

const LEASE = { addresses: [{ address: "10.77.0.36", prefixLength: 24 }], resolvers: ["10.77.0.53"], mtu: 1_428 };

test("a lease is asked for over a link that is up, and on the disk before it is set", async () => {
  const [store, network] = [new MemoryStore(), new FakeNetwork()];
  network.given = { kind: "lease", lease: LEASE };
  const kept: boolean[] = [];
  const apply = network.apply.bind(network);
  network.apply = (change) => {
    kept.push([...store.durable.values()].some((value) => value.includes("10.77.0.36")));
    return apply(change);
  };
  const journal = new NetworkJournal({ network, store }, "boot-1");
  expect(await journal.apply({ ...SET, addresses: [], resolvers: [] }, "dhcp")).toEqual({
    kind: "done",
    leased: { set: { ...SET, ...LEASE }, lease: LEASE },
  });
  expect(network.done).toEqual(["apply wwan0", "lease wwan0", "apply wwan0"]);
  expect(kept).toEqual([false, true]);
  expect(network.standing.get("wwan0")).toEqual({ ...SET, ...LEASE });
});

test("where no server answers, the link is as it was", async () => {
  const [store, network] = [new MemoryStore(), new FakeNetwork()];
  const outcome = await new NetworkJournal({ network, store }, "b").apply({ ...SET, addresses: [] }, "dhcp");
  expect(outcome).toEqual({ kind: "failed", found: "No server answers.", remedy: "Wait." });
  expect(network.done).toEqual(["apply wwan0", "lease wwan0", "undo wwan0"]);
  expect([...network.up]).toEqual([]);
});

test("a record that is none of ours is no reason to touch the network", async () => {
  const network = new FakeNetwork();
  for (const text of ["", "{}", "[]", '{"bootId":"b","change":null}']) {
    await new NetworkJournal({ network, store: new MemoryStore([["network/change", text]]) }, "b").undo();
  }
  expect(network.done).toEqual([]);
});
