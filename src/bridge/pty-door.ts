import type { Duration } from "../base/duration.ts";
import type { ByteHandler, BytePeer, Welcome } from "../ports/byte-peer.ts";
import type { Cancel } from "../ports/clock.ts";
import type { PortSide } from "../ports/port-side.ts";

/** A pseudo-terminal's side of the bridge: whoever opens it is a client, and its leaving is the end of that client. */
export class PtyDoor implements PortSide {
  readonly #name: string;
  readonly #welcome: Welcome;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  readonly #vanishing = new Set<(lasts: Duration) => void>();
  #handler: ByteHandler | undefined;

  constructor(name: string, welcome: Welcome) {
    this.#name = name;
    this.#welcome = welcome;
  }

  arrived(): void {
    this.#handler ??= this.#welcome(this.#peer());
  }

  receive(bytes: Uint8Array): void {
    this.arrived();
    this.#handler?.receive(bytes);
  }

  onSend(listener: (bytes: Uint8Array) => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  onVanish(listener: (lasts: Duration) => void): Cancel {
    this.#vanishing.add(listener);
    return () => void this.#vanishing.delete(listener);
  }

  hangUp(): void {
    this.#handler?.left();
    this.#handler = undefined;
  }

  /** A terminal has no flow control that a program could not switch off: what is not read is lost, a line at a time. */
  #peer(): BytePeer {
    return {
      name: this.#name,
      ready: () => true,
      send: (bytes) => this.#listeners.forEach((listener) => listener(bytes)),
      onReady: () => () => undefined,
      hold: () => undefined,
      hangUp: () => undefined,
    };
  }
}
