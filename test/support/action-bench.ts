import type { Dialogue as DialogueOf } from "../../src/at/dialogue.ts";
import { ActionRunner } from "../../src/agent/action-runner.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { Millis } from "../../src/base/duration.ts";
import type { ModemAction } from "../../src/modem/action.ts";
import type { ActionEnd } from "../../src/modem/action-run.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { SerialPorts } from "../../src/ports/serial.ts";
import { SilentLog } from "./silent-log.ts";

/** Carries a plan out on a port: sends, waits, listens, and opens the port again when it went. */
export class ActionBench {
  readonly #clock: Clock;
  readonly #ports: SerialPorts;
  readonly #path: string;
  #dialogue: DialogueOf | undefined;
  readonly #runner: ActionRunner;
  #ended = false;
  readonly lines: string[] = [];
  readonly sent: string[] = [];

  constructor(clock: Clock, ports: SerialPorts, path: string) {
    this.#clock = clock;
    this.#ports = ports;
    this.#path = path;
    this.#runner = new ActionRunner(clock, (command) => {
      this.sent.push(command.line);
      return this.#dialogue?.send(command) ?? Promise.resolve({ kind: "gone", why: "" });
    });
  }

  async open(): Promise<boolean> {
    const found = await this.#ports.open(this.#path, 115_200);
    if (found.kind !== "open") return false;
    const dialogue = new Dialogue(
      { serial: found.serial, clock: this.#clock, log: new SilentLog() },
      STANDARD_DIALOGUE,
    );
    this.#dialogue = dialogue;
    dialogue.onUrc((line) => {
      this.lines.push(line);
      this.#runner.heard(line);
    });
    dialogue.onGone(() => {
      this.#dialogue = undefined;
      this.#runner.port(false);
      this.#openAgain();
    });
    return true;
  }

  run(action: ModemAction): Promise<ActionEnd> {
    return this.#runner.run(action);
  }

  async ask(command: Parameters<DialogueOf["send"]>[0]) {
    return await this.#dialogue?.send(command);
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#runner.stop();
    await this.#dialogue?.close();
  }

  #openAgain(): void {
    if (this.#ended) return;
    this.#clock.after(Millis(500), () => {
      if (this.#ended || this.#dialogue !== undefined) return;
      void this.open().then((open) => (open ? this.#runner.port(true) : this.#openAgain()));
    });
  }
}
