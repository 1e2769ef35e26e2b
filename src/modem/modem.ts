import type { RegistrationMessage, SignalMessage, SimStateMessage } from "../at/message.ts";

export type SimState = SimStateMessage["state"] | "unknown";

export interface Sim {
  readonly state: SimState;
  /** The modem's own word where the state is none of the known ones. */
  readonly detail?: string;
  readonly iccid?: string;
  readonly imsi?: string;
}

/** The last thing the network said in one domain. */
export type DomainRegistration = Pick<
  RegistrationMessage,
  "stat" | "tac" | "lac" | "ci" | "act" | "causeType" | "rejectCause"
>;

export type Domain = "cs" | "ps" | "eps" | "5gs";

/** Whether packets can be expected to pass, as far as the modem tells. */
export type Service =
  | { readonly data: "up" }
  | { readonly data: "unknown"; readonly why: string }
  /** There is no modem that could be asked: this will not change by waiting. */
  | { readonly data: "not-observable"; readonly why: string }
  | {
      readonly data: "down";
      readonly why: "sim" | "denied" | "not-registered" | "detached" | "no-context";
      readonly text: string;
    };

/** What the modem says that it has counted itself, as one reading after the other has told it. */
export interface ModemCount {
  /** The command that told it. */
  readonly command: string;
  /** Bytes by context, from the device's side; 0 where the modem does not tell them apart. */
  readonly said: Readonly<Record<number, { readonly up: bigint; readonly down: bigint }>>;
}

/** Everything known of the modem and its SIM. A value: folded from messages by `step`, never changed in place. */
export interface Modem {
  readonly manufacturer?: string;
  readonly model?: string;
  readonly revision?: string;
  readonly imei?: string;
  /** The title of the family that it was taken for; "unknown" when no description matches. */
  readonly family?: string;
  readonly sim: Sim;
  readonly registration: Readonly<Partial<Record<Domain, DomainRegistration>>>;
  readonly attached?: boolean;
  /** The modem said +CFUN: 0 or 4 (27.007 8.2), and nothing else since. */
  readonly radioOff?: boolean;
  /** cid -> active. Absent until the modem has told. */
  readonly contexts?: Readonly<Record<number, boolean>>;
  /** What +CEER said last while the modem was registered and had no context: its words for why. */
  readonly lastFailure?: string;
  readonly signal?: Pick<SignalMessage, "rssiDbm" | "rsrpDbm" | "rsrqDb">;
  readonly counted?: ModemCount;
  readonly operator?: { readonly name?: string; readonly plmn?: string; readonly act?: number };
  readonly service: Service;
  /** The last service that was known; outlives a port that was away, not a modem that restarted. */
  readonly lastData?: "up" | "down";
}

/** A card behind a USB stick, a tether or a router: its bytes are counted, its radio cannot be asked. */
export const UNOBSERVABLE_MODEM: Modem = {
  sim: { state: "unknown" },
  registration: {},
  service: { data: "not-observable", why: "there is no AT port to ask (modem.port is none)" },
};

export const UNKNOWN_MODEM: Modem = {
  sim: { state: "unknown" },
  registration: {},
  service: { data: "unknown", why: "the modem has not been asked yet" },
};
