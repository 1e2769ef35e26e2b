import { parseBytes } from "../../base/bytes.ts";
import { defined } from "../../base/defined.ts";
import type { WallMs } from "../../base/instant.ts";
import { Columns } from "../../csv/columns.ts";
import { type CsvFault, shownCell } from "../../csv/csv-fault.ts";
import { BY_HEADER, CsvReader } from "../../csv/csv-reader.ts";
import type { DataPlan } from "../data-plan.ts";
import type { Usage } from "../usage.ts";
import { INSTANT_FORM, readInstant } from "./written-instant.ts";

/** Usage as a file has it. */
export interface UsageLine extends Usage {
  readonly line: number;
  /** What it was for; does not count for rating. */
  readonly class?: string;
}

export interface UsageListener {
  onUsage(usage: UsageLine): void;
  onFault(fault: CsvFault): void;
}

const COLUMNS = ["at", "until", "bytes", "up", "down", "destination", "area", "rat", "class", "session"] as const;
type Column = (typeof COLUMNS)[number];

const RATS = ["gsm", "umts", "lte", "nr", "nb-iot"];
const AREAS =
  'areas as plan files name them, such as "province:guangxi local:wuzhou"; "-" for none that counts; nothing where it is not known';
const BYTES_FORM = 'whole bytes, or an amount such as "1.5 MB", up to 100 TiB';
const MOST_BYTES = 100n << 40n;

/**
 * Usage out of a CSV file that comes in pieces: a header line with `at` and `bytes` (or `up` and `down`), and rows in
 * ascending order of `at`. Rows in another order are refused and not sorted: what came first decides which bucket it
 * took, and a file of any size is read in little memory.
 */
export class UsageCsv {
  private readonly plan: Pick<DataPlan, "cycle" | "unitBase">;
  private readonly listener: UsageListener;
  private readonly reader: CsvReader;
  private columns: Columns<Column> | undefined;
  private last: { readonly at: WallMs; readonly line: number } | undefined;
  private header: "awaited" | "read" | "refused" = "awaited";

  constructor(plan: Pick<DataPlan, "cycle" | "unitBase">, listener: UsageListener) {
    this.plan = plan;
    this.listener = listener;
    this.reader = new CsvReader(
      {
        onRow: (cells, line) => this.take(cells, line),
        onFault: (fault) => {
          // The broken line was the header: the next one is none, and the file is not empty.
          if (this.header === "awaited") this.header = "refused";
          listener.onFault(fault);
        },
      },
      BY_HEADER,
    );
  }

  feed(text: string): void {
    this.reader.feed(text);
  }

  end(): void {
    this.reader.end();
    if (this.header !== "awaited") return;
    this.listener.onFault({ line: 1, found: "an empty file", expected: `a header line of ${COLUMNS.join(", ")}` });
  }

  private take(cells: readonly string[], line: number): void {
    if (this.header === "awaited") return this.takeHeader(cells, line);
    const { columns } = this;
    // Without a header that is understood no row can be.
    if (columns === undefined) return;
    const misfit = columns.misfit(cells);
    if (misfit !== undefined) return this.listener.onFault({ line, ...misfit });
    const usage = this.usageOf(columns, cells, line);
    if (usage !== undefined) this.listener.onUsage(usage);
  }

  private takeHeader(cells: readonly string[], line: number): void {
    const whole = cells.some((cell) => cell.trim().toLowerCase() === "bytes");
    const columns = Columns.read(cells, COLUMNS, whole ? ["at", "bytes"] : ["at", "up", "down"]);
    this.header = columns instanceof Columns ? "read" : "refused";
    if (!(columns instanceof Columns)) return columns.forEach((fault) => this.listener.onFault({ line, ...fault }));
    this.columns = columns;
    if (!whole || (!columns.has("up") && !columns.has("down"))) return;
    this.listener.onFault({
      line,
      found: "bytes beside up or down",
      expected: "bytes, or up and down: one of them is counted",
    });
    this.columns = undefined;
  }

  /** Undefined: some cell is wrong, and every one of them was told. */
  private usageOf(columns: Columns<Column>, cells: readonly string[], line: number): UsageLine | undefined {
    let whole = true;
    const text = (column: Column): string => columns.cell(cells, column);
    const refuse = (column: Column, expected: string): undefined => {
      whole = false;
      this.listener.onFault({ line, column, found: shownCell(text(column)), expected });
    };
    const amount = (column: Column): bigint => this.bytesOf(text(column)) ?? refuse(column, BYTES_FORM) ?? 0n;
    const at = this.instantOf(text("at")) ?? refuse("at", INSTANT_FORM);
    if (at !== undefined && this.last !== undefined && at < this.last.at)
      refuse("at", `rows in the order of time; line ${this.last.line} is later`);
    if (at !== undefined && (this.last === undefined || at >= this.last.at)) this.last = { at, line };
    const until = text("until") === "" ? undefined : (this.instantOf(text("until")) ?? refuse("until", INSTANT_FORM));
    if (at !== undefined && until !== undefined && until < at) refuse("until", "a time not before `at`");
    const bytes = columns.has("bytes") ? amount("bytes") : amount("up") + amount("down");
    const rat = text("rat").toLowerCase();
    if (rat !== "" && !RATS.includes(rat)) refuse("rat", `nothing, or one of ${RATS.join(", ")}`);
    const areas = areasOf(text("area"));
    if (areas?.some((area) => !/^(province|local|cell):[a-z0-9-]{1,48}$/.test(area)) === true) refuse("area", AREAS);
    if (!whole || at === undefined) return undefined;
    return defined({
      at,
      until,
      bytes,
      destination: text("destination") || undefined,
      areas,
      rat: rat || undefined,
      session: text("session") || undefined,
      class: text("class") || undefined,
      line,
    });
  }

  private instantOf(text: string): WallMs | undefined {
    return readInstant(text, this.plan.cycle.zone);
  }

  private bytesOf(text: string): bigint | undefined {
    if (/^\d{1,15}$/.test(text)) return BigInt(text);
    const bytes = parseBytes(text, this.plan.unitBase);
    return bytes === undefined || bytes > MOST_BYTES ? undefined : bytes;
  }
}

/** `province:guangxi local:wuzhou`; `-`: in no area that counts; empty: not known. */
function areasOf(text: string): readonly string[] | undefined {
  if (text === "") return undefined;
  return text === "-" ? [] : text.split(/[ ;]+/).filter((area) => area !== "");
}
