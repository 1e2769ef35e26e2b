import { addressOf, type SmsAddress } from "../sms/sms-address.ts";

/** A UICC as far as AT commands show it. */
export interface SimCard {
  readonly iccid: string;
  readonly imsi: string;
  readonly pin: string;
  /** Asked for at power-on (+CLCK "SC"). */
  readonly pinEnabled: boolean;
  readonly puk: string;
  /** The subscriber's number (EF MSISDN), by which messages reach the card. */
  readonly number: string;
  /** The service centre (EF SMSP), as +CSCA shows and sets it. */
  readonly centre: SmsAddress;
  /** EF SPN. */
  readonly provider: string;
  /** Digits of the MNC, from EF AD (3GPP TS 31.102 4.2.18). */
  readonly mncLength: 2 | 3;
  readonly pinTries: number;
  readonly pukTries: number;
  readonly unlocked: boolean;
  /** What was written into files, by file and record (0 for a transparent one). */
  readonly written: Readonly<Record<string, string>>;
}

export type CardState = "ready" | "pin" | "puk" | "blocked";

export const PIN_TRIES = 3;
export const PUK_TRIES = 10;
const DEFAULT_PIN = "1234";
const DEFAULT_CENTRE = "+8613800100500";

export interface CardOptions {
  readonly iccid?: string | undefined;
  readonly imsi?: string | undefined;
  /** Four to eight digits; a card without one is not locked (its PIN is 1234 all the same, for +CLCK). */
  readonly pin?: string | undefined;
  /** The card's own number; made of the IMSI when left out. */
  readonly number?: string | undefined;
}

export interface SimChange extends CardOptions {
  readonly state?: "absent" | "pin" | "ready" | undefined;
}

export const DEFAULT_ICCID = "89860412345678901234";
export const DEFAULT_IMSI = "460041234567890";

export function simCard(options: CardOptions = {}): SimCard {
  const imsi = options.imsi ?? DEFAULT_IMSI;
  return {
    iccid: options.iccid ?? DEFAULT_ICCID,
    imsi,
    pin: options.pin ?? DEFAULT_PIN,
    pinEnabled: options.pin !== undefined,
    puk: "12345678",
    number: options.number ?? `+861440${imsi.slice(-9)}`,
    centre: addressOf(DEFAULT_CENTRE),
    provider: "CMCC",
    mncLength: 2,
    pinTries: PIN_TRIES,
    pukTries: PUK_TRIES,
    unlocked: false,
    written: {},
  };
}

export function cardState(card: SimCard): CardState {
  if (card.pukTries === 0) return "blocked";
  if (card.pinTries === 0) return "puk";
  return card.pinEnabled && !card.unlocked ? "pin" : "ready";
}

/** The card as it is after power was taken from it: the PIN is asked for again, the tries are not given back. */
export const repowered = (card: SimCard): SimCard => ({ ...card, unlocked: false });

export interface Tried {
  readonly card: SimCard;
  readonly accepted: boolean;
}

/** Three wrong ones in a row block the PIN (3GPP TS 31.101 9.5.1). */
export function enterPin(card: SimCard, pin: string): Tried {
  if (card.pinTries > 0 && pin === card.pin) {
    return { card: { ...card, unlocked: true, pinTries: PIN_TRIES }, accepted: true };
  }
  return { card: { ...card, pinTries: Math.max(0, card.pinTries - 1) }, accepted: false };
}

export function enterPuk(card: SimCard, puk: string, pin: string): Tried {
  if (card.pukTries === 0 || puk !== card.puk) {
    return { card: { ...card, pukTries: Math.max(0, card.pukTries - 1) }, accepted: false };
  }
  return { card: { ...card, pin, unlocked: true, pinTries: PIN_TRIES, pukTries: PUK_TRIES }, accepted: true };
}

/** +CLCK "SC": asking for the PIN at power-on, on or off. A wrong PIN costs a try. */
export function lockCard(card: SimCard, enabled: boolean, pin: string): Tried {
  const tried = enterPin(card, pin);
  return tried.accepted ? { ...tried, card: { ...tried.card, pinEnabled: enabled } } : tried;
}

/** +CPWD "SC". */
export function changePin(card: SimCard, pin: string, fresh: string): Tried {
  const tried = enterPin(card, pin);
  return tried.accepted ? { ...tried, card: { ...tried.card, pin: fresh } } : tried;
}

/** The card that is put in: the last one where nothing else is said, locked or unlocked as asked for. */
export function changedCard(last: SimCard | undefined, change: SimChange): SimCard {
  const known = last ?? simCard();
  const [iccid, imsi] = [change.iccid ?? known.iccid, change.imsi ?? known.imsi];
  const same = iccid === known.iccid && imsi === known.imsi;
  const card = same ? known : simCard({ iccid, imsi, number: change.number });
  return {
    ...card,
    pin: change.pin ?? card.pin,
    number: change.number ?? card.number,
    pinEnabled: change.pin !== undefined || change.state === "pin" || card.pinEnabled,
    unlocked: change.state === "ready",
  };
}
