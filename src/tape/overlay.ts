/** A text of which parts are replaced by others as long as they: what is put over a character first stays. */
export class Overlay {
  readonly said: string;
  readonly #put: (string | undefined)[];

  constructor(said: string) {
    this.said = said;
    this.#put = Array.from<undefined>({ length: said.length });
  }

  /** Throws nothing: what is longer than its place is cut, what is shorter leaves the rest to those that come later. */
  put(at: number, text: string): void {
    for (let index = 0; index < text.length; index += 1)
      if (at + index < this.#put.length) this.#put[at + index] ??= text.charAt(index);
  }

  get text(): string {
    return this.#put.map((put, at) => put ?? this.said.charAt(at)).join("");
  }
}
