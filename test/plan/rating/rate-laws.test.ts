import fc from "fast-check";
import { expect, test } from "vitest";
import type { Bucket } from "../../../src/plan/bucket.ts";
import type { Books } from "../../../src/plan/rating/books.ts";
import { booksStanding } from "../../../src/plan/rating/books-standing.ts";
import { replay } from "../../../src/plan/rating/replay.ts";
import { randomCase, START } from "../../support/random-plans.ts";
import { rated, roundsBySession } from "../../support/rated.ts";

const SEED = 20_160_115;

test("what was drawn is together what was used, and no balance is ever below nothing", () => {
  fc.assert(
    fc.property(randomCase, ({ plan, usages, facts }) => {
      const sums = usages.map(() => 0n);
      const held = (books: Books): void =>
        books.balances.forEach(({ left = 0n, held: most = left }) => expect(left >= 0n && left <= most).toBe(true));
      const after = replay(
        plan,
        START,
        { usages, facts },
        {
          onDebits: ({ n }, debits, before) => {
            held(before);
            for (const { bytes } of debits) sums[n] = (sums[n] ?? 0n) + bytes;
          },
        },
      );
      held(after);
      expect(sums).toEqual(usages.map(({ bytes }) => bytes));
    }),
    { numRuns: 500, seed: SEED },
  );
});

test("what is told of one instant may come in any order before its usage, where no two of it touch the same thing", () => {
  fc.assert(
    fc.property(randomCase, fc.infiniteStream(fc.nat(1_000)), ({ plan, usages, facts }, dice) => {
      const one = facts.filter(({ name }, index) => facts.findIndex((fact) => fact.name === name) === index);
      const quiet = one.filter(({ name }) => name !== "plan-changed" && name !== "cancelled" && name !== "resumed");
      const [first] = quiet;
      if (first === undefined) return;
      const together = quiet.map((fact) => ({ ...fact, at: first.at }));
      const shuffled = together
        .map((fact) => ({ fact, die: dice.next().value ?? 0 }))
        .toSorted((a, b) => a.die - b.die)
        .map(({ fact }) => fact);
      if (
        shuffled.some(({ name }) => name === "pack-bought") &&
        shuffled.some(({ name }) => name === "pack-unsubscribed")
      )
        return;
      expect(rated({ plan, usages, facts: shuffled })).toEqual(rated({ plan, usages, facts: together }));
    }),
    { numRuns: 300, seed: SEED },
  );
});

test("usage of one instant is rated in the order in which it came, and the sum of two like entries is one entry", () => {
  fc.assert(
    fc.property(randomCase, fc.nat(40), ({ plan, usages, facts }, cut) => {
      // Rounding by session counts entries: two are not one there.
      if (roundsBySession(plan) || plan.readings.overBoundary === "divided") return;
      const halves = usages.flatMap((usage) => {
        const part = usage.bytes < BigInt(cut) ? usage.bytes : BigInt(cut);
        return [
          { ...usage, bytes: part },
          { ...usage, bytes: usage.bytes - part },
        ];
      });
      expect(rated({ plan, usages: halves, facts })).toEqual(rated({ plan, usages, facts }));
    }),
    { numRuns: 500, seed: SEED },
  );
});

const isForAll = ({ scope }: Bucket): boolean => Object.keys(scope).length === 0;

test("what the standing says is drawn is what the cycle's own debits took from what is still there, whatever earlier cycles took", () => {
  const LINES = { thresholds: [], conserve: 80, essential: 95 };
  let checked = 0;
  fc.assert(
    fc.property(randomCase, ({ plan, usages, facts }) => {
      const plain = usages.filter(({ session, until }) => session === undefined && until === undefined);
      const last = plain.at(-1)?.at;
      if (last === undefined) return;
      const taken = new Map<string, bigint>();
      const nameOf = ({ bucket, carried, opened }: Books["balances"][number]): string =>
        `${bucket.id} ${carried} ${opened} ${bucket.quota}`;
      const books = replay(
        plan,
        START,
        { usages: plain, facts: facts.filter(({ at, name }) => at <= last && name !== "pack-bought") },
        {
          onDebits: (_, debits) => {
            for (const { bytes, balance } of debits)
              if (balance !== undefined) taken.set(nameOf(balance), (taken.get(nameOf(balance)) ?? 0n) + bytes);
          },
          onCycleEnd: () => taken.clear(),
        },
      );
      const names = books.balances.map(nameOf);
      // Two balances of one name cannot be told apart by their debits.
      if (new Set(names).size < names.length || books.balances.some(({ bucket }) => !isForAll(bucket))) return;
      const { quota, remaining } = booksStanding(books, LINES, 0n, last);
      if (quota === undefined || remaining === undefined) return;
      const there = books.balances.filter(({ opened, dormant }) => opened <= last && dormant !== true);
      const drawn = there.reduce((sum, balance) => sum + (taken.get(nameOf(balance)) ?? 0n), 0n);
      checked += 1;
      expect(quota - remaining).toBe(drawn);
    }),
    { numRuns: 1_500, seed: SEED },
  );
  expect(checked).toBeGreaterThan(30);
});
