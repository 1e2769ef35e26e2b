const SHOWN = 80;

/** A value as a fault shows it: bounded, on one line. */
export function describeFound(value: unknown): string {
  if (typeof value === "string") {
    const quoted = JSON.stringify(value.slice(0, SHOWN));
    return value.length > SHOWN ? `${quoted} (and ${value.length - SHOWN} more characters)` : quoted;
  }
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const plain = items.length <= 20 && items.every((item) => typeof item !== "object");
    return plain ? `[${items.map(describeFound).join(", ")}]` : `a list of ${items.length}`;
  }
  return value instanceof Date ? "a date" : "a table";
}
