/** What one make of modem does otherwise than another. Every field is an option of the simulated modem. */
export interface Personality {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  readonly imei: string;
  /** Lines that a boot prints before the SIM's state. */
  readonly banner: readonly string[];
  /**
   * The highest `<n>` that +CREG, +CGREG and +CEREG take; 3 reports reject causes (3GPP TS 27.007 7.2, 10.1.20, 10.1.22).
   * `absent`: the modem answers every form of the command with an error.
   */
  readonly registration: Readonly<Record<"cs" | "gprs" | "eps", 0 | 1 | 2 | 3 | "absent">>;
  /** How +CCID, +ICCID and +QCCID write the card's number: as printed on it, in quotes, with a trailing F, or as the bytes of EF ICCID. */
  readonly iccidForm: "plain" | "quoted" | "padded" | "swapped";
  /** What stands behind CONNECT, in bit/s; nothing when left out. */
  readonly connectRate?: number;
  /** The +CME number that an unknown command earns once +CMEE asks for numbers; `plain`: ERROR whatever +CMEE says. */
  readonly unknownCommand: number | "plain";
}

export const DEFAULT_PERSONALITY: Personality = {
  manufacturer: "cellward",
  model: "SIM-LTE",
  revision: "SIM-LTE-1.0",
  imei: "867698041234563",
  banner: ["RDY"],
  registration: { cs: 3, gprs: 3, eps: 3 },
  iccidForm: "plain",
  unknownCommand: 4,
};
