import type { WallMs } from "../base/instant.ts";

/** Registration domains: which command reports them. */
export type RegistrationCommand = "+CREG" | "+CGREG" | "+CEREG" | "+C5GREG";

/** 3GPP TS 27.007 7.2 (+CREG), 10.1.20 (+CGREG), 10.1.22 (+CEREG), 10.1.47 (+C5GREG). Field names are the clause's. */
export interface RegistrationMessage {
  readonly kind: "registration";
  readonly command: RegistrationCommand;
  readonly unsolicited: boolean;
  readonly n?: number;
  readonly stat: number;
  readonly lac?: string;
  readonly tac?: string;
  readonly ci?: string;
  readonly act?: number;
  readonly rac?: string;
  readonly causeType?: number;
  readonly rejectCause?: number;
  /** GPRS timer 3 and 2 as bit strings, unchanged (24.008 10.5.7.4a and 10.5.7.3). */
  readonly activeTime?: string;
  readonly periodicTau?: string;
}

/** 3GPP TS 27.007 10.1.19: packet domain events. `scope` says who did it. */
export interface PacketEventMessage {
  readonly kind: "packet-event";
  readonly command: "+CGEV";
  readonly unsolicited: true;
  readonly event:
    | "detach"
    | "pdn-activated"
    | "pdn-deactivated"
    | "activated"
    | "deactivated"
    | "modified"
    | "reactivate"
    | "rejected"
    | "class"
    | "other";
  readonly scope: "network" | "mobile" | "unknown";
  readonly cid?: number;
  readonly text: string;
}

export interface AttachMessage {
  readonly kind: "attach";
  readonly command: "+CGATT";
  readonly attached: boolean;
}

export interface ContextStateMessage {
  readonly kind: "pdp-context";
  readonly command: "+CGACT";
  readonly cid: number;
  readonly active: boolean;
}

/** 27.007 8.5 and 8.69. Absent where the modem says "not known or not detectable" (99, 255). */
export interface SignalMessage {
  readonly kind: "signal";
  readonly command: "+CSQ" | "+CESQ";
  readonly rssiDbm?: number;
  readonly rsrpDbm?: number;
  readonly rsrqDb?: number;
}

/** 27.007 8.3, and the words that modems add. */
export interface SimStateMessage {
  readonly kind: "sim-state";
  readonly command: "+CPIN";
  readonly state:
    | "ready"
    | "pin"
    | "puk"
    | "pin2"
    | "puk2"
    | "phone-locked"
    | "network-locked"
    | "absent"
    | "not-ready"
    | "other";
  readonly text: string;
}

export interface IccidMessage {
  readonly kind: "iccid";
  readonly command: string;
  /** Upper case, without filler; China Mobile's cards hold hexadecimal letters inside. */
  readonly iccid: string;
}

export interface OperatorMessage {
  readonly kind: "operator";
  readonly command: "+COPS";
  readonly name?: string;
  readonly plmn?: string;
  readonly act?: number;
}

export interface ClockMessage {
  readonly kind: "clock";
  readonly command: "+CCLK";
  readonly instant: WallMs;
  /** False where the line carried no zone: the instant was then read as UTC. */
  readonly zoned: boolean;
}

/** The modem started (again): everything that was known of it is void. */
export interface RestartMessage {
  readonly kind: "restart";
  readonly raw: string;
}

export interface IdentityMessage {
  readonly kind: "identity";
  readonly field: "manufacturer" | "model" | "revision" | "imei" | "imsi";
  readonly value: string;
}

export interface UnknownMessage {
  readonly kind: "unknown";
  readonly raw: string;
}

export type AtMessage =
  | RegistrationMessage
  | PacketEventMessage
  | AttachMessage
  | ContextStateMessage
  | SignalMessage
  | SimStateMessage
  | IccidMessage
  | OperatorMessage
  | ClockMessage
  | RestartMessage
  | IdentityMessage
  | UnknownMessage;
