import type { WallMs } from "../../base/instant.ts";
import { told } from "../../base/told.ts";
import { unreachable } from "../../base/unreachable.ts";
import { statCarriesData, statName } from "../../codes/registration-stat.ts";
import type { Link } from "../../modem/link.ts";
import type { Modem } from "../../modem/modem.ts";
import { rejectCauseText } from "../../modem/reject-cause.ts";
import { decidingRegistration } from "../../modem/service.ts";
import type { Unseen } from "../diagnose.ts";
import type { Finding } from "../finding-item.ts";
import type { FindingKind } from "../findings/finding.ts";
import { denialFinding } from "./refusal.ts";

/** dBm: what a data call can live with, and what it cannot. RSRP as 36.133 9.1.4 has it, RSSI as +CSQ. */
const GOOD = { rsrp: -108, rssi: -93 } as const;
const POOR = { rsrp: -120, rssi: -107 } as const;

/** What the modem's picture and the way to it say at this moment. Pure. */
export function observeModem(modem: Modem, link: Link, now: WallMs): readonly Finding[] {
  const found = (kind: FindingKind, text?: string): Finding => ({
    kind,
    at: now,
    ...(text === undefined ? {} : { text }),
  });
  switch (link.kind) {
    case "none":
    case "opening":
    case "initialising":
      return [];
    case "refused":
    case "gone":
      return [found("port-gone", link.text)];
    case "silent":
    case "off":
      return [found("modem-silent", link.text)];
    case "in-call":
    case "ready":
      break;
  }
  return [found("modem-answers"), ...ofCard(modem, found), ...ofRadio(modem, found)];
}

/** Whether the modem, or the way to it, has told yet how it is: a port that is just being opened tells nothing. */
export const tellsOfNow = ({ service }: Modem, { kind }: Link): boolean =>
  kind === "ready" || kind === "in-call" ? service.data !== "unknown" : kind !== "opening" && kind !== "initialising";

type Found = (kind: FindingKind, text?: string) => Finding;

function ofCard({ sim }: Modem, found: Found): readonly Finding[] {
  switch (sim.state) {
    case "ready":
    case "pin2":
    case "puk2":
      return [found("sim-ready")];
    case "absent":
      return [found("sim-missing")];
    case "pin":
    case "puk":
    case "phone-locked":
    case "network-locked":
      return [found("sim-asks-for-code", told(sim.detail))];
    case "other":
      return /FAIL|WRONG|ERROR|\b1[35]\b/.test(sim.detail ?? "") ? [found("sim-errors", told(sim.detail))] : [];
    case "not-ready":
    case "unknown":
      return [];
    default:
      return unreachable(sim.state);
  }
}

function ofRadio(modem: Modem, found: Found): readonly Finding[] {
  if (modem.radioOff === true) return [found("radio-off")];
  const seen = decidingRegistration(modem);
  const registered = seen !== undefined && statCarriesData(seen.stat);
  return [
    ...(seen === undefined ? [] : ofRegistration(modem, seen, found)),
    ...(registered && modem.attached !== false ? ofContexts(modem, found) : []),
    ...ofSignal(modem, registered, found),
    ...ofPlace(modem, found),
  ];
}

function ofRegistration(
  modem: Modem,
  seen: NonNullable<ReturnType<typeof decidingRegistration>>,
  found: Found,
): readonly Finding[] {
  const name = statName(seen.stat);
  if (statCarriesData(seen.stat)) return modem.attached === false ? [] : [found("registered", name)];
  switch (seen.stat) {
    case 3: {
      const kind = denialFinding(seen.domain, seen.rejectCause, seen.causeType === 1);
      return [found(kind, rejectCauseText(seen.domain, seen))];
    }
    case 6:
    case 7:
      return [found("sms-only", name)];
    case 8:
    case 11:
      return [found("emergency-only", name)];
    case 2:
    case 4:
      return [found("searching", name)];
    default:
      return modem.sim.state === "ready" ? [found("not-searching", name)] : [];
  }
}

/** A context that is down may only not have been asked for: who was refused one knows by the cause. */
const ofContexts = ({ contexts }: Modem, found: Found): readonly Finding[] =>
  Object.values(contexts ?? {}).includes(true) ? [found("context-up")] : [];

function ofSignal({ signal }: Modem, registered: boolean, found: Found): readonly Finding[] {
  const { rsrpDbm, rssiDbm } = signal ?? {};
  if (rsrpDbm === undefined && rssiDbm === undefined)
    return signal === undefined || registered ? [] : [found("signal-none")];
  const text = rsrpDbm === undefined ? `RSSI ${rssiDbm} dBm` : `RSRP ${rsrpDbm} dBm`;
  const least = (limits: { readonly rsrp: number; readonly rssi: number }): boolean =>
    rsrpDbm === undefined ? (rssiDbm ?? 0) >= limits.rssi : rsrpDbm >= limits.rsrp;
  if (least(GOOD)) return [found("signal-good", text)];
  return least(POOR) ? [] : [found("signal-poor", text)];
}

/** By the country alone (3 digits of the IMSI and of the PLMN): within it, brands of one carrier have several networks. */
function ofPlace({ operator, sim }: Modem, found: Found): readonly Finding[] {
  const [here, home] = [operator?.plmn?.slice(0, 3), sim.imsi?.slice(0, 3)];
  // Numbers of 901 belong to no country: such a card is at home nowhere and everywhere.
  if (here === undefined || home === undefined || home === "901") return [];
  return [found(here === home ? "own-network" : "foreign-network", `PLMN ${operator?.plmn ?? ""}`)];
}

/** What no look at this modem will ever tell. */
export const unseenOf = (link: Link): readonly Unseen[] =>
  link.kind === "none" ? ["registration", "sim", "signal", "messages"] : [];
