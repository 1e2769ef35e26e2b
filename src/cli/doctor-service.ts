import { maskIccid } from "../base/mask.ts";
import type { Modem, Service, SimState } from "../modem/modem.ts";
import { rejectIsPermanent } from "../modem/reject-cause.ts";
import { decidingRegistration } from "../modem/service.ts";
import type { Settings } from "../settings/declaration.ts";
import type { CheckResult } from "./doctor-check.ts";

/** What to do with a card that is not ready. */
const SIM_REMEDIES: Readonly<Record<Exclude<SimState, "ready">, string>> = {
  absent: "Switch the device off, insert the SIM until it clicks, switch it on.",
  pin: "Put the PIN into a file and name it (modem.pin_file), or put the SIM into a phone and switch its request off there; while the agent runs, `cellward status` says whether the PIN was taken.",
  puk: "Its PIN was entered wrongly too often. Ask the carrier for the PUK and enter it in a phone; after ten wrong ones the card is dead.",
  pin2: "Nothing that data needs is locked; if service is missing, see below.",
  puk2: "Nothing that data needs is locked; if service is missing, see below.",
  "phone-locked":
    "The modem takes one certain SIM only: ask whoever supplied the device, or put the SIM in that came with it.",
  "network-locked":
    "The modem takes SIMs of one carrier only: ask whoever supplied the device, or use a SIM of that carrier.",
  "not-ready":
    "Ask again in half a minute; if it stays so, switch the device off, clean and reseat the SIM, switch it on.",
  other: "Have the carrier or the modem's maker say what this state means; try the SIM in a phone.",
  unknown: "The modem did not tell; ask again in half a minute, then reseat the SIM.",
};

export function simResult({ sim }: Modem): CheckResult {
  const { state, iccid } = sim;
  const found = `${state}${iccid === undefined ? "" : `, ICCID ${maskIccid(iccid)}`}`;
  if (state === "ready" && iccid === undefined)
    return {
      what: "sim",
      verdict: "note",
      found: `${found}, but its number was not read twice alike`,
      remedy:
        "Ask again in half a minute; if it stays so, clean and reseat the SIM, then try another, then another modem.",
    };
  if (state === "ready") return { what: "sim", verdict: "ok", found };
  return {
    what: "sim",
    verdict: state === "pin2" || state === "puk2" ? "note" : "fault",
    found,
    remedy: SIM_REMEDIES[state],
  };
}

/** What to do about a call that is not up: it depends on who dials. */
const DIAL: Readonly<Record<Owner, string>> = {
  external:
    "Whoever dials (pppd, NetworkManager, quectel-CM) must have the call up; the agent does not dial (bearer.owner). Look at its log and the APN.",
  agent:
    "The agent dials while it runs (bearer.owner = agent): start it, and `cellward status` says how the call stands. If the network refuses it, look at bearer.apn and the card.",
};

type Owner = Settings["bearer"]["owner"];

export function serviceResult(modem: Modem, owner: Owner): CheckResult {
  const { service } = modem;
  switch (service.data) {
    case "up":
      return { what: "service", verdict: "ok", found: "registered, attached, a context is active" };
    case "down":
      return { what: "service", found: service.text, ...judged(modem, service.why, owner) };
    case "unknown":
    case "not-observable":
    default:
      return { what: "service", verdict: "note", found: service.why, remedy: "Ask again in a moment." };
  }
}

type Judgement = Pick<CheckResult, "verdict" | "remedy">;

function judged(modem: Modem, why: (Service & { readonly data: "down" })["why"], owner: Owner): Judgement {
  switch (why) {
    case "sim":
      return { verdict: "fault", remedy: "There is no service without the SIM: do what is said of it above." };
    case "denied":
      return denied(modem);
    case "not-registered":
      return {
        verdict: "note",
        remedy: "It may still be searching: ask again in a minute. Then check antenna, place and signal.",
      };
    case "detached":
    case "no-context":
    default:
      return { verdict: "note", remedy: DIAL[owner] };
  }
}

/** 24.301 9.9.3.9 and 24.008 10.5.5.14, by number: they mean the same in every domain that has them. */
const THE_DEVICE: readonly number[] = [5, 6];
const THE_PLACE: readonly number[] = [11, 12, 13, 14, 15];
const PASSING: readonly number[] = [16, 17, 22, 42];

function denied(modem: Modem): Judgement {
  const seen = decidingRegistration(modem);
  const cause = seen?.causeType === 1 ? undefined : seen?.rejectCause;
  if (cause !== undefined && THE_DEVICE.includes(cause))
    return {
      verdict: "fault",
      remedy:
        "The network refuses this device, not its place: ask the carrier, by ICCID and IMEI, whether the card is bound to another device or this IMEI is barred.",
    };
  if (cause !== undefined && PASSING.includes(cause))
    return { verdict: "note", remedy: "The network cannot serve now; ask again in some minutes." };
  if (cause !== undefined && THE_PLACE.includes(cause))
    return {
      verdict: "fault",
      remedy: "This card may not be used in this network or area: ask the carrier where it may, and about roaming.",
    };
  const until =
    seen !== undefined && rejectIsPermanent(seen) ? " The modem asks no more until it is switched off and on." : "";
  return {
    verdict: "fault",
    remedy: `Ask the carrier by the ICCID whether the card is stopped (used up, in arrears, expired, not activated).${until}`,
  };
}
