import { readFileSync } from "node:fs";
import { describeBytes, type UnitBase } from "../base/bytes.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault, textOf } from "../base/fault.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { CsvFaults } from "../csv/csv-fault.ts";
import { BillCsv, type BillColumns } from "../plan/reconcile/bill-csv.ts";
import { type Reconciled, reconcile } from "../plan/reconcile/reconcile.ts";
import { type OurUsage, readUsageLine } from "../plan/reconcile/usage-ndjson.ts";
import { readArguments } from "./arguments.ts";
import { textColumns } from "./text-columns.ts";

const FLAGS = {
  bill: { type: "string" },
  columns: { type: "string" },
  usage: { type: "string" },
  unit: { type: "string" },
  "unit-base": { type: "string" },
  cycle: { type: "string" },
  tolerance: { type: "string" },
  json: { type: "boolean" },
} as const;

/** A bill of a hundred thousand cards has ten megabytes. */
const LARGEST = 256 << 20;

/** Lays usage by our books beside an operator's bill. Throws `usage` and `csv-invalid`. */
export function planReconcile(argv: readonly string[], out: (text: string) => void): number {
  const { values } = readArguments(argv, FLAGS);
  const { bill, usage, json = false } = values;
  if (bill === undefined || usage === undefined)
    throw new Fault("usage", "--bill BILL.csv, --columns and --usage USAGE.ndjson are needed");
  const tolerance = toleranceOf(values.tolerance);
  const columns = columnsOf(values.columns, values.unit, values["unit-base"]);
  const [theirs, billFaults] = readBill(bill, columns);
  const [ours, usageFaults] = readOurs(usage, values.cycle);
  const told = [...billFaults.describe(bill), ...usageFaults.describe(usage)];
  if (told.length > 0) throw new Fault("csv-invalid", `nothing was compared:\n  ${told.join("\n  ")}\n`);
  const rows = reconcile(ours, theirs);
  if (json) for (const row of rows) out(`${plainJson(asJson(row, tolerance))}\n`);
  else out(plainText(asText(rows, tolerance, columns.unitBase)));
  return EXIT.ok.code;
}

export const run = async (argv: readonly string[]): Promise<number> =>
  planReconcile(argv, (text) => process.stdout.write(text));

function columnsOf(text: string | undefined, unit: string | undefined, base: string | undefined): BillColumns {
  const pairs = (text ?? "").split(",").map((pair) => /^(card|used)=(.+)$/.exec(pair.trim()));
  const of = (name: string): string | undefined => pairs.find((pair) => pair?.[1] === name)?.[2];
  const [card, used] = [of("card"), of("used")];
  if (card === undefined || used === undefined || pairs.includes(null))
    throw refused("columns", text, "the bill's headings, such as card=ICCID,used=已用流量(MB)");
  if (unit !== undefined && !/^([KMGT]?B)$/.test(unit)) throw refused("unit", unit, "B, KB, MB, GB or TB");
  if (base !== undefined && base !== "1000" && base !== "1024") throw refused("unit-base", base, "1000 or 1024");
  return { card, used, ...(unit === undefined ? {} : { unit }), unitBase: base === "1000" ? 1000 : 1024 };
}

function toleranceOf(text = "3"): number {
  const percent = Number(text.replace(/%$/, ""));
  if (text.trim() === "" || !(percent >= 0 && percent <= 100))
    throw refused("tolerance", text, "a percentage, 0 to 100");
  return percent;
}

const refused = (option: string, found: string | undefined, expected: string): Fault =>
  new Fault(
    "usage",
    `--${option}: ${found === undefined ? "nothing was given" : `found "${found}"`}; expected ${expected}`,
  );

function readBill(file: string, columns: BillColumns): readonly [ReadonlyMap<string, bigint>, CsvFaults] {
  const [theirs, faults] = [new Map<string, bigint>(), new CsvFaults()];
  const text = textOfFile(file);
  const reader = new BillCsv(
    { ...columns, separator: separatorOf(text) },
    {
      onLine: ({ card, bytes }) => theirs.set(card, (theirs.get(card) ?? 0n) + bytes),
      onFault: (fault) => faults.add(fault),
    },
  );
  reader.feed(text);
  reader.end();
  return [theirs, faults];
}

