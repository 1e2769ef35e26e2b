import { expect, it } from "vitest";
import { ReadingShelf } from "../../src/agent/reading-shelf.ts";
import { WallMs } from "../../src/base/instant.ts";
import { MemoryStore } from "../support/memory-store.ts";

const reading = (n: number) => ({
  source: "sms" as const,
  asOf: WallMs(n),
  heardAt: WallMs(n),
  used: BigInt(n) << 60n,
  text: `used ${n}`,
  comparison: { theirs: BigInt(n) << 60n, ours: 1n },
});

const rows = async (store: MemoryStore): Promise<readonly string[]> => {
  const keys: string[] = [];
  for await (const [key] of store.range("reading/row/", "reading/row/~")) keys.push(key);
  return keys;
};

it("what was kept is there again after a start, to the byte, the newest fifty of a card", async () => {
  const store = new MemoryStore();
  const shelf = await ReadingShelf.open(store);
  for (let n = 1; n <= 60; n += 1) await shelf.write(shelf.keep("8986A", reading(n)));
  await shelf.write(shelf.keep("8986B", reading(61)));
  const again = await ReadingShelf.open(store);
  expect(again.readings("8986A")).toEqual(shelf.readings("8986A"));
  expect(again.readings("8986A").map(({ asOf }) => asOf)).toEqual(Array.from({ length: 50 }, (_, n) => n + 11));
  expect(again.readings("8986B")).toEqual([reading(61)]);
  expect(await rows(store)).toHaveLength(51);
  // The next one comes behind them, not in their place.
  await again.write(again.keep("8986B", reading(62)));
  expect((await ReadingShelf.open(store)).readings("8986B")).toHaveLength(2);
});

it("of more than twenty cards the one goes of which nothing was heard for longest", async () => {
  const store = new MemoryStore();
  const shelf = await ReadingShelf.open(store);
  for (let card = 0; card < 20; card += 1) await shelf.write(shelf.keep(`8986${card}`, reading(card)));
  await shelf.write(shelf.keep("89860", reading(20)));
  await shelf.write(shelf.keep("898699", reading(21)));
  const again = await ReadingShelf.open(store);
  expect(again.readings("89860")).toHaveLength(2);
  expect(again.readings("89861")).toEqual([]);
  expect(await rows(store)).toHaveLength(21);
});

it("questions and the card that is in are known again, and rows that are damaged are passed over", async () => {
  const store = new MemoryStore();
  const shelf = await ReadingShelf.open(store);
  const ask = { at: WallMs(1), by: "hand" as const, iccid: "8986A", to: "10086", text: "CXYL" };
  for (let n = 0; n < 30; n += 1) await shelf.write(shelf.asked([...shelf.asks, { ...ask, at: WallMs(n) }]));
  await shelf.write(shelf.seen({ iccid: "8986A", since: WallMs(5) }));
  await store.write([
    { put: "reading/row/8986A/000000000001", value: '{"source":"sms","text":"x","asOf":1,"heardAt":1,"used":"many"}' },
    { put: "reading/row/8986A/x", value: "{}" },
    { put: "reading/row/8986A/000000000002", value: "{" },
  ]);
  const again = await ReadingShelf.open(store);
  expect(again.asks.map(({ at }) => at)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  expect(again.card).toEqual({ iccid: "8986A", since: 5 });
  expect(again.readings("8986A")).toEqual([]);
  await store.write([
    { put: "reading/asks", value: "[1]" },
    { put: "reading/card", value: "7" },
  ]);
  const worse = await ReadingShelf.open(store);
  expect([worse.asks, worse.card]).toEqual([[], undefined]);
});
