/**
 * MMI codes of 3GPP TS 22.030 6.6 and 6.5.4 with which a PIN, a PUK or the barring password is changed: a modem may carry them
 * out by itself when they come in +CUSD, and three wrong ones lock the card for good.
 */
const CHANGES_SECRET = /^(?:\*\*|\*)(?:03|04|05|042|052)\*/;

/** A code that may lock the card whoever asks it. */
export const mayLockCard = (code: string): boolean => CHANGES_SECRET.test(code.trim());
