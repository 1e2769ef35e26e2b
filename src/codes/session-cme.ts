/** 3GPP TS 24.008 (2G, 3G) or 24.301 (LTE): the same number may be another cause. */
export type SessionProtocol = "sm" | "esm";

/**
 * 3GPP TS 27.007 9.2.2.2, Rel-17: the causes whose `+CME ERROR` is not 100 more. The first releases had 100 more where there
 * was a number at all; what was added from Rel-8 on (177, 179, 190...) stands beyond 170.
 */
const BOTH: Readonly<Record<number, number>> = {
  8: 177,
  38: 190,
  39: 191,
  48: 180,
  49: 171,
  50: 192,
  51: 193,
  52: 194,
  53: 201,
  54: 202,
  55: 203,
  56: 195,
  57: 196,
  58: 197,
  59: 181,
  60: 198,
  61: 230,
  65: 178,
  66: 179,
  95: 172,
  96: 173,
  97: 174,
  98: 208,
  99: 209,
  100: 175,
  101: 186,
  111: 176,
  112: 199,
  113: 200,
};
/** PTI mismatch, invalid PTI value; in 24.008 multicast group membership time-out and invalid transaction identifier value. */
const ESM_ONLY: Readonly<Record<number, number>> = { 47: 221, 81: 184 };
const SM_ONLY: Readonly<Record<number, number>> = { 81: 188 };
/** 100 + the cause. 108...122 are causes of attach, as are 125, 138 and 139. */
const BY_FORMULA: readonly number[] = [
  24, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 40, 41, 42, 43, 44, 45, 46, 47,
];
/** 27.007 9.2.2.2 of the first releases: authentication, beside 129. */
const PDP_AUTHENTICATION_FAILURE = 149;

/** The `+CME ERROR` of a cause for which a context was refused; undefined where 27.007 has none. */
export function cmeOfSessionCause(cause: number, protocol: SessionProtocol): number | undefined {
  const own = (protocol === "esm" ? ESM_ONLY : SM_ONLY)[cause] ?? BOTH[cause];
  return own ?? (BY_FORMULA.includes(cause) ? 100 + cause : undefined);
}

const CAUSES: ReadonlyMap<number, number> = new Map([
  ...BY_FORMULA.map((cause): [number, number] => [100 + cause, cause]),
  ...[BOTH, ESM_ONLY, SM_ONLY].flatMap((table) =>
    Object.entries(table).map(([cause, cme]): [number, number] => [cme, Number(cause)]),
  ),
  [PDP_AUTHENTICATION_FAILURE, 29],
]);

/** The SM or ESM cause behind a `+CME ERROR`; undefined where the number is none. */
export const sessionCauseOfCme = (cme: number): number | undefined => CAUSES.get(cme);
