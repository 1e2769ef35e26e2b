/** Half of the values are below it and half above; of none it is above everything. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Infinity;
  const sorted = Float64Array.from(values).toSorted();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
