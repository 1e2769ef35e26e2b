import { type AttachMessage, attachSchema } from "./grammar/attach.ts";
import { type BackOffMessage, backOffSchema } from "./grammar/back-off.ts";
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
import * as v from "valibot";
import { type CharacterSetMessage, characterSetSchema } from "./grammar/character-set.ts";
import { type NetworkErrorMessage, networkErrorSchema } from "./grammar/network-error.ts";
import { type AccessMessage, accessSchema } from "./grammar/access.ts";
import { type CellBroadcastMessage, cellBroadcastSchema } from "./grammar/cell-broadcast.ts";
import { type CellMeasurementMessage, cellMeasurementSchema } from "./grammar/cell-measurement.ts";
import { type ClockMessage, clockSchema } from "./grammar/clock.ts";
import { type CountersMessage, countersSchema } from "./grammar/counters.ts";
import { type ExtendedErrorMessage, extendedErrorSchema } from "./grammar/extended-error.ts";
import { type FunctionMessage, functionSchema } from "./grammar/function.ts";
import { type IccidMessage, iccidSchema } from "./grammar/iccid.ts";
import { type IdentityMessage, identitySchema } from "./grammar/identity.ts";
import { type NeighbourCellMessage, neighbourCellSchema } from "./grammar/neighbour-cell.ts";
import { type PinRetriesMessage, pinRetriesSchema } from "./grammar/pin-retries.ts";
import { type EdrxMessage, edrxSchema } from "./grammar/edrx.ts";
import { type PowerSavingMessage, powerSavingSchema } from "./grammar/power-saving.ts";
import { type SignallingConnectionMessage, signallingConnectionSchema } from "./grammar/signalling-connection.ts";
import { type PowerMessage, powerSchema } from "./grammar/power.ts";
import { type ErrorMessage, errorSchema, type ResultMessage, resultSchema } from "./grammar/result.ts";
import { type SignalMessage, signalSchema } from "./grammar/signal-message.ts";
import { type SimIoMessage, simIoSchema } from "./grammar/sim-io.ts";
import { type SimPresenceMessage, simPresenceSchema } from "./grammar/sim-presence.ts";
import { type SimStateMessage, simStateSchema } from "./grammar/sim-state.ts";
import { type SmsListMessage, smsListSchema } from "./grammar/sms-list.ts";
import { type SmsReferenceMessage, smsReferenceSchema } from "./grammar/sms-reference.ts";
import { type SmsSettingsMessage, smsSettingsSchema } from "./grammar/sms-settings.ts";
import { type SmsStorageMessage, smsStorageSchema } from "./grammar/sms-storage.ts";
import { type SmsMessage, smsSchema } from "./grammar/sms.ts";
import { type ReadyMessage, readySchema, type RestartMessage, restartSchema } from "./grammar/start.ts";
import { type TauTimerMessage, tauTimerSchema } from "./grammar/tau-timer.ts";
import { type UssdMessage, ussdSchema } from "./grammar/ussd.ts";

export type { ClockMessage, IccidMessage, IdentityMessage, PowerMessage, ReadyMessage, RestartMessage };
export type { BackOffMessage, CountersMessage, SignalMessage, SimPresenceMessage, SimStateMessage };

export type { OperatorMessage } from "./grammar/operator.ts";
export type { RangeMessage } from "./grammar/range.ts";
export type { SmsListMessage } from "./grammar/sms-list.ts";
export type { SmsStorageMessage } from "./grammar/sms-storage.ts";
export type { SmsMessage } from "./grammar/sms.ts";
export type { UssdMessage } from "./grammar/ussd.ts";
export type { PacketEventMessage } from "./grammar/packet-event.ts";
export type { RegistrationCommand, RegistrationMessage } from "./grammar/registration.ts";
/** A line that no grammar knows: never dropped. */
export const unknownSchema = v.strictObject({ kind: v.literal("unknown"), raw: v.string() });

export type UnknownMessage = Readonly<v.InferOutput<typeof unknownSchema>>;

export type AtMessage =
  | AttachMessage
  | BackOffMessage
  | BearerAddressesMessage
  | BearerStateMessage
  | BearerMessage
  | IndicatorMessage
  | OperatorScanMessage
  | OperatorMessage
  | PacketEventMessage
  | PdpAddressMessage
  | PdpContextMessage
  | RangeMessage
  | RegistrationMessage
  | SubscriberNumberMessage
  | PowerSavingMessage
  | EdrxMessage
  | TauTimerMessage
  | SignallingConnectionMessage
  | SignalMessage
  | NeighbourCellMessage
  | CellMeasurementMessage
  | AccessMessage
  | SimStateMessage
  | SimPresenceMessage
  | PinRetriesMessage
  | IccidMessage
  | SimIoMessage
  | ClockMessage
  | SmsMessage
  | SmsListMessage
  | SmsStorageMessage
  | SmsReferenceMessage
  | SmsSettingsMessage
  | CellBroadcastMessage
  | UssdMessage
  | CountersMessage
  | FunctionMessage
  | PowerMessage
  | RestartMessage
  | ReadyMessage
  | IdentityMessage
  | ExtendedErrorMessage
  | NetworkErrorMessage
  | CharacterSetMessage
  | ResultMessage
  | ErrorMessage
  | UnknownMessage;

/** One schema a kind, from which the published JSON Schema is made. */
export const MESSAGE_SCHEMAS = [
  attachSchema,
  backOffSchema,
  bearerAddressesSchema,
  bearerStateSchema,
  bearerSchema,
  indicatorSchema,
  operatorScanSchema,
  operatorSchema,
  packetEventSchema,
  pdpAddressSchema,
  pdpContextSchema,
  rangeSchema,
  registrationSchema,
  subscriberNumberSchema,
  powerSavingSchema,
  edrxSchema,
  tauTimerSchema,
  signallingConnectionSchema,
  signalSchema,
  neighbourCellSchema,
  cellMeasurementSchema,
  accessSchema,
  simStateSchema,
  simPresenceSchema,
  pinRetriesSchema,
  iccidSchema,
  simIoSchema,
  clockSchema,
  smsSchema,
  smsListSchema,
  smsStorageSchema,
  smsReferenceSchema,
  smsSettingsSchema,
  cellBroadcastSchema,
  ussdSchema,
  countersSchema,
  functionSchema,
  powerSchema,
  restartSchema,
  readySchema,
  identitySchema,
  extendedErrorSchema,
  networkErrorSchema,
  characterSetSchema,
  resultSchema,
  errorSchema,
  unknownSchema,
] as const;
