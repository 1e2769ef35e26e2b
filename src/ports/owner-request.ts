/** What the agent would do to the data call if it were its own. */
export interface OwnerRequest {
  readonly v: 1;
  readonly request: "connect";
  /** Why, a sentence. */
  readonly why: string;
  readonly device: string;
  readonly interface: string;
  /** How many were made in a row. */
  readonly attempt: number;
}

export type OwnerAnswer = { readonly kind: "accepted" } | { readonly kind: "failed"; readonly why: string };

/** Asks whoever owns the data call. Never rejects. */
export interface RequestOwner {
  ask(request: OwnerRequest): Promise<OwnerAnswer>;
}
