import fc from "fast-check";
import { expect, test } from "vitest";
import type { Books } from "../../../src/plan/rating/books.ts";
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
