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

/**
 * Masks every run of 11 or more digits (hexadecimal letters allowed inside, as China Mobile's ICCIDs have them)
 * in free text such as an AT line. Numbers, IMSI, IMEI and ICCID are all at least that long. Of a longer run of hexadecimal digits, which may
 * be a PDU with numbers and a text inside, only the beginning and the length are left.
 */
export function maskText(text: string): string {
  const short = text.replace(
    /(?<![0-9A-Za-z])[0-9A-Fa-f]{28,}(?![0-9A-Za-z])/g,
    (run) => `${run.slice(0, 4)}*(${run.length})`,
  );
  return short.replace(/(?<![0-9A-Za-z])\+?\d[0-9A-Fa-f]{9,24}\d?(?![0-9A-Za-z])/g, (run) =>
    mask(run, Math.min(6, run.length - 5), 2),
  );
}
