import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { CsvFaults } from "../csv/csv-fault.ts";
import { separatorOf } from "../csv/separator.ts";
import { sheetText } from "../host/sheet-text.ts";
import { daysIn } from "../plan/cycle.ts";
import { BillCsv, type BillColumns } from "../plan/reconcile/bill-csv.ts";
import { reconcileByNumber } from "../plan/reconcile/by-number.ts";
import { readCardList } from "../plan/reconcile/card-list.ts";
import { chooseUsage } from "../plan/reconcile/choose-usage.ts";
import { type CardAmount, reconcile } from "../plan/reconcile/reconcile.ts";
import { type OurUsage, readUsageLine } from "../plan/reconcile/usage-ndjson.ts";
import { readArguments } from "./arguments.ts";
import { reconciledJson, reconciledTable, verdict } from "./reconcile-table.ts";

const FLAGS = {
  bill: { type: "string" },
  columns: { type: "string" },
  usage: { type: "string" },
  cards: { type: "string" },
  unit: { type: "string" },
  "unit-base": { type: "string" },
  cycle: { type: "string" },
  tolerance: { type: "string" },
  json: { type: "boolean" },
} as const;

/** A bill of a hundred thousand cards has ten megabytes. */
const LARGEST = 256 << 20;

/**
 * Lays usage by our books beside an operator's bill; not `ok` where any card differs, or is not found on both sides.
 * Throws `usage` and `csv-invalid`.
 */
export function planReconcile(argv: readonly string[], out: (text: string) => void): number {
  const { values } = readArguments(argv, FLAGS);
  const { bill, usage, json = false } = values;
  if (bill === undefined || usage === undefined)
    throw new Fault("usage", "--bill BILL.csv, --columns and --usage USAGE.ndjson are needed");
  const tolerance = toleranceOf(values.tolerance);
  const columns = columnsOf(values.columns, values.unit, values["unit-base"]);
  const [theirs, billFaults] = readBill(bill, columns);
  const byNumber = columns.by === "number";
  if (!byNumber && values.cards !== undefined)
    throw refused("cards", values.cards, "number=HEADING in --columns: by ICCIDs no list is needed");
  const [list, listFaults] = values.cards === undefined ? NO_LIST : readList(values.cards);
  const [ours, usageFaults, numbers] = readOurs(usage, cycleOf(values.cycle));
  const told = [
    ...billFaults.describe(bill),
    ...usageFaults.describe(usage),
    ...(listFaults?.describe(values.cards ?? "") ?? []),
  ];
  if (told.length > 0) throw new Fault("csv-invalid", `nothing was compared:\n  ${told.join("\n  ")}\n`);
  const rows = byNumber ? reconcileByNumber(ours, theirs, new Map([...numbers, ...list])) : reconcile(ours, theirs);
  if (json) for (const row of rows) out(`${plainJson(reconciledJson(row, tolerance))}\n`);
  else out(plainText(reconciledTable(rows, tolerance, columns.unitBase)));
  return rows.every((row) => verdict(row, tolerance) === "agrees") ? EXIT.ok.code : EXIT.fault.code;
}

export const run = async (argv: readonly string[]): Promise<number> =>
  planReconcile(argv, (text) => process.stdout.write(text));

function columnsOf(text: string | undefined, unit: string | undefined, base: string | undefined): BillColumns {
  const pairs = (text ?? "").split(",").map((pair) => /^(card|number|used)=(.+)$/.exec(pair.trim()));
  const of = (name: string): string | undefined => pairs.find((pair) => pair?.[1] === name)?.[2];
  const [number, used] = [of("number"), of("used")];
  const card = of("card") ?? number;
  const both = number !== undefined && card !== number;
  if (card === undefined || both || used === undefined || pairs.includes(null))
    throw refused(
      "columns",
      text,
      "the bill's headings, such as card=ICCID,used=已用流量(MB), or number=手机号,used=... where it goes by numbers",
    );
  if (unit !== undefined && !/^([KMGT]?B)$/.test(unit)) throw refused("unit", unit, "B, KB, MB, GB or TB");
  if (base !== undefined && base !== "1000" && base !== "1024") throw refused("unit-base", base, "1000 or 1024");
  return {
    card,
    by: number === undefined ? "iccid" : "number",
    used,
    ...(unit === undefined ? {} : { unit }),
    unitBase: base === "1000" ? 1000 : 1024,
  };
}

function toleranceOf(text = "3"): number {
  const percent = Number(text.replace(/%$/, ""));
  if (text.trim() === "" || !(percent >= 0 && percent <= 100))
    throw refused("tolerance", text, "a percentage, 0 to 100");
  return percent;
}

/** A month, a day or an instant, as far as it is written. */
function cycleOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const [, year, month = "", day = "01"] = /^(\d{4})-(\d\d)(?:-(\d\d)(?:T[\d:.]*Z?)?)?$/.exec(text) ?? [];
  const last = month < "01" || month > "12" ? 0 : daysIn(Number(year), Number(month));
  if (Number(day) < 1 || Number(day) > last)
    throw refused(
      "cycle",
      text,
      "the cycle's first day (2026-11-01), its month (2026-11), or its beginning as the messages have it",
    );
  return text;
}

const refused = (option: string, found: string | undefined, expected: string): Fault =>
  new Fault(
    "usage",
    `--${option}: ${found === undefined ? "nothing was given" : `found "${found}"`}; expected ${expected}`,
  );

function readBill(file: string, columns: BillColumns): readonly [readonly CardAmount[], CsvFaults] {
  const [theirs, faults] = [new Map<string, bigint>(), new CsvFaults()];
  const text = sheetText(file, LARGEST);
  const reader = new BillCsv(
    { ...columns, separator: separatorOf(text) },
    {
      // A card may have several lines: each pack, each direction. Only the whole number says that they are of one.
      onLine: ({ card, bytes }) => theirs.set(card, (theirs.get(card) ?? 0n) + bytes),
      onFault: (fault) => faults.add(fault),
    },
  );
  reader.feed(text);
  reader.end();
  return [[...theirs].map(([card, bytes]) => ({ card, bytes })), faults];
}

const NO_LIST = [new Map<string, string>(), undefined] as const;

/** Whose each number is. */
function readList(file: string): readonly [ReadonlyMap<string, string>, CsvFaults] {
  const text = sheetText(file, LARGEST);
  const { cards, faults } = readCardList(text, separatorOf(text));
  const told = new CsvFaults();
  for (const fault of faults) told.add(fault);
  return [cards, told];
}

function readOurs(
  file: string,
  cycle: string | undefined,
): readonly [readonly CardAmount[], CsvFaults, ReadonlyMap<string, string>] {
  const faults = new CsvFaults();
  const read: (OurUsage & { readonly line: number })[] = [];
  for (const [index, text] of sheetText(file, LARGEST).split(/\r?\n/).entries()) {
    if (text.trim() === "") continue;
    const line = index + 1;
    const usage = readUsageLine(text, line);
    if ("found" in usage) faults.add(usage);
    else read.push({ ...usage, line });
  }
  const chosen = chooseUsage(read, cycle);
  for (const fault of chosen.faults) faults.add(fault);
  const numbers = new Map(read.flatMap(({ card, number }) => (number === undefined ? [] : [[number, card] as const])));
  return [chosen.amounts, faults, numbers];
}
