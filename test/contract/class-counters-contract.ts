import { afterEach, expect, it } from "vitest";
import type { ClassCounter, ClassCounters } from "../../src/ports/class-counters.ts";

/** A filter without any counter, and the hands of a site that loads its rules. */
export interface ClassCountersBench {
  readonly counters: ClassCounters;
  /** A counter at zero; in place of the one of the name, where there is one. */
  make(name: string): void;
  take(name: string): void;
  /** So many bytes of the class pass in one packet; 100 to 1,400. */
  count(name: string, bytes: number): void;
  /** The whole table goes, and comes back without a counter. */
  dropTable(): void;
  addTable(): void;
  close(): void;
}

export function classCountersContract(open: () => ClassCountersBench): void {
  let bench: ClassCountersBench | undefined;
  const opened = (): ClassCountersBench => (bench = open());
  afterEach(() => {
    bench?.close();
    bench = undefined;
  });
  const read = async (): Promise<readonly ClassCounter[]> => {
    const reading = await bench?.counters.read();
    expect(reading?.kind).toBe("counters");
    const counters = reading?.kind === "counters" ? reading.counters : [];
    return counters.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  };

  it("a table without counters is read, and has none", async () => {
    opened();
    expect(await read()).toEqual([]);
  });

  it("each counter is told by its name, as it stands", async () => {
    const { make, count } = opened();
    for (const name of ["payment_up", "payment_down", "bulk_up"]) make(name);
    count("payment_up", 500);
    count("bulk_up", 900);
    count("bulk_up", 100);
    expect((await read()).map(({ name, bytes }) => [name, bytes])).toEqual([
      ["bulk_up", 1_000n],
      ["payment_down", 0n],
      ["payment_up", 500n],
    ]);
  });

  it("reading changes nothing, and a counter that grew is the same counter", async () => {
    const { make, count } = opened();
    make("payment_up");
    count("payment_up", 400);
    const [first] = await read();
    const [again] = await read();
    expect(again).toEqual(first);
    count("payment_up", 300);
    expect(await read()).toEqual([{ ...first, bytes: 700n }]);
  });

  it("a counter that was made anew begins at zero and has another handle", async () => {
    const { make, count } = opened();
    make("payment_up");
    count("payment_up", 400);
    const [before] = await read();
    make("payment_up");
    const [after] = await read();
    expect(after).toMatchObject({ name: "payment_up", bytes: 0n });
    expect(after?.handle).not.toBe(before?.handle);
  });

  it("a counter that was taken away is not told, and the others are", async () => {
    const { make, take } = opened();
    make("payment_up");
    make("bulk_up");
    take("bulk_up");
    expect((await read()).map(({ name }) => name)).toEqual(["payment_up"]);
  });

  it("a table that is gone is an answer with a reason for people, until it is there again", async () => {
    const { counters, make, dropTable, addTable } = opened();
    make("payment_up");
    dropTable();
    expect(await counters.read()).toEqual({
      kind: "unreadable",
      absent: true,
      why: expect.stringMatching(/there is no table/) as string,
    });
    addTable();
    expect(await read()).toEqual([]);
  });

  it("two who ask at once are both answered", async () => {
    const { counters, make } = opened();
    make("payment_up");
    const [one, other] = await Promise.all([counters.read(), counters.read()]);
    expect(other).toEqual(one);
  });
}
