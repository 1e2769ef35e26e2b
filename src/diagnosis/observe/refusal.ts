import type { Domain } from "../../modem/modem.ts";
import type { FindingKind } from "../findings/finding.ts";

type Denial = Extract<FindingKind, `denied-${string}`>;
type Refused = Extract<FindingKind, `context-${string}`>;

/** MM, GMM, EMM and 5GMM number the same things alike (24.008 annex G, 24.301 annex A, 24.501 annex A); what differs follows below. */
const DENIALS: Readonly<Record<number, Denial>> = {
  2: "denied-identity",
  3: "denied-identity",
  5: "denied-device",
  6: "denied-device",
  7: "denied-data",
  8: "denied-all",
  9: "denied-failure",
  10: "denied-failure",
  11: "denied-network",
  12: "denied-area",
  13: "denied-roaming",
  14: "denied-network",
  15: "denied-cells",
  16: "denied-failure",
  17: "denied-failure",
  20: "denied-proof",
  21: "denied-proof",
  22: "denied-congested",
  23: "denied-proof",
  25: "denied-area",
  26: "denied-proof",
  32: "denied-data",
  33: "denied-data",
  34: "denied-failure",
  35: "denied-data",
  38: "denied-failure",
  40: "denied-failure",
  42: "denied-failure",
  78: "denied-area",
  111: "denied-failure",
};
/** 24.501 9.11.3.2: N1 mode not allowed, redirection to the EPC, restricted service area, slices. */
const IN_5G: Readonly<Record<number, Denial>> = {
  27: "denied-technology",
  28: "denied-area",
  31: "denied-technology",
  62: "denied-technology",
};

/** What a refused registration says; `maker`: the number is the modem maker's own (27.007 10.1.22 `<cause_type>` 1). */
export function denialFinding(domain: Domain, cause: number | undefined, maker: boolean): Denial {
  if (cause === undefined || maker) return "denied-unnamed";
  return (domain === "5gs" ? IN_5G[cause] : undefined) ?? DENIALS[cause] ?? "denied-unnamed";
}

/** 24.301 5.5.1.2.5: the modem takes the card, or itself, for invalid until it is switched off; who names no cause may do so. */
const FOR_GOOD: readonly string[] = [
  "denied-identity",
  "denied-device",
  "denied-data",
  "denied-all",
  "denied-unnamed",
] satisfies Denial[];

export const isForGood = (kind: string): boolean => FOR_GOOD.includes(kind);

const CONTEXTS: Readonly<Record<number, Refused>> = {
  8: "context-barred",
  26: "context-congested",
  27: "context-unknown-apn",
  28: "context-wrong-type",
  29: "context-not-authorised",
  30: "context-refused-by-gateway",
  31: "context-refused-unnamed",
  32: "context-not-subscribed",
  33: "context-not-subscribed",
  34: "context-failed",
  38: "context-failed",
  50: "context-wrong-type",
  51: "context-wrong-type",
  57: "context-wrong-type",
  58: "context-wrong-type",
  61: "context-wrong-type",
  65: "context-failed",
  66: "context-unknown-apn",
  70: "context-unknown-apn",
  91: "context-not-subscribed",
};

/** What a refused context says, by its SM, ESM or 5GSM cause (24.008 10.5.6.6, 24.301 9.9.4.4, 24.501 9.11.4.2). */
export const contextFinding = (cause: number | undefined): Refused =>
  (cause === undefined ? undefined : CONTEXTS[cause]) ?? "context-refused-unnamed";
