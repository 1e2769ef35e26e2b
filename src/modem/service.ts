import { told } from "../base/told.ts";
import { statCarriesData, statName } from "../codes/registration-stat.ts";
import type { Domain, DomainRegistration, Modem, Service } from "./modem.ts";
import { rejectCauseText } from "./reject-cause.ts";

/** Packet domains first; CS alone proves nothing about data, and stands in only where no packet domain was reported. */
const PACKET_DOMAINS: readonly Domain[] = ["5gs", "eps", "ps"];

const ONLY_NO: readonly Domain[] = ["eps", "ps", "5gs"];

/** Searching, or let in for something else than data: more than 0 and 4, which say that there is nothing. */
const saysMore = (stat: number | undefined): boolean => stat !== undefined && stat !== 0 && stat !== 4;

/** The registration that decides about data: the best of the packet domains, else CS. */
export function decidingRegistration(
  modem: Pick<Modem, "registration">,
): (DomainRegistration & { readonly domain: Domain }) | undefined {
  const { registration } = modem;
  const statOf = (domain: Domain): number | undefined => registration[domain]?.stat;
  const domain =
    PACKET_DOMAINS.find((candidate) => statCarriesData(statOf(candidate) ?? -1)) ??
    PACKET_DOMAINS.find((candidate) => statOf(candidate) === 3) ??
    PACKET_DOMAINS.find((candidate) => saysMore(statOf(candidate))) ??
    // Modems without 5G that take +C5GREG have nothing else to say there than 0.
    ONLY_NO.find((candidate) => statOf(candidate) !== undefined) ??
    "cs";
  const seen = registration[domain];
  return seen === undefined ? undefined : { domain, ...seen };
}

/** SIM, then registration, then attach, then context: the first that is missing is the reason. */
export function serviceOf(modem: Modem): Service {
  switch (modem.sim.state) {
    case "absent":
      return { data: "down", why: "sim", text: "no SIM in the modem" };
    case "pin":
    case "puk":
      return { data: "down", why: "sim", text: `the SIM asks for its ${modem.sim.state.toUpperCase()}` };
    case "phone-locked":
    case "network-locked":
      return {
        data: "down",
        why: "sim",
        text: `the modem is locked to another SIM or network (${told(modem.sim.detail) ?? modem.sim.state})`,
      };
    case "ready":
    case "pin2":
    case "puk2":
    case "not-ready":
    case "other":
    case "unknown":
      break;
  }
  const seen = decidingRegistration(modem);
  if (seen === undefined) return { data: "unknown", why: "the modem has reported no registration yet" };
  if (seen.stat === 3) {
    const cause = rejectCauseText(seen.domain, seen);
    return { data: "down", why: "denied", text: `the network denied registration (${cause})` };
  }
  if (!statCarriesData(seen.stat)) return { data: "down", why: "not-registered", text: statName(seen.stat) };
  if (modem.attached === false)
    return { data: "down", why: "detached", text: "registered, but detached from the packet domain" };
  const contexts = modem.contexts === undefined ? [] : Object.values(modem.contexts);
  if (contexts.length > 0 && !contexts.includes(true))
    return { data: "down", why: "no-context", text: "no PDP context is active" };
  if (modem.attached === undefined)
    return { data: "unknown", why: "registered; attach and contexts have not been read yet" };
  return { data: "up" };
}
