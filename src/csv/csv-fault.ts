/** One thing that is wrong in a CSV file. */
export interface CsvFault {
  /** From 1, as an editor counts. */
  readonly line: number;
  /** Absent: the line as a whole. */
  readonly column?: string;
  readonly found: string;
  readonly expected: string;
}

/** A wrong file (a log, a binary, a file in another order) must not be answered with a million lines. */
const MOST = 50;

/** The faults of one file, bounded: the first ones, and how many there are. */
export class CsvFaults {
  private readonly first: CsvFault[] = [];
  private count = 0;

  get any(): boolean {
    return this.count > 0;
  }

  add(fault: CsvFault): void {
    this.count += 1;
    if (this.first.length < MOST) this.first.push(fault);
  }

  /** `usage.csv:12: bytes: found "-5"; expected ...`. */
  describe(file: string): readonly string[] {
    const told = this.first.map(
      ({ line, column, found, expected }) =>
        `${file}:${line}: ${column === undefined ? "" : `${column}: `}found ${found}; expected ${expected}`,
    );
    return this.count > MOST ? [...told, `and ${this.count - MOST} more`] : told;
  }
}

const SHOWN = 60;

/** A cell as a fault shows it: quoted, bounded, on one line. */
export function shownCell(text: string): string {
  const quoted = JSON.stringify(text.slice(0, SHOWN));
  return text.length > SHOWN ? `${quoted} (and ${text.length - SHOWN} more characters)` : quoted;
}
