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

/** What stands before the last `@` of an address may be a password, also where an address is not expected. */
export function hideCredentials(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/^.*@/s, "***@") : value;
}
