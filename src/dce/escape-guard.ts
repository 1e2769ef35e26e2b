import { type Duration, Millis } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";

export interface EscapeParts {
  readonly now: () => MonoMs;
  readonly after: (delay: Duration, run: () => void) => void;
  readonly pass: (bytes: Uint8Array) => void;
  readonly escaped: () => void;
}

export interface EscapeKeys {
  /** S2; above 127 there is no escape. */
  readonly character: number;
  /** S12: the silence before and behind the three characters. */
  readonly guard: Duration;
}

/**
 * Watches the data of a call for silence, three times S2, silence (V.250 has no words for it; every module and Hayes'
 * own manual has). Anything else passes, the characters of a broken escape included.
 */
export class EscapeGuard {
  readonly #parts: EscapeParts;
  #held = 0;
  #last: MonoMs;
  #turn = 0;

  constructor(parts: EscapeParts) {
    this.#parts = parts;
    this.#last = parts.now();
  }

  receive(bytes: Uint8Array, keys: EscapeKeys): void {
    const now = this.#parts.now();
    const begun = this.#held > 0 || elapsed(this.#last, now) >= keys.guard;
    this.#turn += 1;
    if (begun && this.#held + bytes.length <= 3 && bytes.every((byte) => byte === keys.character && byte < 128)) {
      this.#held += bytes.length;
      this.#settle(keys);
      return;
    }
    this.#release(keys.character);
    this.#last = now;
    this.#parts.pass(bytes);
  }

  #settle(keys: EscapeKeys): void {
    const turn = this.#turn;
    this.#parts.after(Millis(Math.max(20, keys.guard)), () => {
      if (turn !== this.#turn) return;
      if (this.#held === 3) {
        this.#held = 0;
        this.#parts.escaped();
      } else this.#release(keys.character);
    });
  }

  #release(character: number): void {
    if (this.#held > 0) this.#parts.pass(new Uint8Array(this.#held).fill(character));
    this.#held = 0;
    this.#last = this.#parts.now();
  }
}
