/** One value under each of these keys. */
export const keyed = <K extends string, V>(keys: readonly K[], value: V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;

/** What `valueOf` finds under each key; keys under which it finds nothing are absent. */
export function keyedWhere<K extends string, V>(
  keys: readonly K[],
  valueOf: (key: K) => V | undefined,
): Partial<Record<K, V>> {
  const found: Partial<Record<K, V>> = {};
  for (const key of keys) {
    const value = valueOf(key);
    if (value !== undefined) found[key] = value;
  }
  return found;
}
