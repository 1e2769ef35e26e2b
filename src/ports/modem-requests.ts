/** What the modem said to a command that was passed on to it. */
export type ModemReply =
  | { readonly kind: "answered"; readonly lines: readonly string[]; readonly final: ModemFinal }
  /** There is no modem, or it does not answer at the moment. */
  | { readonly kind: "absent" }
  | { readonly kind: "timeout" };

export type ModemFinal =
  | { readonly kind: "ok" }
  | { readonly kind: "error" }
  | { readonly kind: "cme" | "cms"; readonly code: number };

/** Commands for the modem in the agent's own queue, one after the other. Never rejects. */
export interface ModemRequests {
  /** `+CSQ`: one command without its `AT`, from a list of harmless ones. */
  request(command: string): Promise<ModemReply>;
}
