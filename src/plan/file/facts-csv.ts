import { parseBytes } from "../../base/bytes.ts";
import type { WallMs } from "../../base/instant.ts";
import { unreachable } from "../../base/unreachable.ts";
import { Columns } from "../../csv/columns.ts";
import { type CsvFault, shownCell } from "../../csv/csv-fault.ts";
import { BY_HEADER, CsvReader } from "../../csv/csv-reader.ts";
import type { DataPlan } from "../data-plan.ts";
import { parseMoney } from "../money.ts";
import type { PlanFact } from "../plan-fact.ts";
import { courseFaults, type FactLine } from "./facts-course.ts";
import { INSTANT_FORM, readInstant } from "./written-instant.ts";

const COLUMNS = ["at", "fact", "plan", "forced", "bucket", "monthly", "amount"] as const;
type Column = (typeof COLUMNS)[number];

const FACTS = [
  "plan-changed",
  "pack-bought",
  "pack-unsubscribed",
  "fee-charged",
  "suspended",
  "resumed",
  "cancelled",
  "pool-balance",
  "account-balance",
] as const satisfies readonly PlanFact["name"][];

export interface FactsCsvPorts {
  /** The plan to which the facts happen: its zone, and what it lists already. */
  readonly plan: DataPlan;
  /** The plan of another file, named as the row names it; a text: why that file holds none. */
  readonly planOf: (file: string) => DataPlan | string;
  readonly onFault: (fault: CsvFault) => void;
}

/**
 * Dated facts out of a CSV file, in ascending order of time (those of one instant as listed): `at`, `fact`; `plan` names
 * the file of the new plan for `plan-changed` (`forced`: at once), and the file that holds the pack for `pack-bought`;
 * `bucket` is the id of the pack, `monthly` whether it is opened with every cycle (else a pack without days of its own ends with the
 * cycle, as `cellward fact pack-bought` has it), `amount` what a balance was. Facts are few: any order in the file will do.
 */
export function readFacts(text: string, { plan, planOf, onFault }: FactsCsvPorts): readonly PlanFact[] {
  const lines: FactLine[] = [];
  let columns: Columns<Column> | undefined;
  let header = false;
  let allPlans = true;
  const planNamed = (file: string): DataPlan | string => {
    const found = planOf(file);
    if (typeof found === "string") allPlans = false;
    return found;
  };
  const takeHeader = (cells: readonly string[], line: number): void => {
    header = true;
    const read = Columns.read(cells, COLUMNS, ["at", "fact"]);
    if (read instanceof Columns) columns = read;
    else for (const fault of read) onFault({ line, ...fault });
  };
  const takeRow = (cells: readonly string[], line: number): void => {
    if (!header) return takeHeader(cells, line);
    const misfit = columns?.misfit(cells);
    if (misfit !== undefined) return onFault({ line, ...misfit });
    if (columns === undefined) return;
    const fact = new FactRow(columns, cells, line, { plan, planOf: planNamed, onFault }).read();
    if (fact !== undefined) lines.push({ line, fact });
  };
  const broken = (fault: CsvFault): void => {
    // Where the broken line was the header, the next one is none.
    header = true;
    onFault(fault);
  };
  const reader = new CsvReader({ onRow: takeRow, onFault: broken }, BY_HEADER);
  reader.feed(text);
  reader.end();
  if (!header) onFault({ line: 1, found: "an empty file", expected: `a header line of ${COLUMNS.join(", ")}` });
  lines.sort((a, b) => a.fact.at - b.fact.at);
  // Without a plan that is named nobody knows its buckets: what follows from it would be told as wrong.
  if (allPlans) for (const fault of courseFaults(lines, plan)) onFault(fault);
  return lines.map(({ fact }) => fact);
}

class FactRow {
  private readonly columns: Columns<Column>;
  private readonly cells: readonly string[];
  private readonly line: number;
  private readonly ports: FactsCsvPorts;

  constructor(columns: Columns<Column>, cells: readonly string[], line: number, ports: FactsCsvPorts) {
    this.columns = columns;
    this.cells = cells;
    this.line = line;
    this.ports = ports;
  }

  read(): PlanFact | undefined {
    const at = readInstant(this.text("at"), this.ports.plan.cycle.zone) ?? this.refuse("at", INSTANT_FORM);
    const name = FACTS.find((fact) => fact === this.text("fact")) ?? this.refuse("fact", `one of ${FACTS.join(", ")}`);
    if (at === undefined || name === undefined) return undefined;
    switch (name) {
      case "plan-changed":
        return this.planChanged(at);
      case "pack-bought":
        return this.packBought(at);
      case "pack-unsubscribed": {
        const bucket = this.text("bucket") || this.refuse("bucket", "the id of the pack");
        return bucket === undefined ? undefined : { name, at, bucket };
      }
      case "pool-balance": {
        const bytes = parseBytes(this.text("amount"), this.ports.plan.unitBase);
        return bytes === undefined ? this.refuse("amount", 'an amount of data, such as "120 GB"') : { name, at, bytes };
      }
      case "account-balance": {
        const text = this.text("amount");
        const money = parseMoney(text.replace(/^-/, ""));
        if (money === undefined) return this.refuse("amount", 'an amount of money, such as "35.20"');
        return { name, at, money: text.startsWith("-") ? -money : money };
      }
      case "fee-charged":
      case "suspended":
      case "resumed":
      case "cancelled":
        return { name, at };
      default:
        return unreachable(name);
    }
  }

  private planChanged(at: WallMs): PlanFact | undefined {
    const file = this.text("plan") || this.refuse("plan", "the file of the new plan");
    const forced = this.yes("forced");
    const plan = file === undefined ? undefined : this.planIn(file);
    return plan === undefined || forced === undefined ? undefined : { name: "plan-changed", at, plan, forced };
  }

  private packBought(at: WallMs): PlanFact | undefined {
    const file = this.text("plan") || this.refuse("plan", "a plan file that holds the pack");
    const id = this.text("bucket") || this.refuse("bucket", "the id of the pack in that file");
    const monthly = this.yes("monthly");
    if (file === undefined || id === undefined || monthly === undefined) return undefined;
    // What the plan lists is there from the start: bought once more it would be counted twice.
    const listed = this.ports.plan.buckets.some((bucket) => bucket.id === id);
    if (listed) return this.refuse("bucket", "a pack that the plan itself does not list, under an id of its own");
    const buckets = this.planIn(file)?.buckets;
    if (buckets === undefined) return undefined;
    const bucket = buckets.find((one) => one.id === id);
    const known = buckets.map((one) => one.id).join(", ");
    if (bucket === undefined) return this.refuse("bucket", `a bucket of ${file}: ${known}`);
    const dated = bucket.term.each === "once";
    if (monthly && dated) return this.refuse("monthly", "nothing, for a pack that has days of its own");
    return { name: "pack-bought", at, bucket, ...(monthly || dated ? {} : { withCycle: true }) };
  }

  /** Undefined: there is none, and that was told. */
  private planIn(file: string): DataPlan | undefined {
    const plan = this.ports.planOf(file);
    return typeof plan === "string" ? this.refuse("plan", `a plan file: ${plan}`) : plan;
  }

  private yes(column: Column): boolean | undefined {
    const told = this.text(column);
    if (["true", "yes"].includes(told)) return true;
    return ["", "false", "no"].includes(told) ? false : this.refuse(column, "true, false or nothing");
  }

  private text(column: Column): string {
    return this.columns.cell(this.cells, column);
  }

  private refuse(column: Column, expected: string): undefined {
    this.ports.onFault({ line: this.line, column, found: shownCell(this.text(column)), expected });
  }
}
