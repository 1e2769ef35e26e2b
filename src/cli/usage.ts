import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askCourse, askHours, askStatus } from "./ask.ts";
import { apartLines } from "./uplink-lines.ts";
import { usageLines } from "./usage-lines.ts";
import { waitingPlanLines } from "./waiting-plan.ts";
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
  const by = GROUPINGS.find((grouping) => grouping === (values.by ?? "cycle"));
  if (by === undefined)
    throw new Fault("usage", `--by: found "${plainText(values.by ?? "")}"; expected ${GROUPINGS.join(", ")}`);
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
    const next = status.usage?.plan.next;
    const waiting = next === undefined ? [] : waitingPlanLines((await askCourse(path)).kept, next);
    process.stdout.write(
      plainText(`${[...above, ...waiting].join("\n")}\n\n${usageTable(rows, book)}${apart.join("")}`),
    );
  }
  return EXIT.ok.code;
}
