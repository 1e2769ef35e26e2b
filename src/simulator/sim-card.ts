import { addressOf, type SmsAddress } from "./sms/sms-address.ts";

/** A UICC as far as AT commands show it. */
export interface SimCard {
  readonly iccid: string;
  readonly imsi: string;
  /** Asked for at power-on when there is one. */
  readonly pin?: string;
  readonly puk: string;
  /** The subscriber's number (EF MSISDN), by which messages reach the card. */
  readonly number: string;
  /** The service centre (EF SMSP), as +CSCA shows and sets it. */
  readonly centre: SmsAddress;
  /** Digits of the MNC, from EF AD (3GPP TS 31.102 4.2.18). */
  readonly mncLength: 2 | 3;
  readonly pinTries: number;
  readonly pukTries: number;
  readonly unlocked: boolean;
}

export type CardState = "ready" | "pin" | "puk" | "blocked";

const PIN_TRIES = 3;
const PUK_TRIES = 10;

export interface CardOptions {
  readonly iccid?: string | undefined;
  readonly imsi?: string | undefined;
  /** Four to eight digits; a card without one is never locked. */
  readonly pin?: string | undefined;
  /** The card's own number; made of the IMSI when left out. */
  readonly number?: string | undefined;
}

export interface SimChange extends CardOptions {
  readonly state?: "absent" | "pin" | "ready" | undefined;
}

export const DEFAULT_ICCID = "89860412345678901234";
const DEFAULT_CENTRE = "+8613800100500";
export const DEFAULT_IMSI = "460041234567890";

export function simCard(options: CardOptions = {}): SimCard {
  return {
    iccid: options.iccid ?? DEFAULT_ICCID,
    imsi: options.imsi ?? DEFAULT_IMSI,
    ...(options.pin === undefined ? {} : { pin: options.pin }),
    puk: "12345678",
    number: options.number ?? `+861440${(options.imsi ?? DEFAULT_IMSI).slice(-9)}`,
    centre: addressOf(DEFAULT_CENTRE),
    mncLength: 2,
    pinTries: PIN_TRIES,
    pukTries: PUK_TRIES,
    unlocked: false,
  };
}

export function cardState(card: SimCard): CardState {
  if (card.pukTries === 0) return "blocked";
  if (card.pinTries === 0) return "puk";
  return card.pin === undefined || card.unlocked ? "ready" : "pin";
}

/** The card as it is after power was taken from it: the PIN is asked for again, the tries are not given back. */
export const repowered = (card: SimCard): SimCard => ({ ...card, unlocked: false });

/** Three wrong ones in a row block the PIN (3GPP TS 31.101 9.5.1). */
export function enterPin(card: SimCard, pin: string): { readonly card: SimCard; readonly accepted: boolean } {
  if (pin === card.pin) return { card: { ...card, unlocked: true, pinTries: PIN_TRIES }, accepted: true };
  return { card: { ...card, pinTries: card.pinTries - 1 }, accepted: false };
}

export function enterPuk(
  card: SimCard,
  puk: string,
  pin: string,
): { readonly card: SimCard; readonly accepted: boolean } {
  if (puk !== card.puk) return { card: { ...card, pukTries: card.pukTries - 1 }, accepted: false };
  return { card: { ...card, pin, unlocked: true, pinTries: PIN_TRIES, pukTries: PUK_TRIES }, accepted: true };
}

/** The card that is put in: the last one where nothing else is said, locked or unlocked as asked for. */
export function changedCard(last: SimCard | undefined, change: SimChange): SimCard {
  const known = last ?? simCard();
  const [iccid, imsi] = [change.iccid ?? known.iccid, change.imsi ?? known.imsi];
  const same = iccid === known.iccid && imsi === known.imsi;
  const pin = change.pin ?? (same ? known.pin : undefined) ?? (change.state === "pin" ? "1234" : undefined);
  const card = same ? known : simCard({ iccid, imsi });
  return { ...card, ...(pin === undefined ? {} : { pin }), unlocked: change.state === "ready" };
}
