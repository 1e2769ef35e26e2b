import { type CsvFault, shownCell } from "./csv-fault.ts";

const parted = (header: readonly string[]): string =>
  header.length === 1 ? ", parted by commas, semicolons or tabs" : "";

/** Where the columns of a file are, by name, from its header line. */
export class Columns<Name extends string> {
  private readonly places: ReadonlyMap<string, number>;
  private readonly width: number;
  private readonly allowed: readonly Name[];

  private constructor(names: readonly string[], allowed: readonly Name[]) {
    this.places = new Map(names.map((name, index) => [name, index]));
    this.width = names.length;
    this.allowed = allowed;
  }

  /** Reads a header line: every name known, none twice, those that are needed there. */
  static read<Name extends string>(
    header: readonly string[],
    allowed: readonly Name[],
    needed: readonly Name[],
  ): Columns<Name> | readonly Omit<CsvFault, "line">[] {
    const names = header.map((cell) => cell.trim().toLowerCase());
    const known: readonly string[] = allowed;
    const faults = names.flatMap((name, index) => {
      if (!known.includes(name))
        return [
          { found: `the column ${shownCell(name)}`, expected: `columns of ${allowed.join(", ")}${parted(header)}` },
        ];
      return names.indexOf(name) === index ? [] : [{ found: `the column ${name} twice`, expected: "each column once" }];
    });
    const missing = needed
      .filter((name) => !names.includes(name))
      .map((name) => ({ found: `no column ${name}`, expected: `a header line with ${needed.join(", ")}` }));
    return faults.length + missing.length > 0 ? [...faults, ...missing] : new Columns(names, allowed);
  }

  has(name: Name): boolean {
    return this.places.has(name);
  }

  /** Undefined: as many cells as columns. */
  misfit(cells: readonly string[]): Omit<CsvFault, "line"> | undefined {
    if (cells.length === this.width) return undefined;
    const names = this.allowed.filter((name) => this.has(name));
    return { found: `${cells.length} cells`, expected: `${this.width}, as the header has: ${names.join(", ")}` };
  }

  /** The cell's text without blanks around it; empty where there is no such column. */
  cell(cells: readonly string[], name: Name): string {
    const place = this.places.get(name);
    return place === undefined ? "" : (cells[place] ?? "").trim();
  }
}
