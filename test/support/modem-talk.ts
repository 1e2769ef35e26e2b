import { Millis } from "../../src/base/duration.ts";
import type { SimulatedModemOptions } from "../../src/simulator/modem-options.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { FakeClock } from "./fake-clock.ts";

/** A simulated modem under a fake clock, registered at once, and everything it says. */
export class ModemTalk {
  readonly clock = new FakeClock();
  readonly modem: SimulatedModem;
  #heard = "";

  constructor(options: Partial<SimulatedModemOptions> = {}) {
    this.modem = new SimulatedModem({ clock: this.clock, registrationDelay: Millis(0), ...options });
    this.modem.onSend((bytes) => (this.#heard += Buffer.from(bytes).toString("latin1")));
  }

  /** Sends the text as it is and returns what the modem said meanwhile. */
  say(text: string): string {
    this.hear();
    this.modem.receive(Buffer.from(text, "latin1"));
    return this.hear();
  }

  /** What the modem has said since it was asked last. */
  hear(): string {
    const heard = this.#heard;
    this.#heard = "";
    return heard;
  }

  /** The lines of the answer to a command line, without echo and empty lines. */
  at(command: string): readonly string[] {
    return linesOf(this.say(`${command}\r`)).filter((line) => line !== command);
  }

  /** The lines said since the last time, without empty ones. */
  lines(): readonly string[] {
    return linesOf(this.hear());
  }
}

const linesOf = (text: string): readonly string[] => text.split(/[\r\n]+/).filter((line) => line !== "");
