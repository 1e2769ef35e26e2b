import { describe, expect, test } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { unglue } from "../../src/at/final-result.ts";
import { LogicalLines } from "../../src/at/logical-lines.ts";
import { LineSplitter } from "../../src/line/line-splitter.ts";
import { seededRandom, wholeBelow } from "../../src/simulator/seeded-random.ts";
import { settle } from "../support/fake-clock.ts";
import { heldMemory } from "../support/held-memory.ts";
import { lineNoise } from "../support/line-noise.ts";
import { NoisyDialogue } from "../support/noisy-dialogue.ts";

const FULL = process.env["CELLWARD_FULL"] === "1";
const BYTES = FULL ? 10_000_000 : 200_000;
/** Half of the bytes each. A seed is one run of so many bytes, and its number stands in every failure. */
const BYTES_A_SEED = 20_000;
const SEEDS = Array.from({ length: Math.ceil(BYTES / 2 / BYTES_A_SEED) }, (_, at) => at + 1);
const MAY_HOLD = 4 * 1024 * 1024;
const SLOWEST_MS = 1_000;
const TIME = FULL ? 1_200_000 : 60_000;

const drawOf = (seed: number): ((below: number) => number) => {
  const random = seededRandom(seed);
  return (below) => wholeBelow(random, below);
};

/** After each seed; the first tenth is what the code itself and its tables come to hold. */
function expectFlat(held: readonly number[]): void {
  const early = held[Math.floor(held.length / 10)] ?? 0;
  expect((held.at(-1) ?? 0) - early, `held after each seed: ${held.join(" ")}`).toBeLessThan(MAY_HOLD);
}

describe(`${BYTES} bytes of noise and damaged captures`, () => {
  test(
    "through lines and grammars: every piece is some message or discarded, in time, in bounded memory",
    async () => {
      const held: number[] = [];
      const kinds = new Set<string>();
      for (const seed of SEEDS) {
        const logical = new LogicalLines((line) => {
          expect(line, `seed ${seed}`).not.toBe("");
          kinds.add(decode(line, seed % 2 === 0 ? "AT+COPS=?" : undefined).kind);
        });
        const splitter = new LineSplitter({
          onLine: (line) => {
            for (const part of unglue(line)) logical.feed(part);
          },
          onPrompt: () => {},
          onDiscarded: () => {},
        });
        splitter.expectPrompt(seed % 3 === 0);
        for (const piece of lineNoise(drawOf(seed), BYTES_A_SEED)) {
          const began = performance.now();
          splitter.feed(piece);
          expect(performance.now() - began, `seed ${seed}: a piece of ${piece.length} bytes`).toBeLessThan(SLOWEST_MS);
        }
        await settle();
        held.push(heldMemory());
      }
      expect(kinds.size).toBeGreaterThan(10);
      expectFlat(held);
    },
    TIME,
  );

  test(
    "with commands in flight: all of them end, and the next one gets its own answer after one fence",
    async () => {
      const held: number[] = [];
      let rounds = 0;
      for (const seed of SEEDS) {
        const draw = drawOf(seed);
        let dialogue = new NoisyDialogue(draw);
        for (let round = 1; round <= 10; round += 1) {
          const trouble = await dialogue.round(BYTES_A_SEED / 10);
          const isGone = trouble[0] === "gone";
          if (isGone) dialogue = new NoisyDialogue(draw);
          else rounds += 1;
          expect(isGone ? [] : trouble, `seed ${seed}, round ${round}`).toEqual([]);
        }
        held.push(heldMemory());
      }
      expect(rounds).toBeGreaterThan(SEEDS.length * 5);
      expectFlat(held);
    },
    TIME,
  );
});
