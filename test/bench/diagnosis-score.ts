/** What the diagnosis makes of every world of the scenes: confusion matrix, hits, Brier score, and what one diagnosis costs. JSON on stdout. */
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { StopScene } from "../support/stop-scene.ts";
import {
  brier,
  confusion,
  inFirstThree,
  isRight,
  isSure,
  type Judged,
  judged,
  overSure,
} from "../support/stop-score.ts";
import { STOP_WORLDS } from "../support/stop-worlds.ts";

const all: Judged[] = [];
for (const world of STOP_WORLDS) all.push(await judged(world));
const clear = all.filter((told) => told.clear);

const scene = await StopScene.boot();
scene.modem.suspend("arrears", { variant: "detach" });
await scene.pass(25);
const { findings, at } = scene.diagnose();
const costs: number[] = [];
for (let round = 0; round < 200; round += 1) {
  const began = process.hrtime.bigint();
  diagnose({ findings, now: at });
  costs.push(Number(process.hrtime.bigint() - began) / 1e6);
}
costs.sort((a, b) => a - b);

process.stdout.write(
  JSON.stringify({
    worlds: all.length,
    clear: clear.length,
    right: clear.filter(isRight).length,
    sure: clear.filter(isSure).length,
    firstThree: all.filter(inFirstThree).length,
    overSure: all.flatMap(overSure).length,
    brier: brier(all),
    confusion: [...confusion(all)].map(([truth, told]) => [truth, [...told]]),
    medianMs: costs[costs.length >> 1] ?? 0,
  }),
);
process.exit(0);
