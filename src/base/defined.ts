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

/**
 * Puts those keys of `fields` whose value is not undefined into `target`, which is a fresh object of the caller's, and returns it:
 * for what is made for every line of a modem, where a copy of a copy counts (a literal with two spreads took 2.5 times as long).
 */
export function withDefined<T extends object, F extends object>(target: T, fields: F): T & Present<F> {
  const filled: Partial<T & F> = target;
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined) filled[key] = value as Partial<T & F>[typeof key];
  }
  return filled as T & Present<F>;
}
