import fc from "fast-check";
import { expect, test } from "vitest";
import { type Lease, type LeaseEffect, type LeaseInput, NO_LEASE, openOf, stepLease } from "../../src/enforce/lease.ts";
import { QuotaModel } from "../support/quota-model.ts";

/** An agent and a kernel; the agent may die before any of its steps. */
class Trial {
  readonly kernel = new QuotaModel();
  kept: Lease = NO_LEASE;
  lease: Lease = NO_LEASE;
  /** Traffic between any two steps. */
  readonly #between: () => void;
  #returned = 0n;

  constructor(between: () => void = () => {}) {
    this.#between = between;
  }

  /** Dies before the step of this number: 0 is keeping, then each effect, then keeping what came of it. */
  take(input: LeaseInput, dies = Infinity): void {
    const { state, effects } = stepLease(this.lease, input);
    const steps = [() => this.#keep(state), ...effects.map((effect) => () => this.#do(effect))];
    for (const step of steps.slice(0, dies)) {
      step();
      this.#between();
    }
    if (dies < steps.length) return this.restart();
    if (state.granting === undefined) return;
    this.lease = stepLease(this.lease, { kind: "reset", returned: this.#returned }).state;
    if (dies === steps.length) return this.restart();
    this.kept = this.lease;
  }

  restart(found = true): void {
    this.#between();
    if (!found) this.kernel.cap = 0n;
    const kernel = found ? { cap: this.kernel.cap, used: this.kernel.used } : undefined;
    this.lease = stepLease(this.kept, { kind: "found", kernel }).state;
    this.kept = this.lease;
  }

  #keep(state: Lease): void {
    this.kept = state;
    this.lease = state;
  }

  #do(effect: LeaseEffect): void {
    if (effect.kind === "cap") this.kernel.cap = effect.bytes;
    else this.#returned = this.kernel.reset();
  }

  review(slice: bigint, dies?: number): void {
    this.take({ kind: "reviewed", used: this.kernel.used, slice }, dies);
  }
}

const allow = (trial: Trial, bytes: bigint): void => trial.take({ kind: "allowed", bytes, used: trial.kernel.used });

test("a class that sends without end gets what it was allowed, to the last packet, and not a byte more", () => {
  const trial = new Trial();
  allow(trial, 1_000_000n);
  for (let round = 0; round < 400; round += 1) {
    for (let packet = 0; packet < 10; packet += 1) trial.kernel.send(1_400n);
    trial.review(100_000n);
  }
  expect(trial.kernel.passed).toBeLessThanOrEqual(1_000_000n);
  // At every end of a slice a packet may not fit.
  expect(trial.kernel.passed).toBeGreaterThan(1_000_000n - 20n * 1_400n);
});

test("a dead agent leaves no more open than a slice", () => {
  const trial = new Trial();
  allow(trial, 1_000_000n);
  trial.review(50_000n);
  while (trial.kernel.send(1_000n));
  for (let packet = 0; packet < 5_000; packet += 1) trial.kernel.send(1_000n);
  expect(trial.kernel.passed).toBe(50_000n);
});

test("a slice is renewed at half of it, by a reset, and charged with what the kernel returns", () => {
  const trial = new Trial();
  allow(trial, 300_000n);
  trial.review(50_000n);
  for (let packet = 0; packet < 26; packet += 1) trial.kernel.send(1_000n);
  const { state, effects } = stepLease(trial.lease, { kind: "reviewed", used: 26_000n, slice: 50_000n });
  expect(effects).toEqual([{ kind: "reset" }]);
  expect(stepLease(state, { kind: "reset", returned: 26_000n }).state).toMatchObject({ left: 274_000n, cap: 50_000n });
});

test("the last one is put on top once, so that nothing of it is given twice", () => {
  const lease: Lease = { left: 70_000n, cap: 50_000n, most: 50_000n, paid: 0n };
  const { state, effects } = stepLease(lease, { kind: "reviewed", used: 30_000n, slice: 50_000n });
  expect(effects).toEqual([{ kind: "cap", bytes: 70_000n }]);
  expect(stepLease(state, { kind: "reviewed", used: 60_000n, slice: 50_000n }).effects).toEqual([]);
});

test("where the lease was used up the rest is given behind a reset, since what was dropped counts unseen", () => {
  const lease: Lease = { left: 70_000n, cap: 50_000n, most: 50_000n, paid: 0n };
  const { effects } = stepLease(lease, { kind: "reviewed", used: 50_000n, slice: 50_000n });
  expect(effects).toEqual([{ kind: "cap", bytes: 20_000n }, { kind: "reset" }]);
});

test("a plan that shrinks cuts the open lease in place", () => {
  const lease: Lease = { left: 500_000n, cap: 50_000n, most: 50_000n, paid: 0n };
  const { state, effects } = stepLease(lease, { kind: "allowed", bytes: 5_000n, used: 20_000n });
  expect(effects).toEqual([{ kind: "cap", bytes: 25_000n }]);
  expect(stepLease(state, { kind: "reviewed", used: 25_000n, slice: 50_000n }).effects).toEqual([]);
});

test("after an interrupted grant the whole of what was open is charged", () => {
  const trial = new Trial();
  allow(trial, 300_000n);
  trial.review(50_000n);
  for (let packet = 0; packet < 50; packet += 1) trial.kernel.send(1_000n);
  trial.review(50_000n, 1);
  expect(trial.lease).toMatchObject({ left: 200_000n });
  expect(openOf(trial.lease)).toBe(0n);
});

test("after a clean stop or a crash between two grants the kernel's quota is gone on with, and nothing is charged for it", () => {
  const trial = new Trial();
  allow(trial, 300_000n);
  trial.review(50_000n);
  trial.kernel.send(1_000n);
  trial.restart();
  expect(trial.lease).toEqual({ left: 300_000n, cap: 50_000n, most: 50_000n, paid: 0n });
});

test("after a reboot the open lease is charged, whatever of it passed", () => {
  const trial = new Trial();
  allow(trial, 300_000n);
  trial.review(50_000n);
  trial.restart(false);
  expect(trial.lease).toEqual({ left: 250_000n, cap: 0n, most: 0n, paid: 0n });
});

test("a figure that somebody else has reset is charged whole, and no more stays open than what is left", () => {
  const lease: Lease = { left: 70_000n, cap: 50_000n, most: 50_000n, paid: 0n };
  const { state, effects } = stepLease(lease, { kind: "disturbed" });
  expect(state).toMatchObject({ left: 20_000n, cap: 20_000n });
  expect(effects).toEqual([{ kind: "cap", bytes: 20_000n }]);
});

const bytes = (most: number): fc.Arbitrary<bigint> => fc.bigInt(1n, BigInt(most));
const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("send" as const), sizes: fc.array(bytes(1_500), { maxLength: 40 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("review" as const), slice: bytes(20_000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("die" as const),
      slice: bytes(20_000),
      step: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reboot" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("unseen" as const), bytes: bytes(3_000) }) },
);

test("never more passes than the plan, whatever is sent and wherever the agent dies", () => {
  const run = fc.property(
    bytes(100_000),
    fc.array(act, { maxLength: 60 }),
    fc.array(fc.array(bytes(1_500), { maxLength: 30 }), { minLength: 1, maxLength: 7 }),
    (plan, acts, floods) => {
      let turn = 0;
      const trial: Trial = new Trial(() => {
        turn += 1;
        for (const size of floods[turn % floods.length] ?? []) trial.kernel.send(size);
      });
      allow(trial, plan);
      for (const one of acts) {
        if (one.do === "send") for (const size of one.sizes) trial.kernel.send(size);
        else if (one.do === "review") trial.review(one.slice);
        else if (one.do === "die") trial.review(one.slice, one.step);
        else if (one.do === "reboot") trial.restart(false);
        else trial.take({ kind: "unseen", bytes: one.bytes });
        expect(trial.kernel.passed).toBeLessThanOrEqual(plan);
      }
      for (let packet = 0; packet < 200; packet += 1) trial.kernel.send(1_000n);
      expect(trial.kernel.passed).toBeLessThanOrEqual(plan);
    },
  );
  fc.assert(run, { numRuns: 2_000 });
});
