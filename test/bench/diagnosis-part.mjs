// The diagnosis's part of the bench: how often it is right about what is the matter in the scenes' worlds, and how well its figures are set.
// The worlds were made from the sources that the weights were made from: the figures show consistency, not accuracy in the field.
import { execFileSync } from "node:child_process";

export function diagnosisPart({ bundled, row, root }) {
  return async function diagnosis() {
    const file = await bundled("diagnosis-score");
    const told = JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8", cwd: root }));
    const { worlds, clear, right, sure, firstThree, overSure, brier, confusion, medianMs } = told;
    row(
      `diagnosis, ${clear} clear worlds of ${worlds}: right`,
      `${right} of ${clear}`,
      `${sure} with 0.6 or more`,
      ">= 95 %, >= 80 %",
    );
    row("diagnosis: the truth among the first three", `${firstThree} of ${worlds}`, "", "all");
    row("diagnosis: wrong with 0.8 or more", String(overSure), "", "0");
    row("diagnosis: Brier score over what was named", brier.toFixed(3), "0.25 for a coin", "information");
    row("one diagnosis, median", `${medianMs.toFixed(2)} ms`, "", "a few ms");
    for (const [truth, named] of confusion)
      row(`  told first where it was ${truth}`, named.map(([cause, times]) => `${cause} ${times}`).join(", "), "", "");
  };
}
