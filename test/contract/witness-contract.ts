import { expect, it } from "vitest";
import type { Witnesses } from "../../src/ports/witness-slots.ts";

const page = (byte: number): Uint8Array => new Uint8Array(4096).fill(byte);

/** What every place for witnesses promises. `again` is what a new process finds. */
export function witnessContract(make: () => { readonly witnesses: Witnesses; readonly again: () => Witnesses }): void {
  it("knows no book at first", async () => {
    const { witnesses } = make();
    expect(await witnesses.list(() => true)).toEqual({ books: [], others: 0 });
    expect(await witnesses.slots("8986").read()).toBe("absent");
  });

  it("keeps each slot apart from the other, and each book from the others", async () => {
    const { witnesses, again } = make();
    expect(await witnesses.slots("8986A").write(0, page(1))).toBe("durable");
    expect(await witnesses.slots("8986A").write(1, page(2))).toBe("durable");
    expect(await witnesses.slots("8986B").write(0, page(3))).toBe("durable");
    expect(await witnesses.slots("8986A").write(0, page(4))).toBe("durable");
    expect(await again().list(() => true)).toEqual({ books: ["8986A", "8986B"], others: 0 });
    expect(await again().list((name) => name.endsWith("B"))).toEqual({ books: ["8986B"], others: 1 });
    expect(await read(again(), "8986A")).toEqual([page(4), page(2)]);
    expect(await read(again(), "8986B")).toEqual([page(3), page(0)]);
  });
}

async function read(witnesses: Witnesses, book: string): Promise<readonly Uint8Array[]> {
  const slots = await witnesses.slots(book).read();
  return slots === "absent" ? [] : slots.map((slot) => new Uint8Array(slot));
}
