import { Millis } from "../base/duration.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Tape, TapeEntry } from "../tape/tape.ts";
import type { PortSide } from "../ports/port-side.ts";
import { askedKey, asksForBody, type TapeExchange, tapeScript, type TapeScript } from "./tape-exchange.ts";

const answered = (final: string): TapeExchange => ({
  answer: [{ from: "modem", bytes: `\r\n${final}\r\n` }],
  behind: [],
});
const UNKNOWN = answered("ERROR");
/** A line without a command asks for nothing that could be refused (V.250 5.2.1), and is what everybody asks first. */
const NOTHING_ASKED = answered("OK");
const LONGEST_INPUT = 8_192;

interface Saying {
  readonly entry: TapeEntry;
  /** Part of an answer: what is asked meanwhile waits for it. What was said unasked is hurried up instead. */
  readonly answers: boolean;
}

/**
 * A modem made of a tape: what was asked there is answered as there, again and again with the last answer; anything else
 * gets ERROR, and a bare AT gets OK. What the tape's modem said unasked comes where it came. The tape is rewound when the port is closed.
 */
export class TapePlayer implements PortSide {
  readonly #script: TapeScript;
  readonly #clock: Clock;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  #turns = new Map<string, number>();
  #begun = false;
  #input = "";
  #body = false;
  #queue: Saying[] = [];
  #timer: Cancel | undefined;

  constructor({ tape, clock }: { readonly tape: Tape; readonly clock: Clock }) {
    this.#script = tapeScript(tape);
    this.#clock = clock;
  }

  receive(bytes: Uint8Array): void {
    for (const character of Buffer.from(bytes).toString("latin1")) {
      // Terminals and sockets add line feeds to every line.
      if (character === "\n" && !this.#body) continue;
      this.#input = (this.#input + character).slice(-LONGEST_INPUT);
      const ended = this.#body ? character === "\x1a" || character === "\x1b" : character === "\r";
      if (!ended) continue;
      const said = this.#input;
      this.#input = "";
      if (said !== "\r") this.#asked(said);
    }
  }

  onSend(listener: (bytes: Uint8Array) => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** A tape's port stays. */
  onVanish(): Cancel {
    return () => undefined;
  }

  hangUp(): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#turns = new Map();
    this.#begun = false;
    this.#input = "";
    this.#body = false;
    this.#queue = [];
  }

  #asked(said: string): void {
    const exchange = this.#next(askedKey(said));
    this.#body = asksForBody(exchange);
    const before = this.#begun ? [] : this.#script.before;
    this.#begun = true;
    this.#queue.push(
      ...before.map((entry) => ({ entry: untimed(entry), answers: false })),
      ...exchange.answer.map((entry) => ({ entry, answers: true })),
      ...exchange.behind.map((entry) => ({ entry, answers: false })),
    );
    this.#goOn(true);
  }

  #next(key: string): TapeExchange {
    const known = this.#script.exchanges.get(key) ?? [];
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    return known[Math.min(turn, known.length - 1)] ?? (key === "AT" ? NOTHING_ASKED : UNKNOWN);
  }

  /** Says what is due. `hurry`: somebody asks, so what still waits unasked comes now, in its place. */
  #goOn(hurry: boolean): void {
    if (this.#timer !== undefined && !(hurry && this.#queue[0]?.answers === false)) return;
    this.#timer?.();
    this.#timer = undefined;
    for (let saying = this.#queue[0]; saying !== undefined; saying = this.#queue[0]) {
      const { entry, answers } = saying;
      const wait = entry.after ?? Millis(0);
      if (wait > 0 && (answers || !this.#queue.some((later) => later.answers))) {
        this.#queue[0] = { entry: untimed(entry), answers };
        this.#timer = this.#clock.after(wait, () => {
          this.#timer = undefined;
          this.#goOn(false);
        });
        return;
      }
      this.#queue.shift();
      const bytes = Buffer.from(entry.bytes, "latin1");
      this.#listeners.forEach((listener) => listener(bytes));
    }
  }
}

const untimed = ({ from, bytes }: TapeEntry): TapeEntry => ({ from, bytes });
