import { parseBytes, type UnitBase } from "../../base/bytes.ts";
import { type CsvFault, shownCell } from "../../csv/csv-fault.ts";
import { CsvReader } from "../../csv/csv-reader.ts";
import { cardNumber } from "./card-number.ts";
import { NUMBER_FORM, phoneNumber } from "./phone-number.ts";

/** Which columns of an operator's bill say what, by their headings. */
export interface BillColumns {
  readonly card: string;
  /** What stands in that column: ICCIDs, or the cards' telephone numbers. */
  readonly by?: "iccid" | "number";
  readonly used: string;
  /** Of a figure without a unit of its own; absent: the heading says it, `用量(MB)`. */
  readonly unit?: string;
  readonly unitBase: UnitBase;
  /** Between cells; a comma where it is left out. */
  readonly separator?: string;
}

export interface BillLine {
  readonly line: number;
  /** An ICCID, or a number. */
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
  /** The row that looks most like one of headings, for who named others. */
  #widest: { readonly line: number; readonly names: readonly string[] } | undefined;

  constructor(columns: BillColumns, listener: BillListener) {
    this.#columns = columns;
    this.#listener = listener;
    this.#reader = new CsvReader(
      { onRow: (cells, line) => this.#take(cells, line), onFault: (fault) => listener.onFault(fault) },
      columns.separator,
    );
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
    if (cells.some(saysTotal) && this.#cardOf(cardText) === undefined) return;
    // Remarks stand below a table, in its first cell.
    if (cardText.trim() === "" && usedText === "") return;
    const card = this.#cardOf(cardText);
    const bytes = amount(usedText, unit, this.#columns.unitBase);
    if (card === undefined) this.#fault(line, this.#columns.card, cardText, this.#cardForm(cardText));
    if (bytes === undefined)
      this.#fault(line, this.#columns.used, usedText, `a figure in ${unit ?? "KB, MB or GB, with its unit"}`);
    if (card !== undefined && bytes !== undefined) this.#listener.onLine({ line, card, bytes });
  }

  #takeHeading(cells: readonly string[], line: number): void {
    const names = cells.map((cell) => cell.trim()).filter((name) => name !== "");
    if (names.length > (this.#widest?.names.length ?? 1)) this.#widest = { line, names };
    const { card, used, unit } = this.#columns;
    const [cardAt, usedAt] = [headingAt(cells, card), headingAt(cells, used)];
    if (cardAt !== -1 && usedAt !== -1) {
      const written = /([KMGT]?B)/i.exec((cells[usedAt] ?? "").normalize("NFKC"))?.[1]?.toUpperCase();
      this.#places = { card: cardAt, used: usedAt, unit: unit ?? written };
      for (const name of [card, used])
        if (sameHeading(cells, name).length > 1) this.#fault(line, name, name, ONE_HEADING);
    } else if (this.#rows === HEADING_WITHIN) {
      this.#noHeading(line, `no such line among the first ${HEADING_WITHIN}`);
    }
  }

  #cardOf(text: string): string | undefined {
    return this.#columns.by === "number" ? phoneNumber(text) : cardNumber(text);
  }

  #cardForm(found: string): string {
    if (ROUNDED.test(found.trim()))
      return "the whole number: a spreadsheet has rounded it; format the column as text before saving";
    return this.#columns.by === "number" ? NUMBER_FORM : "an ICCID of 11 to 20 digits";
  }

  #noHeading(line: number, found: string): void {
    const { card, used } = this.#columns;
    const seen = this.#widest;
    this.#listener.onFault({
      line: seen?.line ?? line,
      found: seen === undefined ? found : `the cells ${seen.names.slice(0, 12).map(shownCell).join(", ")}`,
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
  // A card that used nothing stands with a dash, or with nothing.
  if (NOTHING_USED.includes(plain)) return 0n;
  const own = /[a-z]/i.test(plain);
  const spelt = own
    ? plain.toUpperCase().replace(/(\d)([KMGT])$/, "$1$2B")
    : unit === undefined
      ? ""
      : `${plain} ${unit}`;
  return parseBytes(spelt, base);
}

const NOTHING_USED = ["", "-", "--", "—", "/", "无"];

/**
 * By its name as people see it: full-width brackets, blanks and case make no other heading. What is named may be its beginning, where
 * no other one begins so.
 */
export function headingAt(cells: readonly string[], name: string): number {
  const [exact] = sameHeading(cells, name);
  if (exact !== undefined) return exact;
  const begin = placesOf(cells, (heading) => heading.startsWith(seen(name)));
  return begin.length === 1 ? (begin[0] ?? -1) : -1;
}

const sameHeading = (cells: readonly string[], name: string): readonly number[] =>
  placesOf(cells, (heading) => heading === seen(name));

const placesOf = (cells: readonly string[], fits: (heading: string) => boolean): readonly number[] =>
  cells.flatMap((cell, at) => (fits(seen(cell)) ? [at] : []));

const seen = (text: string): string => text.normalize("NFKC").replaceAll(/\s/g, "").toLowerCase();

const ONE_HEADING = "one column of that heading: two of them stand in this line, rename the one that is not meant";

const ROUNDED = /^\d(\.\d+)?E\+?\d+$/i;

function saysTotal(cell: string): boolean {
  const begin = cell.trim().toLowerCase();
  return TOTALS.some((word) => begin.startsWith(word));
}
