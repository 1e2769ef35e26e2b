import type { Cancel } from "./clock.ts";

/** Somebody at the other end of a byte stream, as a transport offers it. */
export interface BytePeer {
  /** For people, and to tell the ports apart in what is counted: `socket`, `tcp`, `pty`, a device's path. */
  readonly name: string;
  /** Everything that was sent is on its way: more may be sent. */
  ready(): boolean;
  /** Never throws; what the other end does not take is lost, a whole piece at a time. */
  send(bytes: Uint8Array): void;
  /** The other end has taken what was sent, and `ready` may be asked again. */
  onReady(listener: () => void): Cancel;
  /** No more bytes are wanted for a while, or again. A line without flow control goes on and loses them. */
  hold(held: boolean): void;
  hangUp(): void;
}

/** What is done with the bytes of one peer. */
export interface ByteHandler {
  receive(bytes: Uint8Array): void;
  /** At most once; nothing is received afterwards. */
  left(): void;
}

export type Welcome = (peer: BytePeer) => ByteHandler;
