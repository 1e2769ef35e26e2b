import { afterEach, beforeEach, expect, test } from "vitest";
import { filterSteps, type Loaded, wantedPrint } from "../../src/enforce/filter-diff.ts";
import { filterTable } from "../../src/enforce/filter-rules.ts";
import type { FilterShape } from "../../src/enforce/filter-shape.ts";
import { UNLIMITED } from "../../src/enforce/kernel-limits.ts";
import { LIST_QUOTAS, LIST_TABLE, resetQuota, setQuota } from "../../src/enforce/nft-words.ts";
import { type QuotaReading, readQuotas, readTable, type TableReading } from "../../src/enforce/table-reading.ts";
import type { Gate, NftJson } from "../../src/ports/gate.ts";

export const PAYMENT_PORT = 1_001;

/** Payments go to one port, telemetry to another; the rest is bulk. */
export const SHAPE: FilterShape = {
  classes: ["payment", "management", "telemetry", "bulk"],
  markMask: 0x7000_0000,
  otherwise: "bulk",
  management: "management",
  rules: [
    { class: "payment", to: [{ network: "10.0.0.0/8", ports: { first: PAYMENT_PORT, last: PAYMENT_PORT } }] },
    { class: "telemetry", to: [{ network: "10.0.0.0/8", ports: { first: 1_003, last: 1_003 } }] },
  ],
  uplinkPatterns: ["ppp*"],
};

export interface GateUnderTest {
  readonly gate: Gate;
  /** So many payments of a thousand IP bytes are sent; how many were let through. */
  pay(count: number): number;
  close(): Promise<void>;
}

/** What every packet filter has to do, the model of one and the kernel's. */
export function gateContract(open: () => GateUnderTest): void {
  let under: GateUnderTest;
  const wanted = filterTable(SHAPE);

  beforeEach(() => {
    under = open();
  });
  afterEach(() => under.close());

  const done = async (command: readonly NftJson[] | string): Promise<readonly NftJson[]> => {
    const answer = await under.gate.run(command);
    if (answer.kind !== "done") throw new Error(`${answer.kind}: ${answer.why}`);
    return answer.objects;
  };
  const seen = async (): Promise<TableReading> => {
    const reading = readTable(await done([LIST_TABLE]));
    if (reading === undefined) throw new Error("there is no table");
    return reading;
  };
  const load = async (): Promise<Loaded> => {
    for (const step of filterSteps(wanted, ["wwan0"], undefined, undefined, () => UNLIMITED)) await done(step.commands);
    return { wanted: wantedPrint(wanted), print: (await seen()).print };
  };
  const payment = async (): Promise<QuotaReading | undefined> =>
    readQuotas(await done([LIST_QUOTAS])).find(({ name }) => name === "payment");

  test("a table that is not there is a refusal, and the next command is done", async () => {
    expect(await under.gate.run([LIST_TABLE])).toMatchObject({ kind: "refused", why: /No such file/ });
    await load();
    expect((await seen()).chains.map(({ name }) => name)).toContain("leaving");
  });

  test("what was loaded is told the same each time, whatever passes meanwhile", async () => {
    const loaded = await load();
    under.pay(3);
    await done([setQuota("payment", 7_000n)]);
    expect(filterSteps(wanted, ["wwan0"], await seen(), loaded, () => 0n)).toEqual([]);
  });

  test("a quota stops what is beyond it to the packet, and tells how much passed", async () => {
    await load();
    await done([setQuota("payment", 3_000n)]);
    expect(under.pay(5)).toBe(3);
    expect(await payment()).toEqual({ name: "payment", limit: 3_000n, used: 3_000n });
  });

  test("another limit is set in place, and what is used stays", async () => {
    await load();
    await done([setQuota("payment", 9_000n)]);
    under.pay(2);
    await done([setQuota("payment", 4_000n)]);
    expect(await payment()).toEqual({ name: "payment", limit: 4_000n, used: 2_000n });
    expect(under.pay(5)).toBe(2);
  });

  test("a reset returns what was used, and begins at zero", async () => {
    await load();
    await done([setQuota("payment", 9_000n)]);
    under.pay(2);
    expect(readQuotas(await done([resetQuota("payment")]))).toEqual([{ name: "payment", limit: 9_000n, used: 2_000n }]);
    expect(await payment()).toMatchObject({ used: 0n });
  });

  test("what was dropped counts on unseen, so that a raised limit lets nothing through", async () => {
    await load();
    await done([setQuota("payment", 2_000n)]);
    expect(under.pay(10)).toBe(2);
    await done([setQuota("payment", 5_000n)]);
    expect(await payment()).toMatchObject({ used: 5_000n });
    expect(under.pay(2)).toBe(0);
  });

  test("of commands that belong together none holds when one is refused", async () => {
    await load();
    const nowhere: NftJson = {
      add: { rule: { family: "inet", table: "cellward", chain: "nowhere", expr: [{ drop: null }] } },
    };
    expect(await under.gate.run([setQuota("payment", 1n), nowhere])).toMatchObject({ kind: "refused" });
    expect(await payment()).toMatchObject({ limit: UNLIMITED });
  });

  test("rules that somebody has deleted are noticed, and loading again keeps quotas and what they hold", async () => {
    const loaded = await load();
    await done([setQuota("payment", 9_000n)]);
    under.pay(2);
    await done([{ flush: { chain: { family: "inet", table: "cellward", name: "leaving" } } }]);
    const steps = filterSteps(wanted, ["wwan0"], await seen(), loaded, () => 0n);
    expect(steps).toMatchObject([{ kind: "load", why: "changed" }]);
    for (const step of steps) await done(step.commands);
    expect(filterSteps(wanted, ["wwan0"], await seen(), loaded, () => 0n)).toEqual([]);
    expect(await payment()).toEqual({ name: "payment", limit: 9_000n, used: 2_000n });
  });

  test("chains in our table that are none of ours go, and another set of uplinks is set alone", async () => {
    const loaded = await load();
    await done([
      {
        add: { chain: { family: "inet", table: "cellward", name: "up", type: "filter", hook: "postrouting", prio: 0 } },
      },
    ]);
    for (const step of filterSteps(wanted, ["wwan0"], await seen(), loaded, () => 0n)) await done(step.commands);
    const steps = filterSteps(wanted, ["wwan1"], await seen(), loaded, () => 0n);
    expect(steps.map(({ kind }) => kind)).toEqual(["uplinks"]);
    for (const step of steps) await done(step.commands);
    expect((await seen()).uplinks).toEqual(["wwan1"]);
  });
}
