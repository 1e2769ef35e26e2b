import { type AddressForm, DOTTED } from "./ip-address-text.ts";
import type { BookName } from "./phone-book.ts";
import type { Domain } from "./radio-state.ts";
import { FACTORY_MESSAGE_SETTINGS, type MessageSettings } from "./sms/message-settings.ts";
import type { TeCharset } from "./sms/te-charset.ts";

export interface PowerSaving {
  readonly activeTime: string;
  readonly periodicTau: string;
}

/** What 27.007 and 27.005 commands set. Belongs to the modem: it survives a close of the port, and a reboot only after AT&W. */
export interface ModemSettings {
  /** `<n>` of +CREG, +CGREG, +CEREG, +C5GREG. */
  readonly registration: Readonly<Record<Domain, number>>;
  /** +CPSMS: the power saving that is asked for and, here, granted; in the bits of 24.008 10.5.7.4a. */
  readonly powerSaving: PowerSaving | undefined;
  /** +CGEREP: 0 keeps packet events, 1 and 2 report them; `flush` tells what becomes of the kept ones. */
  readonly packetEvents: { readonly mode: number; readonly flush: boolean };
  /** +COPS=3: 0 long name, 1 short name, 2 number. */
  readonly operatorFormat: number;
  /** +CTZR: 0 silent, 1 +CTZV, 2 +CTZE. */
  readonly timeZoneReports: number;
  /** +CMER: +CIEV lines when an indicator changes. */
  readonly indicatorReports: boolean;
  /** +CUSD: answers of the network are shown. */
  readonly serviceReports: boolean;
  /** +CABTSR: timers that forbid an APN are told. */
  readonly backOffReports: boolean;
  /** +CGPIAF. */
  readonly addressForm: AddressForm;
  /** +CPBS. */
  readonly phoneBook: BookName;
  /** +CSCS. */
  readonly charset: TeCharset;
  readonly messages: MessageSettings;
  /** Settings that are only kept and read back (+CTZU, +CLIP, ...), by command, in their written form. */
  readonly kept: Readonly<Record<string, string>>;
}

export const FACTORY_MODEM_SETTINGS: ModemSettings = {
  registration: { cs: 0, gprs: 0, eps: 0, "5gs": 0 },
  powerSaving: undefined,
  packetEvents: { mode: 0, flush: false },
  operatorFormat: 0,
  timeZoneReports: 0,
  indicatorReports: false,
  serviceReports: false,
  backOffReports: false,
  addressForm: DOTTED,
  phoneBook: "SM",
  charset: "IRA",
  messages: FACTORY_MESSAGE_SETTINGS,
  kept: {},
};
