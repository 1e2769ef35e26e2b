import { type Duration, Seconds } from "../base/duration.ts";
import { TokenPail } from "../base/token-pail.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { keptDiagnosis, type KeptDiagnosis, readKeptDiagnosis } from "./kept-diagnosis.ts";
import { WritingUnderWay } from "./writing-under-way.ts";

export interface DiagnosePorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: Log;
}

const KEY = "diagnosis/kept";
/** A network that comes and goes must not wear the flash out: enough for an hour at the counter, then what a power cut leaves is at most a quarter of an hour old. */
const KEEPS = { burst: 16, perSecond: 1 / 900 } as const;

/** One piece of news changes several things one after the other, each with an answer of its own: the last one is kept. */
const SETTLED: Duration = Seconds(2);

/** The diagnosis in the store: what a restart must not lose. */
export class DiagnosisShelf {
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #turns: TokenPail;
  readonly #writing: WritingUnderWay;
  /** Another diagnosis than the kept one waits for its turn. */
  #waits = false;
  #settles: Cancel | undefined;
  #text: string;
  #written: Promise<"durable" | "kept"> = Promise.resolve("durable");

  constructor({ clock, store, log }: DiagnosePorts, text: string | undefined) {
    this.#clock = clock;
    this.#store = store;
    this.#turns = new TokenPail(KEEPS, clock.monoMs());
    this.#writing = new WritingUnderWay(log);
    this.#text = text ?? "";
  }

  /** Read before the agent is made, so that the last diagnosis is there with the first question. */
  static read(store: Store): Promise<string | undefined> {
    return store.get(KEY);
  }

  /** Undefined when there is none that can be read. */
  get before(): KeptDiagnosis | undefined {
    return readKeptDiagnosis(this.#text);
  }

  /** Not at once, and when there were many at a later look. `written`: it was another one than the kept one. */
  keep(kept: () => KeptDiagnosis, changed: boolean, written: () => void): void {
    if (changed) this.#waits = true;
    if (!this.#waits || this.#settles !== undefined) return;
    this.#settles = this.#clock.after(SETTLED, () => {
      this.#settles = undefined;
      if (this.#waits && this.#turns.take(this.#clock.monoMs()) === undefined && this.write(kept())) written();
    });
  }

  write(kept: KeptDiagnosis): boolean {
    this.#waits = false;
    const text = keptDiagnosis(kept);
    if (text === this.#text) return false;
    this.#text = text;
    const written = this.#store.write([{ put: KEY, value: text }]);
    this.#writing.hold(written);
    this.#written = written.catch(() => "kept" as const);
    return true;
  }

  /** How the last write ended; `kept`: the disk refuses, so that a restart undoes it. */
  get written(): Promise<"durable" | "kept"> {
    return this.#written;
  }

  async close(kept: KeptDiagnosis): Promise<void> {
    this.#settles?.();
    if (this.#waits) this.write(kept);
    await this.#writing.done();
  }
}
