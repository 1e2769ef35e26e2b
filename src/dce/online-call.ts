import { type Duration, Millis } from "../base/duration.ts";
import type { MonoMs } from "../base/instant.ts";
import type { DataCall } from "./data-call.ts";
import type { DceSettings } from "./dce-settings.ts";
import { EscapeGuard } from "./escape-guard.ts";

export interface OnlineParts {
  readonly now: () => MonoMs;
  readonly after: (delay: Duration, run: () => void) => void;
  readonly send: (bytes: Uint8Array) => void;
  /** The DTE escaped: it is told OK and may give commands while the call lives on. */
  readonly escaped: () => void;
  /** The far end hung up: `NO CARRIER`. */
  readonly ended: () => void;
}

/** A data call from `CONNECT` on: online data, online command (V.250 5.1), over. */
export class OnlineCall {
  readonly #call: DataCall;
  readonly #parts: OnlineParts;
  readonly #guard: EscapeGuard;
  #state: "data" | "command" | "over" = "data";

  constructor(call: DataCall, parts: OnlineParts) {
    this.#call = call;
    this.#parts = parts;
    this.#guard = new EscapeGuard({
      now: parts.now,
      after: parts.after,
      pass: (bytes) => call.receive(bytes),
      escaped: () => this.#escape(),
    });
    call.start({
      send: (bytes) => {
        if (this.#state === "data") parts.send(bytes);
      },
      ended: () => {
        if (this.#state === "over") return;
        this.#state = "over";
        parts.ended();
      },
    });
  }

  /** Bytes go to the far end and not to the command line. */
  get data(): boolean {
    return this.#state === "data";
  }
  get over(): boolean {
    return this.#state === "over";
  }

  receive(bytes: Uint8Array, { registers }: Pick<DceSettings, "registers">): void {
    this.#guard.receive(bytes, { character: registers[2] ?? 43, guard: Millis((registers[12] ?? 50) * 20) });
  }

  /** ATO. */
  resume(): void {
    if (this.#state === "command") this.#state = "data";
  }

  /** &D1: a dropped DTR leads to the command line and no further. */
  escape(): void {
    if (this.#state === "data") this.#state = "command";
  }

  hangUp(): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.#call.hangUp();
  }

  #escape(): void {
    if (this.#state !== "data") return;
    this.#state = "command";
    this.#parts.escaped();
  }
}
