// The forecast's part of the bench: its error beside vnStat's linear estimate, per kind of rhythm.
import { execFileSync } from "node:child_process";

const percent = (part, of) => (of === 0 ? "-" : `${((100 * part) / of).toFixed(1)} %`);

export function forecastPart({ bundled, row }) {
  return async function forecast() {
    const { rows, medianMs } = JSON.parse(
      execFileSync(process.execPath, [await bundled("forecast-score")], { encoding: "utf8" }),
    );
    for (const { set, kind, points, ours, linear, held, runOuts, withinDay } of rows)
      row(
        `forecast of the total, ${set}: ${kind}`,
        `error ${percent(ours, points)}, ${percent(held, points)} in the range, run-out within a day ${percent(withinDay, runOuts)}`,
        `linear ${percent(linear, points)}: ${(ours / linear).toFixed(2)}x`,
        "< 1x, 75-90 %",
      );
    row("a forecast from half a year of hours, median", `${medianMs.toFixed(2)} ms`, "", "a few ms");
  };
}
