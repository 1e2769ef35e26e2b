/** What the agent would do to the data call if it were its own. */
export interface OwnerRequest {
  readonly v: 1;
  /** `disconnect`: until `connect` is asked for; a person ordered that nothing is sent, and billed data still arrives. `radio-cycle`: the radio off and on, once; the network refused the card for good, and the modem does not ask again by itself. */
  readonly request: "connect" | "radio-cycle" | "disconnect";
  /** Why, a sentence. */
  readonly why: string;
  readonly device: string;
  readonly interface: string;
  /** How many were made in a row. */
  readonly attempt: number;
}

/** By what the owner is asked: `bearer.request_via`. */
export type OwnerWay = "command" | "network-manager" | "modem-manager";

/** Why a request came to nothing; what to do follows from it. */
export type OwnerRefusal =
  /** The program by which the owner is asked is not here, or cannot be run. */
  | "no-program"
  /** It runs, and did not end in its time. */
  | "hangs"
  | "not-running"
  /** polkit, or the bus's own policy. */
  | "forbidden"
  /** The owner knows no modem that is certainly this one. */
  | "not-found"
  /** There is nothing that was connected before: the agent makes no profile and no bearer. */
  | "nothing-to-connect"
  /** The owner was told, or is set up, not to connect this one. */
  | "by-hand"
  | "failed";

export type OwnerAnswer =
  | { readonly kind: "accepted"; readonly text?: string }
  /** It holds that the call is up already; it was asked for nothing, so that no working call is cut. */
  | { readonly kind: "standing"; readonly text: string }
  | { readonly kind: "failed"; readonly cause: OwnerRefusal; readonly text: string };

/** What tells this modem from others to an owner that has several. */
export interface SoughtModem {
  readonly interfaceName: string;
  /** As the modem told it; 15 digits. */
  readonly imei?: string;
}

/** Asks whoever owns the data call. Never rejects. */
export interface RequestOwner {
  readonly way: OwnerWay;
  ask(request: OwnerRequest, modem: SoughtModem): Promise<OwnerAnswer>;
}
