/**
 * What a start spends on the plan, in a process of its own: hours of so many months, rated from the first one, or from
 * the end of the last cycle that was kept. CPU milliseconds on stdout, since a machine of many programs has no steady clock.
 */
import { PlanRun } from "../../src/agent/plan-run.ts";
import { readRated, writeRated } from "../../src/agent/rated-cycle.ts";
import { WallMs } from "../../src/base/instant.ts";
import { bookId } from "../../src/meter/book-id.ts";
import { HourTable } from "../../src/meter/hour-table.ts";
import { simplePlan } from "../../src/plan/simple-plan.ts";

const HOUR = 3_600_000;
const NOW = WallMs(Date.UTC(2026, 10, 20, 3));
const BOOK = bookId("89860012345678901234");
const [months = "14", kept = ""] = process.argv.slice(2);

const table = new HourTable();
for (let hour = Number(months) * 730; hour > 0; hour -= 1)
  table.add(WallMs(NOW - hour * HOUR), { up: 1_000n + BigInt(hour % 7), down: 5_000n });
const course = {
  plan: simplePlan({ name: "bench", quota: 30n << 20n, cycleDay: 1, zone: "Asia/Shanghai", unitBase: 1024 }),
  facts: [],
};
const hours = (from: WallMs, to: WallMs) => table.rows(from, to);
const columns = (to: WallMs) => table.columns(0, to);

if (kept === "write") {
  const run = new PlanRun();
  run.books({ course, slot: NOW, now: NOW, hours, columns, besides: [] });
  const ended = run.ended(columns);
  process.stdout.write(ended === undefined ? "" : writeRated(BOOK, ended));
} else {
  const before = process.cpuUsage();
  const rated = readRated(BOOK, kept === "" ? undefined : kept);
  new PlanRun().books({ course, slot: NOW, now: NOW, hours, columns, besides: [], kept: rated });
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(String((user + system) / 1_000));
}
