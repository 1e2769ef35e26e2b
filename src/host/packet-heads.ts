export interface PacketHead {
  /** MQTT 5 table 2-1: 2 is CONNACK, 4 PUBACK, 13 PINGRESP. */
  readonly type: number;
  /** Of the whole packet, in bytes. */
  readonly size: number;
}

/** MQTT 5 1.5.5: at most four bytes of seven bits each. */
const MOST_LENGTH_BYTES = 4;

/** Finds the fixed headers (MQTT 5 2.1) in a stream of bytes, however it is cut; keeps nothing of what lies between. */
export class PacketHeads {
  #type: number | undefined;
  #length = 0;
  #lengthBytes = 0;
  #toSkip = 0;

  /** Each header as soon as it is complete, before a byte of its packet's body. `malformed` is followed by nothing. */
  *in(chunk: Uint8Array): Generator<PacketHead | "malformed"> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#toSkip > 0) {
        const skipped = Math.min(this.#toSkip, chunk.length - at);
        this.#toSkip -= skipped;
        at += skipped;
        continue;
      }
      const byte = chunk[at] ?? 0;
      at += 1;
      const head = this.#type === undefined ? this.#begin(byte) : this.#lengthen(this.#type, byte);
      if (head !== undefined) yield head;
      if (head === "malformed") return;
    }
  }

  #begin(byte: number): undefined {
    this.#type = byte >> 4;
    this.#length = 0;
    this.#lengthBytes = 0;
  }

  #lengthen(type: number, byte: number): PacketHead | "malformed" | undefined {
    this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes;
    this.#lengthBytes += 1;
    if (byte >= 0x80) return this.#lengthBytes === MOST_LENGTH_BYTES ? "malformed" : undefined;
    this.#type = undefined;
    this.#toSkip = this.#length;
    return { type, size: 1 + this.#lengthBytes + this.#length };
  }
}
