export type SecretReading =
  | { readonly kind: "text"; readonly text: string }
  /** Why it cannot be read, never with anything of the content. */
  | { readonly kind: "unreadable"; readonly why: string };

/** A file that holds a secret, read anew each time: a person may have corrected it. */
export interface SecretFile {
  read(): SecretReading;
}
