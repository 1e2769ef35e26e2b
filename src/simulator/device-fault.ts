import type { Duration } from "../base/duration.ts";

/** One fault of the modem, the card or the network, not of the line. */
export type DeviceFault =
  /** The card answers "busy" (+CME 14, +CMS 314) for so long. */
  | { readonly name: "sim-busy"; readonly lasts: Duration }
  /** Every place for messages is taken, on the card and in the modem, until somebody deletes. */
  | { readonly name: "sms-full" }
  /** From now on the modem counts bytes in so many bits; with `left` it stands so far before its end. */
  | { readonly name: "counters-wrap"; readonly bits: 32 | 64; readonly left?: bigint }
  /** The network tells a time that lies so far back. */
  | { readonly name: "nitz-back"; readonly by: Duration }
  /** Power is lost and comes back. */
  | { readonly name: "reboot" };

export type DeviceFaultName = DeviceFault["name"];

const NAMES: readonly DeviceFaultName[] = ["sim-busy", "sms-full", "counters-wrap", "nitz-back", "reboot"];

export const isDeviceFault = (fault: { readonly name: string }): fault is DeviceFault =>
  NAMES.some((name) => name === fault.name);
