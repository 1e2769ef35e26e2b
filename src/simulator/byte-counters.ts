export interface ByteCount {
  readonly up: bigint;
  readonly down: bigint;
}

export const NO_BYTES: ByteCount = { up: 0n, down: 0n };

/** The modem's own count of bytes, as wide as its registers are. */
export class ByteCounters {
  #bits = 64n;
  #count = NO_BYTES;

  get count(): ByteCount {
    return this.#count;
  }

  add({ up, down }: ByteCount): void {
    this.#count = { up: this.#cut(this.#count.up + up), down: this.#cut(this.#count.down + down) };
  }

  reset(): void {
    this.#count = NO_BYTES;
  }

  /** Narrower registers; with `left` both stand so many bytes before they begin at zero again. */
  narrow(bits: number, left?: bigint): void {
    this.#bits = BigInt(bits);
    if (left !== undefined) this.#count = { up: this.#cut(-left), down: this.#cut(-left) };
    this.add(NO_BYTES);
  }

  #cut(value: bigint): bigint {
    return BigInt.asUintN(Number(this.#bits), value);
  }
}
