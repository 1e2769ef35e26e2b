import type { AtCommand, AtOutcome } from "../at/command.ts";
import type { ModemAction } from "../modem/action.ts";
import { type ActionEnd, type ActionInput, planned, runAction } from "../modem/action-run.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

/** Carries a plan out on the modem: sends, waits and listens; whoever has the port opens it again when it went. One at a time. */
export class ActionRunner {
  readonly #clock: Clock;
  readonly #send: (command: AtCommand) => Promise<AtOutcome>;
  #timer: Cancel = () => {};
  #take: ((input: ActionInput) => void) | undefined;

  constructor(clock: Clock, send: (command: AtCommand) => Promise<AtOutcome>) {
    this.#clock = clock;
    this.#send = send;
  }

  get busy(): boolean {
    return this.#take !== undefined;
  }

  /** Never rejects. */
  run(action: ModemAction): Promise<ActionEnd> {
    if (this.busy) return Promise.resolve({ kind: "failed", text: "something else is being done to the modem" });
    return new Promise((resolve) => {
      let run = planned(action);
      const take = (input: ActionInput): void => {
        const stepped = runAction(run, input);
        ({ run } = stepped);
        for (const effect of stepped.effects) {
          if (effect.kind === "end") {
            this.#timer();
            this.#take = undefined;
            resolve(effect.end);
          } else if (effect.kind === "timer") {
            this.#timer();
            this.#timer = this.#clock.after(effect.after, () => this.#take?.({ kind: "time" }));
          } else void this.#send(effect.command).then((outcome) => this.#take?.({ kind: "answered", outcome }));
        }
      };
      this.#take = take;
      take({ kind: "begin" });
    });
  }

  /** What the modem said unasked. */
  heard(line: string): void {
    this.#take?.({ kind: "line", line });
  }

  port(open: boolean): void {
    this.#take?.({ kind: "port", open });
  }

  /** Nothing more is sent; what waits for the end is not told of one. */
  stop(): void {
    this.#timer();
    this.#take = undefined;
  }
}
