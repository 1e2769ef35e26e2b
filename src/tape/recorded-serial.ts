import type { Clock } from "../ports/clock.ts";
import type { Serial } from "../ports/serial.ts";
import type { TapePiece } from "./tape-cut.ts";

/** A line on which everything that passes is noted, with its time. */
export class RecordedSerial implements Serial {
  readonly pieces: TapePiece[] = [];
  readonly #serial: Serial;
  readonly #clock: Clock;

  constructor(serial: Serial, clock: Clock) {
    this.#serial = serial;
    this.#clock = clock;
    serial.onBytes((bytes) => this.#note("modem", bytes));
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#note("host", bytes);
    return this.#serial.write(bytes);
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.#serial.onBytes(listener);
  }

  onGone(listener: (why: string) => void): void {
    this.#serial.onGone(listener);
  }

  close(): Promise<void> {
    return this.#serial.close();
  }

  #note(from: TapePiece["from"], bytes: Uint8Array): void {
    this.pieces.push({ from, bytes: Buffer.from(bytes).toString("latin1"), at: this.#clock.monoMs() });
  }
}
