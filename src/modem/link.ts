/** Where the way to the modem stands. `text` is for people: what was found and what to do. */
export type Link =
  | { readonly kind: "opening" | "initialising" | "ready" }
  | { readonly kind: "refused" | "gone" | "silent"; readonly text: string };
