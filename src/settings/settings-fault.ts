/** One thing that is wrong with the configuration. All of them are told at once. */
export interface SettingsFault {
  /** `meter.sample_interval`; empty where no key is concerned (syntax, an unreadable file). */
  readonly key: string;
  /** `/etc/cellward/cellward.toml:12`, `CELLWARD_LOG_LEVEL` or `--set log.level`. */
  readonly place: string;
  /** Never the content of a secret. */
  readonly found: string;
  readonly expected: string;
}

export function describeSettingsFault(fault: SettingsFault): string {
  const named = fault.key === "" || fault.place.endsWith(` ${fault.key}`);
  const subject = named ? "" : `${fault.key}: `;
  return `${fault.place}: ${subject}found ${fault.found}; expected ${fault.expected}`;
}

/** The text of a refusal: one line for each fault. */
export function describeRefusal(faults: readonly SettingsFault[]): string {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  const lines = faults.map((fault) => `  ${describeSettingsFault(fault)}`);
  return [`the configuration was refused (${count}); nothing was started:`, ...lines].join("\n");
}

const SHOWN = 80;

/** A value as a fault shows it: bounded, on one line. */
export function describeFound(value: unknown): string {
  if (typeof value === "string") {
    const quoted = JSON.stringify(value.slice(0, SHOWN));
    return value.length > SHOWN ? `${quoted} (and ${value.length - SHOWN} more characters)` : quoted;
  }
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const plain = items.length <= 20 && items.every((item) => typeof item !== "object");
    return plain ? `[${items.map(describeFound).join(", ")}]` : `a list of ${items.length}`;
  }
  return value instanceof Date ? "a date" : "a table";
}

/** What stands before the last `@` of an address may be a password, also where an address is not expected. */
export function hideCredentials(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/^.*@/s, "***@") : value;
}
