// The plan's side of the bench: what it costs to rate a year of usage.
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

  return [rating];
}
