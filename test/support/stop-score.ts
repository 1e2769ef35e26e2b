import type { CauseCode } from "../../src/diagnosis/cause.ts";
import type { RankedCause } from "../../src/diagnosis/diagnose.ts";
import { StopScene } from "./stop-scene.ts";
import type { StopWorld } from "./stop-worlds.ts";

export interface Judged extends Pick<StopWorld, "name" | "truth" | "clear"> {
  readonly causes: readonly RankedCause[];
}

/** Lets a world happen to a device at work, and asks it half an hour later what is the matter. */
export async function judged({ name, truth, clear, happen, patience = 25 }: StopWorld): Promise<Judged> {
  const scene = await StopScene.boot();
  await happen(scene);
  await scene.pass(patience);
  const { causes } = scene.diagnose();
  await scene.stop();
  return { name, truth, clear, causes };
}

export const isRight = ({ truth, causes: [first] }: Judged): boolean =>
  first !== undefined && truth.includes(first.cause);

export const isSure = (told: Judged): boolean => isRight(told) && (told.causes[0]?.confidence ?? 0) >= 0.6;

export const inFirstThree = ({ truth, causes }: Judged): boolean =>
  truth.every((cause) => causes.slice(0, 3).some((row) => row.cause === cause));

/** What was held for as sure as 0.8 and was not so. */
export const overSure = ({ truth, causes }: Judged): readonly CauseCode[] =>
  causes.filter(({ cause, confidence }) => confidence >= 0.8 && !truth.includes(cause)).map(({ cause }) => cause);

/** Brier (1950): the mean square of what the confidences are off the truth; 0 is perfect, 0.25 is a coin for each cause. */
export function brier(all: readonly Judged[]): number {
  const rows = all.flatMap(({ truth, causes }) => {
    const missed = truth.filter((cause) => !causes.some((row) => row.cause === cause)).map(() => 1);
    return [...causes.map(({ cause, confidence }) => (confidence - (truth.includes(cause) ? 1 : 0)) ** 2), ...missed];
  });
  return rows.reduce((sum, part) => sum + part, 0) / rows.length;
}

/** Truth -> what was told first -> how often. */
export function confusion(all: readonly Judged[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const matrix = new Map<string, Map<string, number>>();
  for (const { truth, causes } of all) {
    const row = matrix.get(truth.join("+")) ?? new Map<string, number>();
    const told = causes[0]?.cause ?? "nothing";
    row.set(told, (row.get(told) ?? 0) + 1);
    matrix.set(truth.join("+"), row);
  }
  return matrix;
}
