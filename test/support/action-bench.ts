import type { Dialogue as DialogueOf } from "../../src/at/dialogue.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { Millis } from "../../src/base/duration.ts";
import type { ModemAction } from "../../src/modem/action.ts";
import { type ActionEnd, type ActionInput, planned, runAction } from "../../src/modem/action-run.ts";
import type { Cancel, Clock } from "../../src/ports/clock.ts";
import type { SerialPorts } from "../../src/ports/serial.ts";
import { SilentLog } from "./silent-log.ts";

/** Carries a plan out on a port: sends, waits, listens, and opens the port again when it went. */
export class ActionBench {
  readonly #clock: Clock;
  readonly #ports: SerialPorts;
  readonly #path: string;
  #dialogue: DialogueOf | undefined;
  #timer: Cancel = () => {};
  #take: (input: ActionInput) => void = () => {};
  #ended = false;
  readonly lines: string[] = [];
  readonly sent: string[] = [];

  constructor(clock: Clock, ports: SerialPorts, path: string) {
    this.#clock = clock;
    this.#ports = ports;
    this.#path = path;
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
      this.#take({ kind: "line", line });
    });
    dialogue.onGone(() => {
      this.#dialogue = undefined;
      this.#take({ kind: "port", open: false });
      this.#openAgain();
    });
    return true;
  }

  run(action: ModemAction): Promise<ActionEnd> {
    return new Promise((resolve) => {
      let run = planned(action);
      this.#take = (input) => {
        const stepped = runAction(run, input);
        ({ run } = stepped);
        for (const effect of stepped.effects) {
          if (effect.kind === "end") resolve(effect.end);
          else if (effect.kind === "timer") {
            this.#timer();
            this.#timer = this.#clock.after(effect.after, () => this.#take({ kind: "time" }));
          } else {
            this.sent.push(effect.command.line);
            const answer = this.#dialogue?.send(effect.command) ?? Promise.resolve({ kind: "gone", why: "" } as const);
            void answer.then((outcome) => this.#take({ kind: "answered", outcome }));
          }
        }
      };
      this.#take({ kind: "begin" });
    });
  }

  async ask(command: Parameters<DialogueOf["send"]>[0]) {
    return await this.#dialogue?.send(command);
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#timer();
    await this.#dialogue?.close();
  }

  #openAgain(): void {
    if (this.#ended) return;
    this.#clock.after(Millis(500), () => {
      if (this.#ended || this.#dialogue !== undefined) return;
      void this.open().then((open) => (open ? this.#take({ kind: "port", open: true }) : this.#openAgain()));
    });
  }
}
