import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { openBooks } from "../../src/plan/rating/books.ts";
import { feeDoubt, statementDoubt } from "../../src/plan/statement-doubt.ts";
import { replay } from "../../src/plan/rating/replay.ts";
import { takeFact } from "../../src/plan/rating/take-fact.ts";
import { readStatement, type Statement } from "../../src/plan/statement.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";
import { SHIPPED_CARRIERS, shippedCarrier } from "../support/shipped-carriers.ts";

const NOW = WallMs(Date.parse("2026-11-20T12:00:00+08:00"));
const DECEMBER = WallMs(Date.parse("2026-12-01T00:00:00+08:00"));
const read = (said: Statement) =>
  readStatement(said, {
    books: openBooks(dataPlan([bucket("plan", { quota: 100n })]), NOW),
    now: NOW,
    packId: "pack-1",
  });
const whyOf = (said: Statement): string => {
  const reading = read(said);
  return reading.kind === "refused" ? reading.why : "";
};

test("what is said without an instant happened now; an instant without an offset is of the plan's zone", () => {
  expect(read({ name: "fee-charged" })).toEqual({ kind: "fact", fact: { name: "fee-charged", at: NOW } });
  expect(read({ name: "suspended", at: "2026-11-18 09:30" })).toEqual({
    kind: "fact",
    fact: { name: "suspended", at: Date.parse("2026-11-18T01:30:00Z") },
  });
});

test("a pack ends with the cycle, on its last day, or comes again with every cycle", () => {
  const termOf = (said: Partial<Statement>) => {
    const reading = read({ name: "pack-bought", quota: "100 MB", ...said });
    return reading.kind === "fact" && reading.fact.name === "pack-bought" ? reading.fact.bucket.term : reading;
  };
  expect(termOf({})).toEqual({ each: "once", from: NOW, to: DECEMBER });
  expect(termOf({ until: "2026-11-30" })).toEqual({ each: "once", from: NOW, to: DECEMBER });
  expect(termOf({ monthly: true })).toEqual({ each: "cycle" });
});

test("a pack that was bought in an earlier cycle ends with that one, unless its last day is said", () => {
  const december = WallMs(Date.parse("2026-12-10T09:00:00+08:00"));
  const plan = dataPlan([bucket("plan", { quota: 100n })]);
  const said = { name: "pack-bought", quota: "100 B", at: "2026-11-20" } as const;
  const reading = readStatement(said, { books: openBooks(plan, december), now: december, packId: "pack-1" });
  if (reading.kind !== "fact") throw new Error(reading.why);
  expect(reading.fact).toMatchObject({ withCycle: true, bucket: { term: { each: "once", to: DECEMBER } } });
  const from = WallMs(Date.parse("2026-11-01T00:00:00+08:00"));
  const usages = [{ at: NOW, bytes: 150n }];
  const left = (begun: WallMs, facts = [reading.fact]) =>
    replay(plan, begun, { usages: begun === from ? usages : [], facts }).balances.map((balance) => balance.bucket.id);
  const november: string[] = [];
  replay(
    plan,
    from,
    { usages, facts: [reading.fact] },
    {
      onDebits: (_, debits) => november.push(...debits.map(({ balance }) => balance?.bucket.id ?? "beyond")),
    },
  );
  expect(november).toEqual(["plan", "pack-1"]);
  // Books that begin in December have nothing of it.
  expect(left(december)).toEqual(["plan"]);
});

test("a pack without a last day ends with the cycle, also where the plan's cycle turns out to be another one", () => {
  const reading = read({ name: "pack-bought", quota: "100 B" });
  if (reading.kind !== "fact") throw new Error(reading.why);
  const corrected = dataPlan([], { cycle: { every: "month", day: 27, zone: "Asia/Shanghai" } });
  const books = takeFact(openBooks(corrected, NOW), reading.fact).books;
  expect(books.balances.map(({ expires }) => expires)).toEqual([Date.parse("2026-11-27T00:00:00+08:00")]);
});

test("data that is bound by its kind is refused without what binds it, and holds what is said", () => {
  const carrier = (name: string, said: Partial<Statement>) =>
    readStatement(
      { name: "pack-bought", quota: "100 MB", ...said },
      { books: openBooks({ ...dataPlan([]), rules: shippedCarrier(name) }, NOW), now: NOW, packId: "pack-1" },
    );
  expect(carrier("china-telecom-4g", { kind: "directed-pack" })).toMatchObject({
    why: expect.stringMatching(/^destination: found "nothing"; expected a destination.*--destination/),
  });
  expect(carrier("china-telecom-4g", { kind: "idle-pack" })).toMatchObject({ why: expect.stringMatching(/^window: /) });
  expect(carrier("china-unicom", { kind: "local-pack" })).toMatchObject({ why: expect.stringMatching(/^area: /) });
  expect(carrier("china-telecom-4g", { kind: "idle-pack", window: "23-7" })).toMatchObject({
    why: expect.stringContaining('window: found "23-7"; expected a daily window'),
  });
  expect(carrier("china-telecom-4g", { kind: "idle-pack", window: "23:00-07:00" })).toMatchObject({
    fact: { bucket: { scope: { window: { from: 1_380, to: 420 } } } },
  });
  expect(carrier("china-unicom", { kind: "local-pack", area: "local:wuzhou" })).toMatchObject({
    fact: { bucket: { scope: { area: "local:wuzhou" } } },
  });
});

