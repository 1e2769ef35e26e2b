import type { PdpContext } from "./pdp-contexts.ts";

/** +CREG, +CGREG, +CEREG: circuits, 2G/3G packet service, LTE. */
export type Domain = "cs" | "gprs" | "eps";
export const DOMAINS: readonly Domain[] = ["cs", "gprs", "eps"];

/** `cause` is an EMM cause (3GPP TS 24.301 9.9.3.9): `<cause_type>` 0. */
export interface DomainRegistration {
  /** `<stat>` of 27.007 10.1.22. */
  readonly stat: number;
  readonly cause?: number;
}

export interface RadioState {
  /** +CFUN: 0 off, 1 full, 4 flight mode. */
  readonly level: 0 | 1 | 4;
  readonly cardUsable: boolean;
  readonly covered: boolean;
  /** +COPS=2. */
  readonly deregistered: boolean;
  /** +CGATT=0. */
  readonly detachedByUser: boolean;
  /** Domains for which the network's answer made the USIM invalid until the radio is switched off (24.301 5.5.1.2.5). */
  readonly invalidFor: readonly Domain[];
  readonly registration: Readonly<Record<Domain, DomainRegistration>>;
  /** The domain that carries packet data on the cell's access technology. */
  readonly packetDomain: "gprs" | "eps";
  readonly attached: boolean;
  readonly contexts: readonly PdpContext[];
}

/** The network's answer to an attempt to register, per domain: accepted, or the cause. */
export interface Verdict {
  readonly roaming: boolean;
  readonly rejected: Readonly<Partial<Record<Domain, number>>>;
  /** Registration is one thing, contexts another: a card over its limit may be let in without being given any. */
  readonly contexts: boolean;
}

export type RadioInput =
  | { readonly kind: "level"; readonly level: 0 | 1 | 4 }
  | { readonly kind: "card"; readonly usable: boolean }
  | { readonly kind: "coverage"; readonly covered: boolean }
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "network-detach"; readonly reattach: boolean }
  | { readonly kind: "network-reject"; readonly cause: number; readonly domains: readonly Domain[] }
  | { readonly kind: "attempt"; readonly afresh: boolean }
  | { readonly kind: "context"; readonly cid: number; readonly active: boolean; readonly by: "NW" | "ME" }
  | { readonly kind: "define"; readonly contexts: readonly PdpContext[] }
  | { readonly kind: "attach"; readonly attach: boolean }
  | { readonly kind: "operator"; readonly deregister: boolean }
  | { readonly kind: "power-lost" };

export type RadioEffect =
  /** The modem looks for the network; the answer comes as a `verdict`. Replaces what was under way. */
  | { readonly kind: "search" }
  /** It will try again by itself, after T3402 (24.301: 12 minutes unless the network says otherwise). */
  | { readonly kind: "try-later" }
  | { readonly kind: "give-up" }
  /** The text behind `+CGEV: `. */
  | { readonly kind: "packet-event"; readonly text: string };

export interface RadioStep {
  readonly state: RadioState;
  readonly effects: readonly RadioEffect[];
}

const NOWHERE: DomainRegistration = { stat: 0 };

export function initialRadio(contexts: readonly PdpContext[], packetDomain: "gprs" | "eps"): RadioState {
  return {
    level: 1,
    cardUsable: false,
    covered: true,
    deregistered: false,
    detachedByUser: false,
    invalidFor: [],
    registration: { cs: NOWHERE, gprs: NOWHERE, eps: NOWHERE },
    packetDomain,
    attached: false,
    contexts,
  };
}

/** Registered in some domain. */
export const serving = ({ registration }: RadioState): boolean => Object.values(registration).some(isRegistered);

/** Registered at home or abroad, with packet data (27.007 10.1.22). */
export const isRegistered = (registration: DomainRegistration): boolean =>
  registration.stat === 1 || registration.stat === 5;
