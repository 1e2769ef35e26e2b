import type { CauseCode } from "./cause.ts";

/**
 * How common each cause is among devices that complain, before anything was seen: natural logarithms, against "something that is not
 * in the list" at 0. Defaults of ours: no source counts them. A carrier's file may override each.
 */
export const PRIORS: Readonly<Record<CauseCode, number>> = {
  "over-limit": -1.8,
  "pool-exhausted": -2.4,
  "card-threshold": -2.6,
  arrears: -1.8,
  "manual-stop": -2.3,
  expired: -2.2,
  retention: -3.2,
  cancelled: -2.8,
  "real-name": -2.6,
  violation: -3,
  "imei-separation": -2.6,
  "area-control": -2.5,
  "not-activated": -2.6,
  sunset: -3.3,
  "data-switched-off": -2.8,
  "directed-only": -2.8,
  "rat-not-allowed": -3.2,
  "speed-capped": -2.6,
  "own-limit": -2.6,
  "no-coverage": -1.2,
  "roaming-barred": -2.8,
  congestion: -2,
  "network-fault": -1.8,
  "wrong-apn": -2,
  "sim-absent": -2.2,
  "sim-locked": -2.6,
  "sim-faulty": -2.6,
  "stale-denial": -2.8,
  "modem-hung": -2.2,
  "serial-fault": -2.4,
  "dns-fault": -2.6,
  "wrong-clock": -2.6,
  "broker-down": -2.4,
  "server-down": -2.6,
};
