/** What the antenna gets, in the units of the measurements themselves. */
export interface SignalLevel {
  readonly rssiDbm: number;
  readonly rsrpDbm: number;
  readonly rsrqDb: number;
}

/** A cell of 10 MHz has 600 subcarriers: its total power lies 28 dB above the power of one (RSRP). */
const SUBCARRIERS_DB = 28;

export function signalOfRssi(rssiDbm: number): SignalLevel {
  return { rssiDbm, rsrpDbm: rssiDbm - SUBCARRIERS_DB, rsrqDb: -10 };
}

const bounded = (value: number, most: number): number => Math.min(most, Math.max(0, Math.floor(value)));

/** 3GPP TS 27.007 8.5: 0 is -113 dBm or less, 31 is -51 dBm or more, 2 dB a step. */
export const rssiIndex = (signal: SignalLevel): number => bounded((signal.rssiDbm + 113) / 2, 31);
export const dbmOfRssiIndex = (index: number): number => index * 2 - 113;

/** 27.007 8.69: 0 is below -140 dBm, 97 is -44 dBm or more; 0 is below -19.5 dB, 34 is -3 dB or more, half a dB a step. */
export const rsrpIndex = (signal: SignalLevel): number => bounded(signal.rsrpDbm + 141, 97);
export const rsrqIndex = (signal: SignalLevel): number => bounded((signal.rsrqDb + 20) * 2, 34);

/** 27.007 8.9 `"signal"`: five bars, of 12 dB each up to -51 dBm. */
export const signalBars = (signal: SignalLevel): number => bounded((signal.rssiDbm + 111) / 12, 5);
