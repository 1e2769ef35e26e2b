/** What only the machine around the modem can do. */
export interface RepairRequest {
  readonly v: 1;
  readonly request: "power-cycle" | "reboot";
  /** Why, a sentence. */
  readonly why: string;
  readonly device: string;
  readonly interface: string;
}

export type RepairEnd = { readonly kind: "done" } | { readonly kind: "failed"; readonly text: string };

/** The settings' own commands; never rejects. */
export interface RepairCommands {
  /** Those that there is a command for. */
  readonly can: readonly RepairRequest["request"][];
  run(request: RepairRequest): Promise<RepairEnd>;
}
