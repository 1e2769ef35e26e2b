/** One thing that is wrong in a file. All of them are told at once, in the order of their lines. */
export interface FileFault {
  /** From 1. */
  readonly line: number;
  /** `bucket[2].quota`; empty where no key is concerned. */
  readonly key: string;
  readonly found: string;
  readonly expected: string;
}

/** A wrong file (a log, a binary) must not be answered with ten thousand lines. */
const MOST = 50;

export function inLineOrder(faults: readonly FileFault[]): readonly FileFault[] {
  const sorted = faults.toSorted((a, b) => a.line - b.line);
  const told = sorted.slice(0, MOST);
  const next = sorted[MOST];
  if (next === undefined) return told;
  const found = `${sorted.length - MOST} more faults from here on`;
  return [...told, { line: next.line, key: "", found, expected: "a file without faults; mend the first ones" }];
}

/** `plan.toml:12: bucket[2].quota: found "-5 MB"; expected ...`. */
export const describeFileFault = (file: string, { line, key, found, expected }: FileFault): string =>
  `${file}:${line}: ${key === "" ? "" : `${key}: `}found ${found}; expected ${expected}`;
