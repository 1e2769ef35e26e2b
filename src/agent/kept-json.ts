/** A record that this program alone writes, as JSON; anything else than `is` knows is as if nothing had been kept. */
export function readKept<T>(text: string | undefined, is: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return is(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
