import type { AtCommand, AtOutcome } from "../at/command.ts";
import type { ModemAction } from "../modem/action.ts";
import {
  type ActionEnd,
  type ActionInput,
  type ActionRun,
  planned,
  runAction,
  unfinished,
} from "../modem/action-run.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

/** Carries a plan out on the modem: sends, waits and listens; whoever has the port opens it again when it went. One at a time. */
export class ActionRunner {
  readonly #clock: Clock;
  readonly #send: (command: AtCommand) => Promise<AtOutcome>;
  #timer: Cancel = () => {};
  #run: ActionRun | undefined;
  #stopped = false;
  #resolve: (end: ActionEnd) => void = () => {};

  constructor(clock: Clock, send: (command: AtCommand) => Promise<AtOutcome>) {
    this.#clock = clock;
    this.#send = send;
  }

  get busy(): boolean {
    return this.#run !== undefined;
  }

  /** Never rejects. */
  run(action: ModemAction): Promise<ActionEnd> {
    if (this.#stopped) return Promise.resolve({ kind: "failed", text: "the agent stops" });
    if (this.busy) return Promise.resolve({ kind: "failed", text: "something else is being done to the modem" });
    return new Promise((resolve) => {
      this.#run = planned(action);
      this.#resolve = resolve;
      this.#take({ kind: "begin" });
    });
  }

  /** What the modem said unasked. */
  heard(line: string): void {
    this.#take({ kind: "line", line });
  }

  port(open: boolean): void {
    this.#take({ kind: "port", open });
  }

  /** Nothing more is sent by itself. Gives back what has to be sent so that the modem is not left in the middle. */
  stop(): readonly AtCommand[] {
    this.#stopped = true;
    const rest = this.#run === undefined ? [] : unfinished(this.#run);
    if (this.busy) this.#end({ kind: "failed", text: "the agent stops" });
    return rest;
  }

  #take(input: ActionInput): void {
    if (this.#run === undefined) return;
    const { run, effects } = runAction(this.#run, input);
    this.#run = run;
    for (const effect of effects) {
      if (effect.kind === "end") this.#end(effect.end);
      else if (effect.kind === "timer") {
        this.#timer();
        this.#timer = this.#clock.after(effect.after, () => this.#take({ kind: "time" }));
      } else void this.#send(effect.command).then((outcome) => this.#take({ kind: "answered", outcome }));
    }
  }

  #end(end: ActionEnd): void {
    this.#timer();
    this.#run = undefined;
    this.#resolve(end);
  }
}
