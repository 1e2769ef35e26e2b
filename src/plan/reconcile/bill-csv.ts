import { parseBytes, type UnitBase } from "../../base/bytes.ts";
import { type CsvFault, shownCell } from "../../csv/csv-fault.ts";
import { CsvReader } from "../../csv/csv-reader.ts";
import { cardNumber } from "./card-number.ts";

/** Which columns of an operator's bill say what, by their headings. */
export interface BillColumns {
  readonly card: string;
  readonly used: string;
  /** Of a figure without a unit of its own; absent: the heading says it, `用量(MB)`. */
  readonly unit?: string;
  readonly unitBase: UnitBase;
}

export interface BillLine {
  readonly line: number;
  readonly card: string;
  readonly bytes: bigint;
}

export interface BillListener {
  onLine(line: BillLine): void;
  onFault(fault: CsvFault): void;
}

/** Operators put a title above the table: the heading is looked for so far down. */
const HEADING_WITHIN = 20;
const TOTALS = ["合计", "总计", "小计", "总数", "total", "sum"];

/** Reads a bill that comes in pieces of text. Rows without a card that begin with a word for a total are passed over. */
export class BillCsv {
  readonly #columns: BillColumns;
  readonly #listener: BillListener;
  readonly #reader: CsvReader;
  #places: { readonly card: number; readonly used: number; readonly unit: string | undefined } | undefined;
  #rows = 0;

  constructor(columns: BillColumns, listener: BillListener) {
    this.#columns = columns;
    this.#listener = listener;
    this.#reader = new CsvReader({
      onRow: (cells, line) => this.#take(cells, line),
      onFault: (fault) => listener.onFault(fault),
    });
  }

  feed(text: string): void {
    this.#reader.feed(text);
  }

  end(): void {
    this.#reader.end();
    if (this.#places === undefined && this.#rows < HEADING_WITHIN) this.#noHeading(1, "no such line in the file");
  }

  #take(cells: readonly string[], line: number): void {
    this.#rows += 1;
    if (this.#places === undefined) return this.#takeHeading(cells, line);
    const { card: cardAt, used: usedAt, unit } = this.#places;
    const [cardText, usedText] = [cells[cardAt] ?? "", (cells[usedAt] ?? "").trim()];
    if (cells.some(saysTotal) && cardNumber(cardText) === undefined) return;
    const card = cardNumber(cardText);
    const bytes = amount(usedText, unit, this.#columns.unitBase);
    if (card === undefined) this.#fault(line, this.#columns.card, cardText, cardForm(cardText));
    if (bytes === undefined)
      this.#fault(line, this.#columns.used, usedText, `a figure in ${unit ?? "KB, MB or GB, with its unit"}`);
    if (card !== undefined && bytes !== undefined) this.#listener.onLine({ line, card, bytes });
  }

  #takeHeading(cells: readonly string[], line: number): void {
    const names = cells.map((cell) => cell.trim());
    const { card, used, unit } = this.#columns;
    const [cardAt, usedAt] = [names.indexOf(card), names.indexOf(used)];
    if (cardAt !== -1 && usedAt !== -1) {
      this.#places = { card: cardAt, used: usedAt, unit: unit ?? /([KMGT]?B)/i.exec(used)?.[1]?.toUpperCase() };
    } else if (this.#rows === HEADING_WITHIN) {
      this.#noHeading(line, `no such line among the first ${HEADING_WITHIN}`);
    }
  }

  #noHeading(line: number, found: string): void {
    const { card, used } = this.#columns;
    this.#listener.onFault({
      line,
      found,
      expected: `a line of headings with ${shownCell(card)} and ${shownCell(used)}`,
    });
  }

  #fault(line: number, column: string, found: string, expected: string): void {
    this.#listener.onFault({ line, column, found: shownCell(found), expected });
  }
}

/** `1,234.5` in the column's unit, or with one of its own. */
function amount(text: string, unit: string | undefined, base: UnitBase): bigint | undefined {
  const plain = text.replace(/^="?(.*?)"?$/, "$1").replace(/(\d),(?=\d{3})/g, "$1");
  const own = /[a-z]/i.test(plain);
  const spelt = own
    ? plain.toUpperCase().replace(/(\d)([KMGT])$/, "$1$2B")
    : unit === undefined
      ? ""
      : `${plain} ${unit}`;
  return parseBytes(spelt, base);
}

const cardForm = (found: string): string =>
  /^\d(\.\d+)?E\+?\d+$/i.test(found.trim())
    ? "the whole number: a spreadsheet has rounded it; format the column as text before saving"
    : "an ICCID of 11 to 20 digits";

function saysTotal(cell: string): boolean {
  const begin = cell.trim().toLowerCase();
  return TOTALS.some((word) => begin.startsWith(word));
}
