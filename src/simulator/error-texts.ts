/** What +CMEE=2 says instead of numbers, for the codes that this modem uses (3GPP TS 27.007 9.2, 27.005 3.2.5). */
const TEXTS: Readonly<Record<"cme" | "cms", Readonly<Record<number, string>>>> = {
  cme: {
    3: "operation not allowed",
    4: "operation not supported",
    10: "SIM not inserted",
    11: "SIM PIN required",
    12: "SIM PUK required",
    13: "SIM failure",
    16: "incorrect password",
    30: "no network service",
    32: "network not allowed - emergency calls only",
    50: "Incorrect parameters",
    100: "unknown",
    103: "Illegal MS",
    106: "Illegal ME",
    107: "GPRS services not allowed",
    108: "GPRS services and non-GPRS services not allowed",
    111: "PLMN not allowed",
    112: "Location area not allowed",
    113: "Roaming not allowed in this location area",
    133: "requested service option not subscribed",
    143: "Unknown PDP context",
    148: "unspecified GPRS error",
  },
  cms: { 302: "operation not allowed", 321: "invalid memory index" },
};

export const errorText = (scheme: "cme" | "cms", code: number): string => TEXTS[scheme][code] ?? "unknown";
