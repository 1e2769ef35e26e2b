/**
 * Where the way to the modem stands. `text` is for people: what was found and what to do. A modem that is `ready` may
 * still share its port with another program.
 */
export type Link =
  /** By the settings there is no port to ask: nothing is known of the radio, and nothing is missing. */
  | { readonly kind: "none" }
  | { readonly kind: "opening" | "initialising" }
  | { readonly kind: "ready"; readonly text?: string }
  /** By the settings the port is a data call's as well, and now the call has it: nothing is wrong. */
  | { readonly kind: "in-call"; readonly text: string }
  /** `absent`: there is no such port. `off`: the modem itself said that it goes; the port may still be there. */
  | { readonly kind: "refused" | "gone" | "silent" | "off"; readonly text: string; readonly absent?: true };
