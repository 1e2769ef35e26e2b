/** Where there is no plan to take a percent of. */
const WITHOUT_PLAN = 10n << 20n;

/** The witness is written at least so often, in bytes: at every percent of what the cycle brings. */
export const witnessStep = (quota: bigint | undefined): bigint =>
  quota === undefined ? WITHOUT_PLAN : quota / 100n + 1n;
