/**
 * EMM causes, 3GPP TS 24.301 9.9.3.9 and Annex A; the same numbers are GMM causes in 24.008 10.5.5.14 where both exist.
 * `permanent`: 24.301 5.5.1.2.5 makes the UE treat the USIM (or itself) as invalid until switch-off.
 */
export const EMM_CAUSE = [
  { cause: 2, name: "IMSI unknown in HSS", permanent: true },
  { cause: 3, name: "Illegal UE", permanent: true },
  { cause: 5, name: "IMEI not accepted", permanent: true },
  { cause: 6, name: "Illegal ME", permanent: true },
  { cause: 7, name: "EPS services not allowed", permanent: true },
  { cause: 8, name: "EPS services and non-EPS services not allowed", permanent: true },
  { cause: 9, name: "UE identity cannot be derived by the network", permanent: false },
  { cause: 10, name: "Implicitly detached", permanent: false },
  { cause: 11, name: "PLMN not allowed", permanent: false },
  { cause: 12, name: "Tracking area not allowed", permanent: false },
  { cause: 13, name: "Roaming not allowed in this tracking area", permanent: false },
  { cause: 14, name: "EPS services not allowed in this PLMN", permanent: false },
  { cause: 15, name: "No suitable cells in tracking area", permanent: false },
  { cause: 16, name: "MSC temporarily not reachable", permanent: false },
  { cause: 17, name: "Network failure", permanent: false },
  { cause: 18, name: "CS domain not available", permanent: false },
  { cause: 19, name: "ESM failure", permanent: false },
  { cause: 20, name: "MAC failure", permanent: false },
  { cause: 21, name: "Synch failure", permanent: false },
  { cause: 22, name: "Congestion", permanent: false },
  { cause: 23, name: "UE security capabilities mismatch", permanent: false },
  { cause: 24, name: "Security mode rejected, unspecified", permanent: false },
  { cause: 25, name: "Not authorized for this CSG", permanent: false },
  { cause: 26, name: "Non-EPS authentication unacceptable", permanent: false },
  { cause: 35, name: "Requested service option not authorized in this PLMN", permanent: false },
  { cause: 39, name: "CS service temporarily not available", permanent: false },
  { cause: 40, name: "No EPS bearer context activated", permanent: false },
  { cause: 42, name: "Severe network failure", permanent: false },
] as const satisfies readonly { cause: number; name: string; permanent: boolean }[];

const BY_CAUSE: ReadonlyMap<number, { readonly name: string; readonly permanent: boolean }> = new Map(
  EMM_CAUSE.map((row) => [row.cause, row]),
);

export const emmCauseName = (cause: number): string => BY_CAUSE.get(cause)?.name ?? `cause ${cause}`;
export const emmCauseIsPermanent = (cause: number): boolean => BY_CAUSE.get(cause)?.permanent ?? false;
