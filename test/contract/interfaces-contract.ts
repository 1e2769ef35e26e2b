import { afterEach, expect, it } from "vitest";
import type { Counters } from "../../src/ports/counters.ts";
import type { Interfaces } from "../../src/ports/interfaces.ts";

/** A machine in boot `boot-1` that has neither `wwan0` nor `ppp0` yet, and the hands to change that. */
export interface InterfacesBench {
  readonly interfaces: Interfaces;
  /** Its counters are at zero. */
  plugIn(name: string): void;
  unplug(name: string): void;
  /** So many IP bytes go out over it in one packet; returns what its own counter takes them for. */
  send(name: string, bytes: number): number;
  close(): void;
}

export function interfacesContract(open: () => InterfacesBench): void {
  let bench: InterfacesBench | undefined;
  const taken: Counters[] = [];
  const opened = (): InterfacesBench => (bench = open());
  afterEach(() => {
    for (const counters of taken.splice(0)) counters.close();
    bench?.close();
    bench = undefined;
  });
  const countersOf = (name: string): Counters => {
    const counters = bench?.interfaces.counters(name);
    if (counters === undefined) throw new Error("open the bench first");
    taken.push(counters);
    return counters;
  };

  it("an interface is listed by its name from when it comes until it goes", () => {
    const { interfaces, plugIn, unplug } = opened();
    const there = (): readonly string[] => interfaces.names().filter((name) => ["wwan0", "ppp0"].includes(name));
    expect(there()).toEqual([]);
    plugIn("wwan0");
    expect(there()).toEqual(["wwan0"]);
    plugIn("ppp0");
    expect(there().toSorted()).toEqual(["ppp0", "wwan0"]);
    unplug("wwan0");
    expect(there()).toEqual(["ppp0"]);
  });

  it("no name is listed twice", () => {
    const { interfaces, plugIn, unplug } = opened();
    plugIn("wwan0");
    unplug("wwan0");
    plugIn("wwan0");
    expect(interfaces.names().filter((name) => name === "wwan0")).toEqual(["wwan0"]);
  });

  it("counters of a name that nothing has yet are absent, and those of the interface that gets it later", () => {
    const { plugIn, send } = opened();
    const counters = countersOf("ppp0");
    expect(counters.sample()).toMatchObject({ kind: "absent", why: expect.stringContaining("ppp0") as string });
    plugIn("ppp0");
    const bytes = send("ppp0", 600);
    expect(counters.sample()).toMatchObject({
      kind: "sample",
      epoch: { bootId: "boot-1", interfaceName: "ppp0" },
      tx: { bytes: BigInt(bytes), packets: 1n },
    });
  });

  it("what one interface carries is in no other's counters", () => {
    const { plugIn, send } = opened();
    plugIn("wwan0");
    plugIn("ppp0");
    const [one, other] = [countersOf("wwan0"), countersOf("ppp0")];
    const bytes = send("wwan0", 500);
    expect(one.sample()).toMatchObject({ tx: { bytes: BigInt(bytes) } });
    expect(other.sample()).toMatchObject({ tx: { bytes: 0n, packets: 0n } });
  });

  it("whoever asks for the same name counts the same, and one who is done takes it from nobody", () => {
    const { plugIn, send } = opened();
    plugIn("wwan0");
    const [one, other] = [countersOf("wwan0"), countersOf("wwan0")];
    one.sample();
    other.sample();
    one.close();
    const bytes = send("wwan0", 400);
    expect(other.sample()).toMatchObject({ kind: "sample", tx: { bytes: BigInt(bytes) } });
  });

  it("a name that came back is of another epoch, and begins at zero", () => {
    const { plugIn, unplug, send } = opened();
    plugIn("wwan0");
    const counters = countersOf("wwan0");
    send("wwan0", 300);
    const before = counters.sample();
    unplug("wwan0");
    expect(counters.sample()).toMatchObject({ kind: "absent" });
    plugIn("wwan0");
    const after = counters.sample();
    expect(after).toMatchObject({ kind: "sample", tx: { bytes: 0n } });
    expect([before, after].map((one) => (one.kind === "sample" ? one.epoch : undefined))[0]).not.toEqual(
      after.kind === "sample" ? after.epoch : undefined,
    );
  });
}
