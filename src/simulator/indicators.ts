import type { RadioState } from "./radio-state.ts";
import { isRegistered } from "./radio-state.ts";
import { type SignalLevel, signalBars } from "./signal-level.ts";
import type { MessagePlaces } from "./sms/message-memory.ts";

/** 27.007 8.9: the indicators of this modem, in their order, with the values that they take. */
export const INDICATORS = [
  ["battchg", "0-5"],
  ["signal", "0-5"],
  ["service", "0,1"],
  ["message", "0,1"],
  ["call", "0,1"],
  ["roam", "0,1"],
  ["smsfull", "0-2"],
] as const;

const FULL_BATTERY = 5;

export interface Indicated {
  readonly radio: RadioState;
  readonly signal: SignalLevel;
  readonly messages: { memory(name: "SM"): MessagePlaces };
}

export function indicatorValues({ radio, signal, messages }: Indicated): readonly number[] {
  const served = Object.values(radio.registration);
  const memory = messages.memory("SM");
  const unread = memory.list().some(([, { status }]) => status === 0);
  return [
    FULL_BATTERY,
    radio.level === 1 && radio.covered ? signalBars(signal) : 0,
    served.some(isRegistered) ? 1 : 0,
    unread ? 1 : 0,
    0,
    served.some(({ stat }) => stat === 5) ? 1 : 0,
    memory.used >= memory.places ? 2 : 0,
  ];
}
