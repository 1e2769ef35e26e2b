import fc from "fast-check";
import { expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import { bucketAccount } from "../../../src/plan/rating/bucket-account.ts";
import { type RatingRecord, RatingRecords } from "../../../src/plan/rating/rating-record.ts";
import { Replay } from "../../../src/plan/rating/replay.ts";
import { bucket, dataPlan } from "../../support/data-plans.ts";
import { type Case, randomCase } from "../../support/random-plans.ts";

const at = (text: string): WallMs => WallMs(Date.parse(`${text}+08:00`));

/** What `plan rate` prints of the same usage up to the same instant. */
function records({ plan, usages, facts }: Case, asOf: WallMs): readonly RatingRecord[] {
  const printed: RatingRecord[] = [];
  const told = new RatingRecords((record) => printed.push(record));
  const run = new Replay<(typeof usages)[number] & { readonly line: number }>(
    plan,
    WallMs(Math.min(usages[0]?.at ?? asOf, facts[0]?.at ?? asOf)),
    facts,
    {
      onDebits: (usage, debits) => told.debits(usage, debits),
      onClosings: (closings) => told.closings(closings),
      onCycleEnd: (books, end) => told.cycleEnd(books, end),
    },
  );
  for (const usage of usages) run.use({ ...usage, line: usage.n });
  run.catchUp(asOf);
  run.advance(asOf);
  told.end(run.books, asOf);
  return printed;
}

const add = (sums: Map<string, number>, name: string, bytes: number): void => {
  if (bytes > 0) sums.set(name, (sums.get(name) ?? 0) + bytes);
};

test("each bucket's use in the running cycle and what is left of it are the debits and balances of `plan rate`", () => {
  let withCarried = 0;
  fc.assert(
    fc.property(randomCase, (given) => {
      const usages = given.usages.filter(({ until }) => until === undefined);
      const last = usages.at(-1)?.at;
      if (last === undefined) return;
      const asOf = WallMs(last + 1);
      const facts = given.facts.filter((fact) => fact.at <= asOf);
      const printed = records({ ...given, usages, facts }, asOf);
      const ends = printed.findLastIndex(({ kind }) => kind === "cycle-end");
      const sums = new Map<string, number>();
      for (const record of printed.slice(ends + 1))
        if (record.kind === "debit")
          add(sums, record.bucket === null ? "beyond" : `${record.bucket} ${record.carried}`, record.bytes);
      const account = bucketAccount(given.plan, { usages, facts, asOf });
      const shown = new Map<string, number>();
      for (const { id, carriedFrom, used } of account.rows)
        add(shown, `${id} ${carriedFrom !== undefined}`, Number(used));
      add(shown, "beyond", Number(account.beyond));
      expect(shown).toEqual(sums);
      const balances = printed.filter((record) => record.kind === "balance");
      expect(
        account.rows
          .filter(({ state }) => state !== "ended")
          .map(({ id, carriedFrom, left }) => [
            id,
            carriedFrom !== undefined,
            left === undefined ? null : Number(left),
          ]),
      ).toEqual(balances.map(({ bucket: id, carried, left }) => [id, carried, left]));
      if (account.rows.some(({ carriedFrom }) => carriedFrom !== undefined)) withCarried += 1;
    }),
    { numRuns: 1_000, seed: 20_160_115 },
  );
  expect(withCarried).toBeGreaterThan(20);
});

test("a carried bucket says from which cycle, and one that ended within the cycle says so", () => {
  const term = { each: "once", from: at("2026-02-01T00:00:00"), to: at("2026-02-08T00:00:00") } as const;
  const plan = dataPlan([bucket("plan", { quota: 100n, carries: true }), bucket("week", { quota: 50n, term })]);
  const usage = (text: string, bytes: bigint) => ({ at: at(text), bytes });
  const usages = [
    usage("2026-01-10T12:00:00", 30n),
    usage("2026-02-02T12:00:00", 20n),
    usage("2026-02-10T12:00:00", 60n),
  ];
  const { rows, beyond } = bucketAccount(plan, { usages, facts: [], asOf: at("2026-02-11T00:00:00") });
  const find = (id: string, carried: boolean) =>
    rows.find((row) => row.id === id && (row.carriedFrom !== undefined) === carried);
  const used = rows.reduce((sum, row) => sum + row.used, 0n);
  expect(used + beyond).toBe(80n);
  expect(find("plan", true)).toMatchObject({
    quota: 70n,
    carriedFrom: { from: at("2026-01-01T00:00:00"), to: at("2026-02-01T00:00:00") },
    expires: at("2026-03-01T00:00:00"),
  });
  expect(find("week", false)).toMatchObject({ state: "ended", expires: at("2026-02-08T00:00:00") });
  expect(rows.at(-1)?.id).toBe("week");
});
