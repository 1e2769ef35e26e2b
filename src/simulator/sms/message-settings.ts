/** The memories of 27.005 3.1 `<mem1..3>` that this modem has: the card, its own, both. */
export const MEMORY_NAMES = ["SM", "ME", "MT"] as const;
export type MemoryName = (typeof MEMORY_NAMES)[number];

/** +CNMI (27.005 3.4.1): `<mode>,<mt>,<bm>,<ds>,<bfr>`. */
export interface Indications {
  readonly mode: number;
  readonly received: number;
  readonly broadcast: number;
  readonly reports: number;
  readonly buffer: number;
}

/** What 27.005 commands set. */
export interface MessageSettings {
  /** +CMGF: 0 PDU, 1 text. */
  readonly format: 0 | 1;
  /** +CSMS: 1 asks the DTE to acknowledge what is routed to it (phase 2+). */
  readonly service: 0 | 1;
  /** +CSDH: text mode shows the header's values. */
  readonly details: boolean;
  /** Reading and deleting; writing and sending; what is received. */
  readonly memories: readonly [MemoryName, MemoryName, MemoryName];
  readonly indications: Indications;
  /** +CSMP: what text mode cannot say otherwise: `<fo>,<vp>,<pid>,<dcs>`. */
  readonly parameters: {
    readonly first: number;
    readonly validity: number;
    readonly pid: number;
    readonly dcs: number;
  };
}

export const FACTORY_MESSAGE_SETTINGS: MessageSettings = {
  format: 0,
  service: 0,
  details: false,
  memories: ["SM", "SM", "SM"],
  indications: { mode: 2, received: 1, broadcast: 0, reports: 0, buffer: 0 },
  parameters: { first: 17, validity: 167, pid: 0, dcs: 0 },
};
