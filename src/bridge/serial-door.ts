import { type Duration, Seconds } from "../base/duration.ts";
import type { ByteHandler, BytePeer, Welcome } from "../ports/byte-peer.ts";
import type { Clock } from "../ports/clock.ts";
import type { OpenRefusal, Serial, SerialPorts } from "../ports/serial.ts";

export interface SerialDoorParts {
  readonly clock: Clock;
  readonly ports: SerialPorts;
  readonly path: string;
  readonly baudRate: number;
  readonly welcome: Welcome;
  /** The port was opened, refused, or is gone; it is tried again by itself. */
  readonly told: (
    news: { readonly kind: "open" } | OpenRefusal | { readonly kind: "gone"; readonly why: string },
  ) => void;
}

const AGAIN: Duration = Seconds(5);

/** A serial line to a microcontroller: one client that never leaves, for as long as the line is there. */
export class SerialDoor {
  readonly #parts: SerialDoorParts;
  #serial: Serial | undefined;
  #closed = false;
  #refused = "";

  constructor(parts: SerialDoorParts) {
    this.#parts = parts;
  }

  /** Resolves when it is open, or was refused for the first time. */
  async open(): Promise<boolean> {
    const { ports, path, baudRate, told } = this.#parts;
    const opened = await ports.open(path, baudRate);
    if (opened.kind !== "open") {
      // Told once, not every five seconds.
      if (this.#refused !== opened.found) told(opened);
      this.#refused = opened.found;
      this.#again();
      return false;
    }
    this.#refused = "";
    if (this.#closed) {
      await opened.serial.close();
      return false;
    }
    this.#serial = opened.serial;
    told({ kind: "open" });
    this.#attend(opened.serial);
    return true;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#serial?.close();
  }

  #attend(serial: Serial): void {
    const peer = new SerialPeer(serial, this.#parts.path);
    const handler: ByteHandler = this.#parts.welcome(peer);
    serial.onBytes((bytes) => handler.receive(bytes));
    serial.onGone((why) => {
      handler.left();
      this.#serial = undefined;
      if (this.#closed) return;
      this.#parts.told({ kind: "gone", why });
      this.#again();
    });
  }

  #again(): void {
    if (this.#closed) return;
    this.#parts.clock.after(AGAIN, () => {
      if (!this.#closed) void this.open();
    });
  }
}

/** What the driver has not taken yet counts as under way. */
class SerialPeer implements BytePeer {
  readonly name: string;
  readonly #serial: Serial;
  readonly #listeners = new Set<() => void>();
  #writing = 0;

  constructor(serial: Serial, name: string) {
    this.#serial = serial;
    this.name = name;
  }

  ready(): boolean {
    return this.#writing === 0;
  }

  send(bytes: Uint8Array): void {
    this.#writing += 1;
    void this.#serial.write(bytes).then(() => {
      this.#writing -= 1;
      if (this.#writing === 0) this.#listeners.forEach((listener) => listener());
    });
  }

  onReady(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  hold(): void {
    // A line of three wires cannot be held.
  }

  hangUp(): void {
    // Nor hung up.
  }
}
