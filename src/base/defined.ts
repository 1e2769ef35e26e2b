type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Drops the keys whose value is undefined, so that an absent field is absent and not a field that says nothing. */
export function defined<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
