import { afterEach, beforeEach, expect, it } from "vitest";
import type { Store, StoreHealth } from "../../src/ports/store.ts";

/** A store under test and the hands to mistreat its disk with. */
export interface StoreBench {
  readonly store: Store;
  /** From now on the disk takes no write. */
  refuse(): void;
  /** The disk has room again; resolves when the store has had the time to notice. */
  relent(): Promise<void>;
  /** What a new process finds on the disk. */
  found(): Promise<Store>;
  close(): Promise<void>;
}

/** What every store promises. */
export function storeContract(make: () => Promise<StoreBench>): void {
  let bench: StoreBench;

  beforeEach(async () => {
    bench = await make();
  });
  afterEach(async () => {
    await bench.close();
  });

  const rows = async (store: Store, ...range: Parameters<Store["range"]>): Promise<string> => {
    const found: string[] = [];
    for await (const [key, value] of store.range(...range)) found.push(`${key}=${value}`);
    return found.join(" ");
  };
  const put = (...pairs: readonly string[]) =>
    pairs.map((pair) => ({ put: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1) }));

  it("gives back what was written, and nothing for what was not", async () => {
    expect(await bench.store.write(put("a=1", "b=", "umlaut=größer 😀 \u0000"))).toBe("durable");
    expect(await bench.store.get("a")).toBe("1");
    expect(await bench.store.get("b")).toBe("");
    expect(await bench.store.get("umlaut")).toBe("größer 😀 \u0000");
    expect(await bench.store.get("c")).toBeUndefined();
  });

  it("takes the operations of a batch in their order", async () => {
    await bench.store.write([...put("a=1", "a=2", "b=1"), { del: "b" }, { del: "never" }]);
    expect(await rows(bench.store, "", "g")).toBe("a=2");
  });

  it("applies writes in the order of the calls, though nobody waits in between", async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => bench.store.write(put(`a=${n}`, `n${n}=`))));
    expect(await bench.store.get("a")).toBe("49");
  });

  it("ranges over [from, to) in the order of the keys' bytes, either way, as far as is wanted", async () => {
    await bench.store.write(put("b=2", "a=1", "d=4", "c=3", "\uffee=5", "😀=6"));
    expect(await rows(bench.store, "a", "d")).toBe("a=1 b=2 c=3");
    expect(await rows(bench.store, "a", "d", { reverse: true })).toBe("c=3 b=2 a=1");
    expect(await rows(bench.store, "b", "g", { limit: 2 })).toBe("b=2 c=3");
    expect(await rows(bench.store, "b", "g", { limit: 2, reverse: true })).toBe("d=4 c=3");
    expect(await rows(bench.store, "z", "\u{10ffff}")).toBe("\uffee=5 😀=6");
    expect(await rows(bench.store, "d", "a")).toBe("");
    expect(await rows(bench.store, "a", "g", { limit: 0 })).toBe("");
  });

  it("ranges over more than fits into memory at once", async () => {
    const keys = Array.from({ length: 1_000 }, (_, n) => `k${String(n).padStart(4, "0")}`);
    await bench.store.write(keys.map((key) => ({ put: key, value: "" })));
    for (const reverse of [false, true]) {
      const found: string[] = [];
      for await (const [key] of bench.store.range("k", "l", { reverse, limit: 700 })) found.push(key);
      expect(found).toEqual((reverse ? keys.toReversed() : keys).slice(0, 700));
    }
  });

  it("keeps what it was given when another process opens it", async () => {
    await bench.store.write(put("a=1"));
    await bench.store.write([...put("b=2"), { del: "a" }]);
    expect(await rows(await bench.found(), "a", "g")).toBe("b=2");
  });

  it("keeps in memory what the disk refuses, and reads see it", async () => {
    await bench.store.write(put("a=1", "b=1", "c=1"));
    bench.refuse();
    expect(await bench.store.write([...put("b=2", "d=2"), { del: "c" }])).toBe("kept");
    expect(await bench.store.write(put("e=3"))).toBe("kept");
    expect(await bench.store.get("b")).toBe("2");
    expect(await bench.store.get("c")).toBeUndefined();
    expect(await rows(bench.store, "a", "g")).toBe("a=1 b=2 d=2 e=3");
    expect(await rows(bench.store, "a", "g", { reverse: true, limit: 3 })).toBe("e=3 d=2 b=2");
    expect(await rows(bench.store, "a", "g", { limit: 2 })).toBe("a=1 b=2");
  });

  it("ranges over many pages of which some rows are only kept", async () => {
    const key = (n: number): string => `k${String(n).padStart(4, "0")}`;
    const numbers = Array.from({ length: 900 }, (_, n) => n);
    await bench.store.write(numbers.filter((n) => n % 3 !== 0).map((n) => ({ put: key(n), value: "disk" })));
    bench.refuse();
    await bench.store.write(numbers.filter((n) => n % 3 === 0).map((n) => ({ put: key(n), value: "kept" })));
    await bench.store.write(numbers.filter((n) => n % 5 === 0).map((n) => ({ del: key(n) })));
    const left = numbers.filter((n) => n % 5 !== 0).map((n) => `${key(n)}=${n % 3 === 0 ? "kept" : "disk"}`);
    expect((await rows(bench.store, "k", "l")).split(" ")).toEqual(left);
    expect((await rows(bench.store, "k", "l", { reverse: true })).split(" ")).toEqual(left.toReversed());
  });

  it("writes what was kept once the disk takes it, and says both", async () => {
    const told: StoreHealth[] = [];
    bench.store.onHealth((health) => told.push(health));
    expect(bench.store.health()).toEqual({ durable: true });
    bench.refuse();
    await bench.store.write(put("a=1"));
    await bench.store.write([...put("b=2"), { del: "a" }]);
    expect(bench.store.health()).toMatchObject({ durable: false, why: "disk full", path: expect.any(String) });
    await bench.relent();
    expect(bench.store.health()).toEqual({ durable: true });
    expect(told.map(({ durable }) => durable)).toEqual([false, true]);
    expect(await bench.store.write(put("c=3"))).toBe("durable");
    expect(await rows(await bench.found(), "a", "g")).toBe("b=2 c=3");
  });

  it("takes a batch of nothing", async () => {
    expect(await bench.store.write([])).toBe("durable");
    bench.refuse();
    await bench.store.write(put("a=1"));
    expect(await bench.store.write([])).toBe("kept");
  });

  it("is not written to after it was closed", async () => {
    await bench.store.close();
    await bench.store.close();
    await expect(bench.store.write(put("a=1"))).rejects.toThrow("after it was closed");
  });
}
