// The plan's side of the bench: what it costs to rate a year of usage, and to begin anew upon it.
import { execFileSync } from "node:child_process";

export function planParts({ bundled, row }) {
  async function rating() {
    const told = execFileSync(process.execPath, ["--expose-gc", await bundled("rating")], { encoding: "utf8" });
    for (const { reading, count, perSecond, held, rss } of JSON.parse(told))
      row(
        `rating, ${count} entries over a year, ${reading}`,
        `${Math.round(perSecond / 1_000)},000 entries a second`,
        `8 buckets, 4 with windows; ${(held / 1_000).toFixed(0)} kB held, ${(rss / 1e6).toFixed(0)} MB resident`,
        count === 100_000 ? ">= 200,000" : "information",
      );
  }

  /** Five years of a device leave fourteen months of hours: what is older is closed. */
  async function planStart() {
    const file = await bundled("plan-start");
    const run = (...more) => execFileSync(process.execPath, [file, ...more], { encoding: "utf8" });
    for (const months of ["1", "14"]) {
      const kept = run(months, "write");
      const median = (...more) =>
        Array.from({ length: 7 }, () => Number(run(months, ...more))).toSorted((a, b) => a - b)[3];
      row(
        `rating at a start, ${months} months of hours`,
        `${median(kept).toFixed(0)} ms CPU`,
        `from the first hour ${median().toFixed(0)} ms`,
        "flat",
      );
    }
  }

  return [rating, planStart];
}
