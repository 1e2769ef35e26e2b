/** A data call as its far end sees it. */
export interface DataLink {
  readonly cid: number;
  readonly apn: string;
  /** The address that the network has given to the device. */
  readonly address: string;
  readonly send: (bytes: Uint8Array) => void;
  readonly hangUp: () => void;
}

/** Who answers behind `CONNECT`: PPP frames come in as they are on the line. */
export interface DataPeer {
  /** A call begins. Gives where its bytes go and what to do when it ends. */
  open(link: DataLink): { readonly receive: (bytes: Uint8Array) => void; readonly close: () => void };
}

/** Takes everything and says nothing, as a network whose gateway is down. */
export const SILENT_PEER: DataPeer = {
  open: () => ({ receive: () => undefined, close: () => undefined }),
};
