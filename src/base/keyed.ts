/** One value under each of these keys. */
export const keyed = <K extends string, V>(keys: readonly K[], value: V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;

/** What `valueOf` finds under each key; keys under which it finds nothing are absent. */
export function keyedWhere<K extends string, V>(
  keys: readonly K[],
  valueOf: (key: K) => V | undefined,
): Partial<Record<K, V>> {
  const entries = keys.map((key) => [key, valueOf(key)] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Record<K, V>>;
}
