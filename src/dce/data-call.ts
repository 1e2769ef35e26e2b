/** Where a data call leads: what the DTE sends behind `CONNECT` goes there, and what comes from there to the DTE. */
export interface DataCall {
  /** Called once, behind `CONNECT`. `ended` says that the far end, or the network, has hung up. */
  start(line: { readonly send: (bytes: Uint8Array) => void; readonly ended: () => void }): void;
  receive(bytes: Uint8Array): void;
  /** The DTE hung up: ATH, a dropped DTR, or power was lost. */
  hangUp(): void;
}
