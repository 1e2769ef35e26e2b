/** A text from outside that may go to the modem, or why not: a sentence for the person who gave it, without the text itself. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

export const refused = (why: string): { readonly ok: false; readonly why: string } => ({ ok: false, why });
