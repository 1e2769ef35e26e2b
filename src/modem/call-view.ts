import { statCarriesData } from "../codes/registration-stat.ts";
import { attachesWith } from "./call-apn.ts";
import type { Modem } from "./modem.ts";
import { decidingRegistration } from "./service.ts";

/** What of the modem matters to the call. */
export interface CallView {
  /** `unknown`: nothing is known now (the port is away, the modem is being asked). */
  readonly network: "usable" | "not-usable" | "unknown";
  /** Why it is not usable, for people. */
  readonly why?: string;
  /** Whether the context is active; undefined while that is not known. */
  readonly active?: boolean;
  /** The context is, or may be, the one that the modem attaches with: nothing but bearer.apn is ever written there. */
  readonly attaches?: boolean;
}

/** Registered for data and not detached; whether a context is active decides nothing about whether one may be dialled. */
export function viewOf(modem: Modem, cid: number): CallView {
  const { service, attached, contexts } = modem;
  const seen = decidingRegistration(modem);
  if (seen === undefined) return { network: "unknown" };
  const locked = service.data === "down" && service.why === "sim";
  const usable = !locked && statCarriesData(seen.stat) && attached !== false;
  const active = contexts?.[cid];
  return {
    network: usable ? "usable" : "not-usable",
    ...(!usable && service.data === "down" ? { why: service.text } : {}),
    ...(active === undefined ? {} : { active }),
    attaches: attachesWith(cid, seen, active),
  };
}
