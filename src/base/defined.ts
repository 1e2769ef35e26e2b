type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/**
 * Drops the keys whose value is undefined, so that an absent field is absent and not a field that says nothing. A plain
 * loop: several of them run for every line of a modem (entries, filter and fromEntries took five times as long).
 */
export function defined<T extends object>(fields: T): Present<T> {
  const present: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) present[key] = fields[key];
  return present as Present<T>;
}
