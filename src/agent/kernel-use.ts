/** What the kernel's own table counted of each class since this program's start; a count that fell began anew. */
export class KernelUse {
  #last: ReadonlyMap<string, bigint> | undefined;
  readonly #used = new Map<string, bigint>();

  /** `anew`: of a table that was made just now, so that all that its counters hold is of this run. */
  take(counts: ReadonlyMap<string, bigint>, anew: boolean): void {
    const last = anew ? new Map<string, bigint>() : this.#last;
    this.#last = counts;
    // What the first reading of a run shows was counted before it.
    if (last === undefined) return;
    for (const [name, now] of counts) {
      const before = last.get(name) ?? 0n;
      this.#used.set(name, this.of(name) + (now >= before ? now - before : now));
    }
  }

  of(name: string): bigint {
    return this.#used.get(name) ?? 0n;
  }
}
