/** A quota as the kernel has it (`over N bytes`), with its traps: what is dropped counts on, and is not shown. */
export class QuotaModel {
  cap = 0n;
  passed = 0n;
  #consumed = 0n;

  get used(): bigint {
    return this.#consumed < this.cap ? this.#consumed : this.cap;
  }

  send(bytes: bigint): boolean {
    this.#consumed += bytes;
    if (this.#consumed > this.cap) return false;
    this.passed += bytes;
    return true;
  }

  copy(): QuotaModel {
    const copy = new QuotaModel();
    copy.cap = this.cap;
    copy.passed = this.passed;
    copy.#consumed = this.#consumed;
    return copy;
  }

  reset(): bigint {
    const shown = this.used;
    this.#consumed = 0n;
    return shown;
  }
}
