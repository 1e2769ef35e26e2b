import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askCourse, askHours, askStatus } from "./ask.ts";
import { apartLines } from "./uplink-lines.ts";
import { usageLines } from "./usage-lines.ts";
import { waitingPlanLines } from "./waiting-plan.ts";
import { explainCycle } from "../plan/file/explain-cycle.ts";
import { bucketAccount } from "../plan/rating/bucket-account.ts";
import { isCalendarMonth } from "../plan/rating/carry-end.ts";
import { agentCourse } from "./agent-course.ts";
import { bucketCsv, bucketJson, bucketTable } from "./bucket-table.ts";
import { GROUPINGS, usageCsv, usageRows, usageTable } from "./usage-table.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  socket: { type: "string" },
  by: { type: "string" },
  last: { type: "string" },
  exact: { type: "boolean" },
  json: { type: "boolean" },
  csv: { type: "boolean" },
} as const;

const MOST_ROWS = 100_000;

/** What the card that is in used, from the running agent's book. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  if (values.by === "bucket") return byBucket(values);
  const by = GROUPINGS.find((grouping) => grouping === (values.by ?? "cycle"));
  if (by === undefined)
    throw new Fault(
      "usage",
      `--by: found "${plainText(values.by ?? "")}"; expected ${[...GROUPINGS, "bucket"].join(", ")}`,
    );
  const last = values.last === undefined ? MOST_ROWS : Number(values.last);
  if (!Number.isSafeInteger(last) || last < 1 || last > MOST_ROWS)
    throw new Fault(
      "usage",
      `--last: found "${plainText(values.last ?? "")}"; expected a number of rows, 1 to ${MOST_ROWS}`,
    );
  if (values.json === true && values.csv === true)
    throw new Fault("usage", "--csv beside --json; expected one of them");
  const path = agentSocket(values);
  const book = await askHours(path);
  const rows = usageRows(book, by, last, values.exact);
  if (values.csv === true) {
    process.stdout.write(usageCsv(book));
    return EXIT.ok.code;
  }
  const status = await askStatus(path);
  if (values.json === true) {
    const notMetered = (status.state.uplinks ?? []).filter(({ metered }) => !metered);
    const apart = status.state.notMetered;
    process.stdout.write(
      `${plainJson({ at: book.at, zone: book.zone, by, rows, book, notMetered, notMeteredTotal: apart }, 2)}\n`,
    );
  } else {
    const above = status.usage === undefined ? [] : usageLines(status.usage).map(([, text]) => text);
    const apart = apartLines(status).map((line) => `${line}\n`);
    const course = await askCourse(path);
    const { plan, unknown } = agentCourse(book, course);
    // Of the calendar month nobody needs to be told; of a cycle that begins on another day everybody asks.
    const cycle = unknown || isCalendarMonth(plan.cycle) ? [] : explainCycle(plan).flatMap(({ en, zh }) => [en, zh]);
    const waiting = waitingPlanLines(course.kept, status.usage?.plan.next);
    process.stdout.write(
      plainText(`${[...above, ...cycle, ...waiting].join("\n")}\n\n${usageTable(rows, book)}${apart.join("")}`),
    );
  }
  return EXIT.ok.code;
}

interface BucketOptions {
  readonly socket?: string | undefined;
  readonly config?: string | undefined;
  readonly set?: string[] | undefined;
  readonly last?: string | undefined;
  readonly exact?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly csv?: boolean | undefined;
}

/** Each bucket of the running cycle, rated here from the agent's book, as `plan rate` rates a file. */
async function byBucket(values: BucketOptions): Promise<number> {
  const { last, exact = false, json = false, csv = false } = values;
  if (last !== undefined || exact)
    throw new Fault("usage", "--by bucket is of the running cycle as it stands: no --last and no --exact beside it");
  if (json && csv) throw new Fault("usage", "--csv beside --json; expected one of them");
  const path = agentSocket(values);
  const book = await askHours(path);
  const { plan, unknown, ...course } = agentCourse(book, await askCourse(path));
  const account = bucketAccount(plan, course);
  const { zone } = plan.cycle;
  const { cycle } = book;
  if (json) {
    const told = { at: book.at, zone, by: "bucket", plan: unknown ? null : plan.name, cycle, ...bucketJson(account) };
    process.stdout.write(`${plainJson(told, 2)}\n`);
  } else if (csv) process.stdout.write(bucketCsv(account));
  else
    process.stdout.write(
      unknown ? `${NO_PLAN}\n` : plainText(`${plan.name}\n${bucketTable(account, { zone, unitBase: plan.unitBase })}`),
    );
  return EXIT.ok.code;
}

const NO_PLAN = "No plan is known for this card, so that it has no buckets. 未知本卡套餐，没有流量项。";
