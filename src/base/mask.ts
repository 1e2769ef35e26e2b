/** Keeps the issuer's part and the end, so that two cards can be told apart without being known. */
function mask(text: string, head: number, tail: number): string {
  if (text.length <= head + tail) return "*".repeat(text.length);
  return text.slice(0, head) + "*".repeat(text.length - head - tail) + text.slice(-tail);
}

/** `898604*********1234`: issuer (6) and the last four. */
export const maskIccid = (iccid: string): string => mask(iccid, 6, 4);
/** `46004********89`: MCC and MNC, and the last two. */
export const maskImsi = (imsi: string): string => mask(imsi, 5, 2);
/** `86012345*****12`: the type allocation code, and the last two. */
export const maskImei = (imei: string): string => mask(imei, 8, 2);

/** Who wrote an SMS: a service's short code of up to six digits (10086) is nobody's number and stays, all else is masked. */
export const maskSender = (sender: string): string => (/^\d{1,6}$/.test(sender) ? sender : mask(sender, 3, 2));

const LONG_HEX = /(?<![0-9A-Za-z])[0-9A-Fa-f]{26,}(?![0-9A-Za-z])/g;
/** Hexadecimal letters may stand inside, as China Mobile's ICCIDs have them. */
const NUMBER = /\+?\d[0-9A-Fa-f]{9,}/g;
/** As people write numbers: `+86 138 0013 8000`, `(0755) 8888-8888-12`. */
const SPACED = /(?<![0-9A-Za-z])\+?\(?\d(?:[ ()-]{0,2}\d){10,}/g;
/** IMSI, IMEI, ICCID and mobile numbers have at least so many digits. */
const SHORTEST = 11;

const digitsIn = (text: string): number => text.replace(/\D/g, "").length;
/** At least six stay hidden: of a mobile number fewer could be tried out. */
const masked = (run: string): string => mask(run, Math.min(6, run.length - 8), 2);

/**
 * Masks whatever may be the number of a person, a card or a device in free text such as an AT line or a modem's name: a run of 10
 * digits and hexadecimal letters, one of 11 digits also where letters are glued to it, and digits with single spaces, hyphens and
 * brackets between. Of a longer run of hexadecimal digits, which may be a PDU with numbers and a text inside, only the beginning
 * and the length are left. The one rule: for payloads, the log and traces.
 */
export function maskText(text: string): string {
  return text
    .replace(LONG_HEX, (run) => `${run.slice(0, 4)}*(${run.length})`)
    .replace(NUMBER, (run: string, at: number, whole: string) => {
      const glued = /[0-9A-Za-z]/.test(whole.charAt(at - 1)) || /[0-9A-Za-z]/.test(whole.charAt(at + run.length));
      return glued && digitsIn(run) < SHORTEST ? run : masked(run);
    })
    .replace(SPACED, (run) => masked(run.replace(/[ ()-]/g, "")));
}
