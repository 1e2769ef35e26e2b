/** An open serial line. Bytes in, bytes out; knows nothing of AT. */
export interface Serial {
  /** Resolves when the driver has taken the last byte; rejects never: a lost port is told by `onGone`. */
  write(bytes: Uint8Array): Promise<void>;
  onBytes(listener: (bytes: Uint8Array) => void): void;
  /** At most once, whoever closed it. */
  onGone(listener: (why: string) => void): void;
  close(): Promise<void>;
}

export type OpenRefusal = {
  readonly kind: "absent" | "busy" | "forbidden" | "failed";
  /** What was found, for people: the process that holds the port, the group that may open it. */
  readonly found: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The same for those who read Chinese. */
  readonly zh: { readonly found: string; readonly remedy: string };
};

export interface SerialPorts {
  /** The paths where a modem may be, stable names first. */
  list(): Promise<readonly string[]>;
  open(path: string, baudRate: number): Promise<{ readonly kind: "open"; readonly serial: Serial } | OpenRefusal>;
}
