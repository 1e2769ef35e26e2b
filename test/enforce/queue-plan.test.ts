import { expect, test } from "vitest";
import { queuePlan, queueRemoval } from "../../src/enforce/queue-plan.ts";
import type { ClassLimit } from "../../src/enforce/kernel-limits.ts";
import type { QueueSeen } from "../../src/ports/uplink-queue.ts";
import { FakeQueue } from "../support/fake-queue.ts";

const limits = (telemetry?: number, bulk?: number): readonly ClassLimit[] => [
  { class: "payment", rank: 1, limit: { kind: "open" } },
  { class: "telemetry", rank: 3, limit: { kind: "open" }, ...(telemetry === undefined ? {} : { upRate: telemetry }) },
  { class: "bulk", rank: 4, limit: { kind: "open" }, ...(bulk === undefined ? {} : { upRate: bulk }) },
];

async function after(wanted: readonly ClassLimit[], over: Partial<QueueSeen> = {}): Promise<QueueSeen> {
  const queue = new FakeQueue();
  queue.add("wwan0", over);
  const before = await queue.look("wwan0");
  if (before.kind !== "link") throw new Error(before.kind);
  await queue.change("wwan0", queuePlan(wanted, before).steps);
  const seen = await queue.look("wwan0");
  if (seen.kind !== "link") throw new Error(seen.kind);
  return seen;
}

test("a rate makes a scheduler with one class, and the others go by it", async () => {
  const seen = await after(limits(undefined, 8_192));
  expect(seen).toMatchObject({ discipline: "htb", handle: "ca11:", wholePackets: true });
  expect([...seen.rates]).toEqual([["ca11:40", 8_192]]);
});

test("what is as it should be is left alone, also where the kernel rounds", async () => {
  const seen = await after(limits(4_000, 8_192));
  expect(queuePlan(limits(4_000, 8_192), seen).steps).toEqual([]);
  expect(queuePlan(limits(4_010, 8_192), seen).steps).toEqual([]);
});

test("another rate is changed in place, and one that is no more goes", async () => {
  const seen = await after(limits(4_000, 8_192));
  expect([...(await after(limits(undefined, 1_000), seen)).rates]).toEqual([["ca11:40", 1_000]]);
});

test("without rates nothing of ours stays", async () => {
  const seen = await after(limits(4_000, 8_192));
  expect(await after(limits(), seen)).toMatchObject({ handle: "0:", rates: new Map() });
  expect(queuePlan(limits(), await after(limits())).steps).toEqual([]);
});

test("what an owner has set up stays, and that rates are not kept is said", async () => {
  const owners = { discipline: "cake", handle: "8001:" };
  const seen = await after(limits(4_000), owners);
  expect(seen).toMatchObject(owners);
  expect(queuePlan(limits(4_000), seen)).toMatchObject({
    kind: "foreign",
    why: "somebody has set up cake (8001:) there",
  });
  expect(queuePlan(limits(), seen).kind).toBe("steps");
});

test("taking back takes ours only", async () => {
  expect(queueRemoval(await after(limits(4_000)))).toEqual([{ kind: "remove" }, { kind: "packets", whole: false }]);
  expect(queueRemoval(await after(limits(4_000), { discipline: "cake", handle: "8001:" }))).toEqual([
    { kind: "packets", whole: false },
  ]);
});
