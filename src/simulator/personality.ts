/** Commands of one maker's; `generic` are those that several makers have. */
export const VENDOR_SETS = [
  "generic",
  "quectel",
  "quectel-5g",
  "simcom",
  "ublox",
  "huawei",
  "cinterion",
  "fibocom",
  "meig",
  "neoway",
  "sierra",
  "telit",
  "zte",
  "ccid",
  "iccid",
] as const;
export type VendorSet = (typeof VENDOR_SETS)[number];

/** LTE alone, LTE with an NR carrier added, NR on the 5G core. */
export type Access = "lte" | "nsa" | "sa";
/** As `<AcT>` (3GPP TS 27.007 7.3). */
export const ACT_OF: Readonly<Record<Access, number>> = { lte: 7, nsa: 13, sa: 11 };

/** `<n>` of a registration command. */
export type RegistrationMode = 0 | 1 | 2 | 3 | 4 | 5;

/** What one make of modem does otherwise than another. Every field is an option of the simulated modem. */
export interface Personality {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  readonly imei: string;
  /** What +GCAP tells of the modem's abilities (V.250 6.1.9). */
  readonly abilities: string;
  /** Lines that a boot prints before the SIM's state. */
  readonly banner: readonly string[];
  /** Lines behind the SIM's state, when a usable card was found: what a host waits for before it uses card and messages. */
  readonly ready: readonly string[];
  /** Lines that tell of a card that is put in or taken out, before +CPIN does. */
  readonly cardIn: readonly string[];
  readonly cardOut: readonly string[];
  /** The last line before power goes, after a command that switches off. */
  readonly farewell: readonly string[];
  /** Functions of +CFUN that restart the modem, beside 1,1 (27.007 8.2 leaves them to the maker). */
  readonly resets: readonly number[];
  /** +CFUN=4 is refused while the card is not ready, and the card is told when it is. */
  readonly flightAfterCard: boolean;
  /**
   * The highest `<n>` that +CREG, +CGREG and +CEREG take; 3 reports reject causes (3GPP TS 27.007 7.2, 10.1.20, 10.1.22),
   * 4 and 5 of +CEREG power saving besides.
   * `absent`: the modem answers every form of the command with an error.
   */
  readonly registration: Readonly<Record<"cs" | "gprs" | "eps", RegistrationMode | "absent">> & {
    /** +C5GREG; a modem without it knows no cell of the 5G core. */
    readonly "5gs"?: RegistrationMode | "absent";
  };
  /** The access technology of the cell that it finds, where the carrier's is not named. */
  readonly access: Access;
  /** How the maker's own commands write the card's number: as printed on it, in quotes, with a trailing F, or as the bytes of EF ICCID. */
  readonly iccidForm: "plain" | "quoted" | "padded" | "swapped";
  /** It knows +CESQ (27.007 8.69, release 8); older and smaller modems have +CSQ and a command of their own. */
  readonly extendedSignal: boolean;
  /** Its contexts come up with the attach; else not before somebody dials. */
  readonly ownContexts: boolean;
  /** On LTE it does not let the last active context go: +CME 171 (27.007 9.2.2.2), "last PDN disconnection not allowed". */
  readonly keepsLastPdn: boolean;
  /** Which makers' commands it knows beside the standard's. */
  readonly vendors: readonly VendorSet[];
  /** What stands behind CONNECT, in bit/s; nothing when left out. */
  readonly connectRate?: number;
  /** +CGCONTRDP writes the subnet mask in a field of its own, as before release 9 (27.007 10.1.23). */
  readonly separateMask: boolean;
  /** +CCLK? tells universal time, with the zone behind it all the same. */
  readonly clockInUtc: boolean;
  /** The +CME number that an unknown command earns once +CMEE asks for numbers; `plain`: ERROR whatever +CMEE says. */
  readonly unknownCommand: number | "plain";
}
