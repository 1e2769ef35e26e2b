/** What came and was not carried out yet. */
const MOST = 4_096;
const LINE_END = 13;
/** Without a line end so many bytes are handed on at a time. */
const SLICE = 256;
/** What is kept of a line that is not held. */
const BEGINNING = 64;
/** The line's, and Ctrl-Z and ESC behind a prompt: a text of which bytes are missing is not sent. */
const ENDS: readonly number[] = [LINE_END, 26, 27];
/** Ends a line in a way that no command ends, and is in no character set of a message; outside of both it means nothing. */
const SPOILT = Uint8Array.of(0x21, 0xff, LINE_END);

/**
 * Bytes in the order in which they came, never more than a few kilobytes. When more comes than is held, the line in
 * which bytes are missing is spoilt, so that it is answered by ERROR: half a command is another command.
 */
export class ByteQueue {
  #bytes: Uint8Array = new Uint8Array();
  /** Bytes were lost behind what is held: nothing is taken up to the next end of a line or a text. */
  #torn = false;

  get length(): number {
    return this.#bytes.length;
  }

  push(bytes: Uint8Array): void {
    let rest = bytes;
    if (this.#torn) {
      rest = this.#mend(rest);
    }
    while (rest.length > 0) {
      const room = MOST - this.#bytes.length - BEGINNING - SPOILT.length - 1;
      if (rest.length <= room) return this.#keep(rest);
      const whole = room > 0 ? rest.subarray(0, room).lastIndexOf(LINE_END) + 1 : 0;
      this.#keep(rest.subarray(0, whole));
      rest = rest.subarray(whole);
      if (room >= 0) this.#spoil(rest);
      rest = this.#mend(rest);
    }
  }

  /** The bytes up to and with the next line end, or some of a line that is not at its end. */
  shift(): Uint8Array {
    const end = this.#bytes.indexOf(LINE_END);
    const length = Math.min(end < 0 ? SLICE : end + 1, SLICE);
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(taken.length);
    return taken;
  }

  clear(): void {
    this.#bytes = new Uint8Array();
    this.#torn = false;
  }

  /** The line that was begun, or else `next`, whose beginning stays: without its `AT` nobody would be answered. */
  #spoil(next: Uint8Array): void {
    const last = this.#bytes.at(-1);
    const begun = last !== undefined && !ENDS.includes(last);
    const ends = next.findIndex((byte) => ENDS.includes(byte));
    const beginning = next.subarray(0, Math.min(BEGINNING, ends < 0 ? BEGINNING : ends));
    this.#keep(begun ? new Uint8Array() : beginning, SPOILT);
  }

  /** What stands behind the end of what was torn. The spoilt line has its own end; a text needs the one that was written. */
  #mend(rest: Uint8Array): Uint8Array {
    const end = rest.findIndex((byte) => ENDS.includes(byte));
    this.#torn = end < 0;
    if (end < 0) return rest.subarray(rest.length);
    if (rest[end] !== LINE_END && this.#bytes.length < MOST) this.#keep(rest.subarray(end, end + 1));
    return rest.subarray(end + 1);
  }

  #keep(...more: readonly Uint8Array[]): void {
    const whole = new Uint8Array(this.#bytes.length + more.reduce((sum, piece) => sum + piece.length, 0));
    let at = this.#bytes.length;
    whole.set(this.#bytes);
    for (const piece of more) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.#bytes = whole;
  }
}
