import { Fault } from "../base/fault.ts";
import { maskIccid } from "../base/mask.ts";

declare const bookBrand: unique symbol;

/** One book per SIM: its ICCID (ITU-T E.118; some carriers print hexadecimal letters in it), or `unidentified`. */
export type BookId = string & { readonly [bookBrand]: true };

/** The id also names a file and stands in the store's keys, hence no other characters. */
const isBookId = (text: string): text is BookId => /^[0-9A-Za-z]{1,32}$/.test(text);

/** Undefined when the text cannot be an ICCID. */
export const readBookId = (text: string): BookId | undefined => (isBookId(text) ? text : undefined);

/** A card's number as it is printed (E.118: 89, country, issuer, account), or `unidentified`: what a witness file is called. */
export const isBookName = (text: string): boolean => text === UNIDENTIFIED || /^89[0-9A-F]{14,20}$/.test(text);

/** For a text that was checked before. Throws Fault `internal` when it was not. */
export function bookId(text: string): BookId {
  if (isBookId(text)) return text;
  throw new Fault("internal", `"${text}" cannot name a book`);
}

/** The book of the bytes that were counted before the SIM was known. No ICCID looks like it. */
export const UNIDENTIFIED: BookId = bookId("unidentified");

/** For logs and messages. */
export const maskBook = (book: BookId): string => (book === UNIDENTIFIED ? book : maskIccid(book));
