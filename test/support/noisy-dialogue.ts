import { type AtCommand, action, type AtOutcome, hexadecimalBody, query } from "../../src/at/command.ts";
import { decode } from "../../src/at/decode.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { Millis, Seconds } from "../../src/base/duration.ts";
import type { Log } from "../../src/ports/log.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeSerial } from "./fake-serial.ts";
import { lineNoise } from "./line-noise.ts";

const silent: Log = {
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  station: () => silent,
};

const TIMEOUT = Seconds(2);
const signal = query("AT+CSQ", (line) => line.startsWith("+CSQ:"), TIMEOUT);
const IN_FLIGHT: readonly AtCommand[] = [
  signal,
  action("AT+CEREG=2", TIMEOUT),
  query("AT+CGMM", (line) => !line.startsWith("+"), TIMEOUT),
  { ...action("AT+CMGS=23", TIMEOUT), body: hexadecimalBody("0011000B9168") },
];

/** A dialogue with a modem that is deaf while there is noise, and answers every command with a number of its own. */
export class NoisyDialogue {
  readonly #draw: (below: number) => number;
  readonly #clock = new FakeClock();
  readonly #serial = new FakeSerial();
  readonly #dialogue: Dialogue;
  #answered = 0;
  #noisy = false;
  decoded = 0;

  constructor(draw: (below: number) => number) {
    this.#draw = draw;
    this.#dialogue = new Dialogue({ serial: this.#serial, clock: this.#clock, log: silent }, STANDARD_DIALOGUE);
    this.#dialogue.onUrc((line) => {
      decode(line);
      this.decoded += 1;
    });
    this.#serial.answer = (line) => (this.#noisy ? undefined : this.#answerTo(line));
  }

  #answerTo(line: string): string | undefined {
    if (line === "AT+CMEE?") return "\r\n+CMEE: 1\r\n\r\nOK\r\n";
    if (line === "AT+CGMM") return "\r\nEC20F\r\n\r\nOK\r\n";
    if (line !== "AT+CSQ") return line.startsWith("AT") ? "\r\nOK\r\n" : undefined;
    this.#answered += 1;
    return `\r\n+CSQ: ${this.#answered},99\r\n\r\nOK\r\n`;
  }

  /** What went wrong in a round of noise with a command in flight, and the one that was sent when it was over. */
  async round(length: number): Promise<readonly string[]> {
    const trouble: string[] = [];
    this.#noisy = true;
    this.#serial.written.length = 0;
    const outcomes: AtOutcome[] = [];
    const keep = (outcome: AtOutcome): void => void outcomes.push(outcome);
    const inFlight = 1 + this.#draw(3);
    for (let at = 0; at < inFlight; at += 1)
      void this.#dialogue.send(IN_FLIGHT[this.#draw(IN_FLIGHT.length)] ?? signal).then(keep);
    for (const piece of lineNoise(this.#draw, length)) {
      this.#serial.say(piece);
      if (this.#draw(8) === 0) await this.#clock.advance(Millis(this.#draw(200)));
    }
    this.#noisy = false;
    const fences = this.#fences();
    // A dialogue that ended because nobody answered three fences in the noise has done what it should.
    if (this.#dialogue.gone?.startsWith("the modem answered none") === true) return ["gone"];
    // Whatever a line has left open is no part of what comes after so long a silence.
    await this.#clock.advance(STANDARD_DIALOGUE.silence);
    const expected = (): string => `+CSQ: ${this.#answered},99`;
    const own = this.#dialogue.send(signal).then((outcome) => {
      if (outcome.kind !== "ok" || outcome.lines.length !== 1 || outcome.lines[0] !== expected())
        trouble.push(`the next command got ${JSON.stringify(outcome)} instead of ${expected()}`);
      keep(outcome);
    });
    await this.#clock.advance(Seconds(30));
    if (outcomes.length !== inFlight + 1) trouble.push(`${inFlight + 1 - outcomes.length} commands never ended`);
    else await own;
    // One that was lost in the noise and one that it took, or one that it took and one that confirms the next answer.
    const sent = this.#fences() - fences;
    if (sent > 2) trouble.push(`${sent} fences after the noise: ${JSON.stringify(this.#serial.written)}`);
    if (this.#clock.waiting > 0) trouble.push(`${this.#clock.waiting} timers are left`);
    return trouble;
  }

  #fences(): number {
    return this.#serial.written.filter((line) => line === "AT+CMEE?\r").length;
  }
}
