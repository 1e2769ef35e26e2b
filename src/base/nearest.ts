/** Longer names than this are no misspelling of ours, and the distance costs length times length. */
const LONGEST = 64;

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The candidate that was most likely meant: close, or begun; undefined when none is worth naming. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  if (given.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const candidate of candidates) {
    const found = distance(given.toLowerCase(), candidate.toLowerCase());
    if (found < least) {
      least = found;
      best = candidate;
    }
  }
  return best ?? (given.length < 4 ? undefined : candidates.find((candidate) => candidate.startsWith(given)));
}
