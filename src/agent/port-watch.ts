import { Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { OtherHolders, PortHolders } from "../ports/port-holders.ts";

/** So many answers to nobody within this time are no modem's slip. */
const ANSWERS = 2;
const WITHIN = Minutes(1);
/** Another program that polls does so more often than this. */
const FORGOTTEN = Minutes(10);

const SPEAKS = "Somebody else speaks on this port: answers came within a minute that nobody here had asked for.";

/** Who else has the modem's port: by what is open (/proc), and by answers that nobody here asked for. */
export class PortWatch {
  readonly #holders: PortHolders;
  readonly #clock: Pick<Clock, "monoMs">;
  readonly #tell: (text: string | undefined) => void;
  #path = "";
  #strays: readonly MonoMs[] = [];
  #speaksSince: MonoMs | undefined;
  #suspects = false;

  /** `tell`: what is said of the others, or undefined when nobody is there any more. */
  constructor(
    { holders, clock }: { readonly holders: PortHolders; readonly clock: Pick<Clock, "monoMs"> },
    tell: (text: string | undefined) => void,
  ) {
    this.#holders = holders;
    this.#clock = clock;
    this.#tell = tell;
  }

  /** A session begins on this port. */
  begin(path: string): void {
    this.#path = path;
    this.#strays = [];
    this.#speaksSince = undefined;
    this.#suspects = false;
  }

  /** Somebody was found at the last look: look again. */
  get suspects(): boolean {
    return this.#suspects;
  }

  /** An answer came to nobody. The modem's own late ones are not counted: whoever speaks with it knows what it owes. */
  stray(): void {
    const now = this.#clock.monoMs();
    this.#strays = [...this.#strays.filter((at) => elapsed(at, now) < WITHIN), now].slice(-ANSWERS);
    if (this.#strays.length < ANSWERS) return;
    const isNews = this.#speaksSince === undefined;
    this.#speaksSince = now;
    if (isNews) void this.look();
  }

  async look(): Promise<void> {
    const path = this.#path;
    const others = await this.others();
    // Another port was opened meanwhile.
    if (path !== this.#path) return;
    if (this.#speaksSince !== undefined && elapsed(this.#speaksSince, this.#clock.monoMs()) >= FORGOTTEN)
      this.#speaksSince = undefined;
    const seen = others?.seen === true ? others.text : undefined;
    const text =
      this.#speaksSince === undefined
        ? seen
        : `${SPEAKS} ${others?.text ?? `No other program has it open now: \`sudo fuser -v ${path}\` tells while one does.`}`;
    this.#suspects = text !== undefined;
    this.#tell(text);
  }

  others(): Promise<OtherHolders | undefined> {
    return this.#holders.others(this.#path);
  }
}
