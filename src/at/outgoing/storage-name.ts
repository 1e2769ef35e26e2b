import { type Checked, refused } from "./checked.ts";

declare const storageNameBrand: unique symbol;

/** A message storage as the modem names it (3GPP TS 27.005 3.2.2): `SM`, `ME`, `MT`, and makers' own. */
export type StorageName = string & IsStorageName;

export interface IsStorageName {
  readonly [storageNameBrand]: true;
}

/** It comes from the modem, and goes into a line: what a noisy line makes of a name must not end it. */
export const storageName = (text: string): Checked<StorageName> =>
  isName(text) ? { ok: true, value: text } : refused("a message storage has a name of 2 to 6 letters and digits");

const isName = (text: string): text is StorageName => /^[A-Za-z][A-Za-z0-9]{1,5}$/.test(text);
