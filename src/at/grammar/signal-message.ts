import * as v from "valibot";
import { type Fields, optionalEntries, type Read } from "./layout.ts";

// prettier-ignore
const NUMBERS = [
  "rssi", "ber", "rxlev", "rscp", "ecno", "rsrq", "rsrp", "ssRsrq", "ssRsrp", "ssSinr",
  "sinr", "ecio", "rssnr", "snr", "qual", "psc", "ssc", "freq", "pcid", "pcellid",
  "earfcn", "uarfcn", "arfcn", "freqBandInd", "ulBandwidth", "dlBandwidth", "nrDlBandwidth", "dlbw", "ulbw",
  "scs", "cqi", "srxlev", "ceLevel", "txPower", "txpwr", "trackLoAdjust", "bsic", "c1", "c2", "regStatus", "act",
] as const;

// prettier-ignore
const TEXTS = [
  "sysmode", "operationMode", "state", "isTdd", "duplexMode", "connState",
  "mcc", "mnc", "lac", "tac", "rac", "cellid", "scellid", "band", "absoluteRfChNum", "c1C2",
  "fullName", "shortName", "nwProvidedEdrxValue", "activeTime", "periodicTauExt", "periodicTau",
] as const;

export type SignalNumber = (typeof NUMBERS)[number];
export type SignalText = (typeof TEXTS)[number];
export type SignalFields = Read<SignalNumber, SignalText>;

export const SIGNAL_FIELDS: Fields<SignalNumber, SignalText> = { numbers: NUMBERS, texts: TEXTS };

const dBm = v.exactOptional(v.pipe(v.number(), v.description("dBm")));
const dB = v.exactOptional(v.pipe(v.number(), v.description("dB")));

/**
 * How strong and how clean. 27.007 8.5 (+CSQ) and 8.69 (+CESQ), and the vendors' lines. A field under the standard's or
 * the vendor's name holds what the line holds (an index or a level, as its manual says); `...Dbm` and `...Db` are
 * derived, and absent where the modem says "not known or not detectable" or where its manual does not fix the unit.
 */
export const signalSchema = v.strictObject({
  kind: v.literal("signal"),
  command: v.string(),
  unsolicited: v.boolean(),
  ...optionalEntries(SIGNAL_FIELDS),
  rssiDbm: dBm,
  rscpDbm: dBm,
  ecnoDb: dB,
  rsrpDbm: dBm,
  rsrqDb: dB,
  sinrDb: dB,
  ssRsrpDbm: dBm,
  ssRsrqDb: dB,
  ssSinrDb: dB,
});

export type SignalMessage = Readonly<v.InferOutput<typeof signalSchema>>;
export type Levels = Omit<SignalMessage, "kind" | "command" | "unsolicited" | SignalNumber | SignalText>;
