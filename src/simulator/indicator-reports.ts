/** Tells the indicators that changed since they were looked at last. */
export class IndicatorReports {
  readonly #tell: (line: string) => void;
  #values: readonly number[] = [];

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  update(values: readonly number[], told: boolean): void {
    const before = this.#values;
    this.#values = values;
    if (!told) return;
    values.forEach((value, at) => {
      if (value !== before[at]) this.#tell(`+CIEV: ${at + 1},${value}`);
    });
  }
}