test.each(SHIPPED_CARRIERS.map(({ carrier }) => carrier))(
  "a top-up of %s may leave its kind out: it is the carrier's add-on pack, as every advice has it",
  (carrier) => {
    const books = openBooks({ ...dataPlan([]), rules: shippedCarrier(carrier) }, NOW);
    const reading = readStatement({ name: "pack-bought", quota: "5 MB" }, { books, now: NOW, packId: "pack-1" });
    expect(reading).toMatchObject({ fact: { bucket: { kind: expect.stringMatching(/add-on-pack$/) } } });
  },
);

test("a suspension with a carrier that asks for the fee says that the rest is void without it", () => {
  const plan = { ...dataPlan([]), rules: shippedCarrier("china-mobile") };
  const suspended = { name: "suspended", at: NOW } as const;
  expect(feeDoubt(suspended, [], plan)?.en).toContain("cellward fact fee-charged --at TIME");
  expect(feeDoubt(suspended, [{ fact: { name: "fee-charged", at: NOW } }], plan)).toBeUndefined();
  expect(feeDoubt(suspended, [], dataPlan([]))).toBeUndefined();
});

test("what a fact is not said with is refused", () => {
  expect(whyOf({ name: "fee-charged", quota: "5MB" })).toBe("quota does not belong to fee-charged");
  expect(whyOf({ name: "pack-unsubscribed", bucket: "plan", window: "23:00-07:00" })).toContain("does not belong");
});

test("what cannot be is refused with what was found and what is allowed", () => {
  expect(whyOf({ name: "suspended", at: "yesterday" })).toContain('at: found "yesterday"; expected a date and time');
  expect(whyOf({ name: "suspended", at: "2027-01-01" })).toContain("not in the future");
  expect(whyOf({ name: "pack-bought" })).toContain("an amount of data");
  expect(whyOf({ name: "pack-bought", quota: "0 B" })).toContain("an amount of data");
  expect(whyOf({ name: "pack-bought", quota: "1 GB", kind: "gold" })).toContain("what test calls the pack: data");
  expect(whyOf({ name: "pack-bought", quota: "1 GB", until: "2026-11-19" })).toContain("a day that is not over");
  expect(whyOf({ name: "pack-bought", quota: "1 GB", until: "soon" })).toContain("the pack's last day");
  expect(whyOf({ name: "pack-bought", quota: "1 GB", until: "2026-12-31", monthly: true })).toContain("one of them");
  expect(whyOf({ name: "pack-unsubscribed", bucket: "other" })).toBe('bucket: found "other"; expected plan');
});

test("a balance is an amount of data or of money, and a pool's needs a pool", () => {
  expect(whyOf({ name: "pool-balance", amount: "120 GB" })).toContain("shares no pool");
  const books = openBooks(dataPlan([]), NOW);
  const pool = { books, now: NOW, packId: "", pool: "cm-07" };
  const of = (said: Statement) => readStatement(said, pool);
  expect(of({ name: "pool-balance", amount: "120GB", at: "2026-11-20 08:00" })).toMatchObject({
    fact: { name: "pool-balance", at: Date.parse("2026-11-20T00:00:00Z"), bytes: 120n << 30n },
  });
  expect(of({ name: "pool-balance", amount: "much" })).toMatchObject({ kind: "refused" });
  expect(of({ name: "account-balance", amount: "-3.5" })).toMatchObject({ fact: { money: -3_500_000n } });
  expect(of({ name: "account-balance", amount: "3 yuan" })).toMatchObject({ kind: "refused" });
});

test("what is said twice, or ends what never began, is doubted with what to do about it", () => {
  const suspended = { name: "suspended", at: NOW } as const;
  const resumed = { name: "resumed", at: NOW } as const;
  const before = { id: 3, fact: { name: "suspended", at: WallMs(NOW - 86_400_000) } } as const;
  const doubt = (...args: [Parameters<typeof statementDoubt>[0], Parameters<typeof statementDoubt>[1]]) =>
    statementDoubt(...args, dataPlan([]).cycle)?.en;
  expect(doubt(suspended, [])).toBeUndefined();
  expect(doubt(suspended, [before])).toContain("suspended since 2026-11-19 12:00 (fact 3)");
  expect(doubt(resumed, [before])).toBeUndefined();
  expect(doubt(resumed, [])).toContain("nobody stated that the card was suspended");
  expect(doubt({ name: "resumed", at: WallMs(NOW - 2 * 86_400_000) }, [before])).toContain("nobody stated");
  const fee = { name: "fee-charged", at: NOW } as const;
  expect(doubt(fee, [{ id: 9, fact: fee }])).toContain("stated already (fact 9");
  expect(doubt({ ...fee, at: WallMs(NOW + 60_000) }, [{ id: 9, fact: fee }])).toContain("stated already (fact 9");
  expect(doubt({ ...fee, at: DECEMBER }, [{ id: 9, fact: fee }])).toBeUndefined();
  const pool = { name: "pool-balance", at: NOW, bytes: 1n } as const;
  expect(doubt(pool, [{ id: 4, fact: { ...pool, at: WallMs(NOW + 1_000) } }])).toContain("that one holds");
});