/** Of the messages of one card in one cycle the last counts: each tells the cycle's whole so far. */
function readOurs(file: string, cycle: string | undefined): readonly [ReadonlyMap<string, bigint>, CsvFaults] {
  const faults = new CsvFaults();
  const latest = new Map<string, OurUsage>();
  for (const [index, line] of textOfFile(file).split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const read = readUsageLine(line, index + 1);
    if ("found" in read) faults.add(read);
    else if (cycle === undefined || read.cycle?.startsWith(cycle) === true)
      latest.set(`${read.card} ${read.cycle ?? index}`, read);
  }
  const cycles = new Set([...latest.values()].flatMap((found) => found.cycle ?? []));
  if (cycles.size > 1)
    faults.add({
      line: 1,
      found: `usage of ${cycles.size} cycles`,
      expected: `--cycle, one of ${[...cycles].toSorted().slice(-6).join(", ")}`,
    });
  const ours = new Map<string, bigint>();
  for (const { card, bytes } of latest.values()) ours.set(card, (ours.get(card) ?? 0n) + bytes);
  return [ours, faults];
}

/** What a spreadsheet calls text is parted by tabs, and what it calls CSV by semicolons in some countries. */
function separatorOf(text: string): string {
  const head = text.slice(0, 8_192);
  const counted = [",", "\t", ";"].map((separator) => ({ separator, times: head.split(separator).length }));
  // A title may hold commas; a tab before each number is how spreadsheets are kept from rounding it.
  const [most] = counted.toSorted((a, b) => b.times - a.times);
  return most?.separator ?? ",";
}

/** UTF-16 with its mark, UTF-8, or what Chinese spreadsheets write: GB18030. */
function textOfFile(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new Fault("csv-invalid", `${file} cannot be read: ${textOf(cause)}`, { cause });
  }
  if (bytes.length > LARGEST)
    throw new Fault("csv-invalid", `${file}: found ${bytes.length} bytes; expected at most ${LARGEST}`);
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "";
  for (const encoding of marked === "" ? ["utf-8", "gb18030"] : [marked]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one; a file that is neither is told below.
    }
  }
  throw new Fault("csv-invalid", `${file}: found neither UTF-8, UTF-16 nor GB18030`);
}

type Verdict = "agrees" | "differs" | "only-ours" | "only-theirs";

function verdict({ ours, theirs, difference = 0n, percent }: Reconciled, tolerance: number): Verdict {
  if (ours === undefined) return "only-theirs";
  if (theirs === undefined) return "only-ours";
  if (difference === 0n) return "agrees";
  return percent !== undefined && Math.abs(percent) <= tolerance ? "agrees" : "differs";
}

const asJson = (row: Reconciled, tolerance: number) => ({
  card: row.card,
  ...(row.ours === undefined ? {} : { ours: Number(row.ours) }),
  ...(row.theirs === undefined ? {} : { theirs: Number(row.theirs) }),
  ...(row.difference === undefined ? {} : { difference: Number(row.difference) }),
  ...(row.percent === undefined ? {} : { percent: row.percent }),
  verdict: verdict(row, tolerance),
});

const WORDS: Readonly<Record<Verdict, string>> = {
  agrees: "agrees 相符",
  differs: "DIFFERS 不符",
  "only-ours": "not on the bill 账单中没有",
  "only-theirs": "not in our books 本地没有",
};

function asText(rows: readonly Reconciled[], tolerance: number, base: UnitBase): string {
  const bytes = (amount: bigint | undefined): string => (amount === undefined ? "-" : describeBytes(amount, base));
  const table = [
    ["card 卡号", "ours 本地", "theirs 账单", "difference 差额", "", ""],
    ...rows.map((row) => [
      row.card,
      bytes(row.ours),
      bytes(row.theirs),
      bytes(row.difference),
      row.percent === undefined ? "" : `${row.percent.toFixed(2)} %`,
      WORDS[verdict(row, tolerance)],
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((cells) => textColumns(cells[column] ?? ""))));
  const lines = table.map((cells) =>
    cells
      .map((cell, i) => `${cell}${" ".repeat(Math.max(0, (widths[i] ?? 0) - textColumns(cell)))}`)
      .join("  ")
      .trimEnd(),
  );
  const counted = (["agrees", "differs", "only-ours", "only-theirs"] as const)
    .map((kind) => `${rows.filter((row) => verdict(row, tolerance) === kind).length} ${WORDS[kind]}`)
    .join(", ");
  return `${lines.join("\n")}\n${counted} (within ${tolerance} %)\n`;
}
