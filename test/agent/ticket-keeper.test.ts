import { expect, test } from "vitest";
import { REPLACEMENT_KEY } from "../../src/agent/kept-replacement.ts";
import { TicketKeeper } from "../../src/agent/ticket-keeper.ts";
import { WallMs } from "../../src/base/instant.ts";
import type { StoreOp } from "../../src/ports/store.ts";
import type { TicketEffect } from "../../src/replace/ticket-step.ts";
import { settle } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

const NOW = WallMs(Date.UTC(2026, 10, 12, 1));
const told = { at: NOW, by: "Li" } as const;
const [OLD, NEW] = ["89860412345678900001", "89860412345678900002"];

/** A disk that takes its time over each batch, as long as a test wants. */
class SlowStore extends MemoryStore {
  #go: (() => void)[] = [];
  override async write(ops: readonly StoreOp[]): Promise<"durable" | "kept"> {
    await new Promise<void>((resolve) => this.#go.push(resolve));
    return await super.write(ops);
  }
  async go(): Promise<void> {
    this.#go.shift()?.();
    await settle();
  }
}

function kept(store: MemoryStore, text?: string) {
  const heard: string[] = [];
  const stepped = (_ticket: unknown, effects: readonly TicketEffect[]): void => {
    heard.push(...effects.map(({ kind }) => kind));
  };
  return { heard, keeper: new TicketKeeper({ store, log: new SilentLog() }, stepped, text) };
}

test("nothing holds and nobody is told before it is written", async () => {
  const store = new SlowStore();
  const { keeper, heard } = kept(store);
  const opened = keeper.step({ kind: "open", ...told, oldCard: OLD });
  await settle();
  expect([keeper.ticket, heard, store.durable.size]).toEqual([undefined, [], 0]);
  await store.go();
  await opened;
  expect([keeper.ticket?.state, heard]).toEqual(["planned", ["opened"]]);
});

test("whatever is cut off, what is read again is the ticket of before or the next one", async () => {
  const store = new SlowStore();
  const { keeper } = kept(store);
  const states: (string | undefined)[] = [];
  const look = (): void => {
    const { keeper: again } = kept(new MemoryStore(), store.durable.get(REPLACEMENT_KEY));
    states.push(again.ticket?.state);
  };
  keeper.seed(OLD, [OLD]);
  void keeper.step({ kind: "open", ...told, oldCard: OLD });
  void keeper.step({ kind: "told", ...told, to: "received" });
  void keeper.step({ kind: "card", at: NOW, iccid: NEW, isNew: true, before: OLD });
  void keeper.step({ kind: "passed", at: NOW, by: "packets" });
  for (let n = 0; n < 5; n += 1) {
    await settle();
    look();
    await store.go();
  }
  await keeper.done();
  look();
  expect(states).toEqual([undefined, undefined, "planned", "received", "inserted", "activated"]);
});

test("which card is the device's own is written with the ticket, so that no swap is forgotten between the two", async () => {
  const store = new MemoryStore();
  const { keeper } = kept(store);
  keeper.seed(OLD, [OLD]);
  await keeper.step({ kind: "card", at: NOW, iccid: NEW, isNew: true, before: OLD });
  for (const batch of store.batches) expect(batch).toHaveLength(1);
  const { keeper: again } = kept(store, store.durable.get(REPLACEMENT_KEY));
  expect([again.card, again.knows(NEW), again.ticket?.newCard]).toEqual([NEW, true, NEW]);
  // A visitor's, as it turns out: the device's own is the one of before, and this one would be new again.
  await again.step({ kind: "visitor", at: NOW, iccid: NEW });
  expect([again.card, again.knows(NEW), again.ticket]).toEqual([OLD, false, undefined]);
});

test("what is none of ours is no ticket", () => {
  for (const text of ["", "{}", "[]", '{"v":2,"known":[],"told":[]}', '{"v":1,"known":[],"told":[],"ticket":7}'])
    expect(kept(new MemoryStore(), text).keeper.ticket).toBeUndefined();
});
