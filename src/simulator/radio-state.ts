import type { Duration } from "../base/duration.ts";
import type { PdpContext } from "./pdp-contexts.ts";

/** +CREG, +CGREG, +CEREG, +C5GREG: circuits, 2G/3G packet service, the core of LTE, the core of 5G. */
export type Domain = "cs" | "gprs" | "eps" | "5gs";
export const DOMAINS: readonly Domain[] = ["cs", "gprs", "eps", "5gs"];

/** `cause` is an EMM cause (3GPP TS 24.301 9.9.3.9), on the 5G core a 5GMM cause (24.501 9.11.3.2): `<cause_type>` 0. */
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
  /** Attempts that failed in a row (24.301 5.5.1.1): four times T3411, then T3402. */
  readonly attempts: number;
  /** T3346 runs: the network is congested and has said until when it is to be left alone. */
  readonly backingOff: boolean;
  readonly registration: Readonly<Record<Domain, DomainRegistration>>;
  /** What the modem camps on. */
  readonly camp: Camp;
  readonly attached: boolean;
  readonly contexts: readonly PdpContext[];
}

/** The network's answer to an attempt to register, per domain: accepted, or the cause. */
export interface Verdict {
  readonly roaming: boolean;
  readonly rejected: Readonly<Partial<Record<Domain, number>>>;
  /** Registration is one thing, contexts another: a card over its limit may be let in without being given any. */
  readonly contexts: boolean;
  /** The value of T3346 beside cause 22 (24.301 5.5.1.2.5). */
  readonly backOff?: Duration;
}

interface Answer {
  readonly verdict: Verdict;
  readonly barred?: readonly string[];
}

/** The timers of 24.301 10.2 that lead to another attempt. */
export type AttemptTimer = "T3346" | "T3402" | "T3411";

export type RadioInput =
  | { readonly kind: "level"; readonly level: 0 | 1 | 4 }
  /** `removed`: it is another one that comes next, if any; else it may be locked, or not be ready yet. */
  | { readonly kind: "card"; readonly usable: boolean; readonly removed?: boolean }
  | { readonly kind: "coverage"; readonly covered: boolean }
  /** Another cell. `answer`: the network's at once, where the modem comes along registered (24.501 5.5.1.3, 24.301 5.5.3). */
  | { readonly kind: "camp"; readonly camp: Camp; readonly answer?: Answer | undefined }
  /** `barred`: APNs in lower case that T3396 forbids to ask for. */
  | ({ readonly kind: "verdict" } & Answer)
  | { readonly kind: "network-detach"; readonly reattach: boolean }
  | {
      readonly kind: "network-reject";
      readonly cause: number;
      readonly domains: readonly Domain[];
      readonly backOff?: Duration;
    }
  /** `afresh`: at the network's own word, which no back-off outlasts. */
  | { readonly kind: "attempt"; readonly afresh: boolean; readonly expired?: AttemptTimer }
  | { readonly kind: "context"; readonly cid: number; readonly active: boolean; readonly by: "NW" | "ME" }
  | { readonly kind: "define"; readonly contexts: readonly PdpContext[] }
  | { readonly kind: "attach"; readonly attach: boolean }
  | { readonly kind: "operator"; readonly deregister: boolean }
  | { readonly kind: "power-lost" };

export type RadioEffect =
  /** The modem looks for the network; the answer comes as a `verdict`. Replaces what was under way. */
  | { readonly kind: "search" }
  /** It will try again by itself when the timer ends; T3346, with the network's own `value`, ends by nothing else. */
  | { readonly kind: "try-later"; readonly timer: AttemptTimer; readonly value?: Duration }
  /** Nothing is under way any more but T3346. */
  | { readonly kind: "give-up" }
  /** The text behind `+CGEV: `. */
  | { readonly kind: "packet-event"; readonly text: string };

export interface RadioStep {
  readonly state: RadioState;
  readonly effects: readonly RadioEffect[];
}

const NOWHERE: DomainRegistration = { stat: 0 };

/** What a cell is to a modem: where it can register there, and which of these carries its packet data. */
export interface Camp {
  readonly served: readonly Domain[];
  readonly packet: "gprs" | "eps" | "5gs";
}

/** `<AcT>` of 27.007 7.3: 10 to 12 are cells of the 5G core. 13, dual connectivity, is LTE to the core. */
export const isFifthGeneration = (act: number): boolean => act >= 10 && act <= 12;

/** A modem that knows no 5G finds nothing on a cell of the 5G core; one that does is in no older domain there (23.501 5.17). */
export function campOn(act: number, knowsFifth: boolean): Camp {
  if (isFifthGeneration(act)) return { served: knowsFifth ? ["5gs"] : [], packet: knowsFifth ? "5gs" : "eps" };
  return { served: ["cs", "gprs", "eps"], packet: act < 7 ? "gprs" : "eps" };
}

export function initialRadio(contexts: readonly PdpContext[], camp: Camp): RadioState {
  return {
    level: 1,
    cardUsable: false,
    covered: true,
    deregistered: false,
    detachedByUser: false,
    invalidFor: [],
    attempts: 0,
    backingOff: false,
    registration: { cs: NOWHERE, gprs: NOWHERE, eps: NOWHERE, "5gs": NOWHERE },
    camp,
    attached: false,
    contexts,
  };
}

/** Registered in some domain. */
export const serving = ({ registration }: RadioState): boolean => Object.values(registration).some(isRegistered);

/** Registered at home or abroad, with packet data (27.007 10.1.22). */
export const isRegistered = (registration: DomainRegistration): boolean =>
  registration.stat === 1 || registration.stat === 5;
