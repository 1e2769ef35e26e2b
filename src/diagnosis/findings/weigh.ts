import type { CauseCode } from "../cause.ts";
import type { Weights } from "./finding-row.ts";

/** The stops that a carrier makes for its own or the owner's reasons; each of them looks like the others on a modem. */
const STOPS: readonly CauseCode[] = [
  "over-limit",
  "pool-exhausted",
  "card-threshold",
  "arrears",
  "manual-stop",
  "expired",
  "retention",
  "cancelled",
  "real-name",
  "violation",
  "imei-separation",
  "area-control",
  "not-activated",
  "data-switched-off",
];

const SIM: readonly CauseCode[] = ["sim-absent", "sim-locked", "sim-faulty"];
const MODEM: readonly CauseCode[] = ["modem-hung", "serial-fault"];
/** What happens behind a network that lets data pass. */
const BEHIND: readonly CauseCode[] = [
  "dns-fault",
  "wrong-clock",
  "broker-down",
  "server-down",
  "speed-capped",
  "directed-only",
  "own-limit",
];

const GROUPS = { stops: STOPS, sim: SIM, modem: MODEM, behind: BEHIND } as const;

/** One number for each of a group; what a finding says of single causes comes on top, in its place. */
export function weigh(groups: Partial<Record<keyof typeof GROUPS, number>>, single: Weights = {}): Weights {
  const weights: Partial<Record<CauseCode, number>> = {};
  for (const [group, causes] of Object.entries(GROUPS))
    for (const cause of causes) {
      const weight = Object.entries(groups).find(([name]) => name === group)?.[1];
      if (weight !== undefined) weights[cause] = weight;
    }
  return { ...weights, ...single };
}
