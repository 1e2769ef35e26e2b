import type { WallMs } from "../base/instant.ts";
import { type AttachMessage, attachSchema } from "./grammar/attach.ts";
import { type BearerAddressesMessage, bearerAddressesSchema } from "./grammar/bearer-addresses.ts";
import { type BearerStateMessage, bearerStateSchema } from "./grammar/bearer-state.ts";
import { type BearerMessage, bearerSchema } from "./grammar/bearer.ts";
import { type IndicatorMessage, indicatorSchema } from "./grammar/indicator.ts";
import { type OperatorScanMessage, operatorScanSchema } from "./grammar/operator-scan.ts";
import { type OperatorMessage, operatorSchema } from "./grammar/operator.ts";
import { type PacketEventMessage, packetEventSchema } from "./grammar/packet-event.ts";
import { type PdpAddressMessage, pdpAddressSchema } from "./grammar/pdp-address.ts";
import { type PdpContextMessage, pdpContextSchema } from "./grammar/pdp-context.ts";
import { type RangeMessage, rangeSchema } from "./grammar/range.ts";
import { type RegistrationMessage, registrationSchema } from "./grammar/registration.ts";
import { type SubscriberNumberMessage, subscriberNumberSchema } from "./grammar/subscriber-number.ts";

export type { OperatorMessage } from "./grammar/operator.ts";
export type { PacketEventMessage } from "./grammar/packet-event.ts";
export type { RegistrationCommand, RegistrationMessage } from "./grammar/registration.ts";

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
  | OperatorMessage
  | OperatorScanMessage
  | PdpContextMessage
  | PdpAddressMessage
  | BearerMessage
  | BearerAddressesMessage
  | BearerStateMessage
  | PacketEventMessage
  | AttachMessage
  | IndicatorMessage
  | SubscriberNumberMessage
  | RangeMessage
  | SignalMessage
  | SimStateMessage
  | IccidMessage
  | ClockMessage
  | RestartMessage
  | IdentityMessage
  | UnknownMessage;

/** What a message of each kind looks like; from these the published schema is made. */
export const MESSAGE_SCHEMAS = [
  registrationSchema,
  operatorSchema,
  operatorScanSchema,
  pdpContextSchema,
  pdpAddressSchema,
  bearerSchema,
  bearerAddressesSchema,
  bearerStateSchema,
  packetEventSchema,
  attachSchema,
  indicatorSchema,
  subscriberNumberSchema,
  rangeSchema,
] as const;
