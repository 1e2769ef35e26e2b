import { createHash, timingSafeEqual } from "node:crypto";
import { type Answer, cme, ok } from "../dce/answer.ts";
import type { LineCommand } from "../dce/command-line.ts";
import { parseParameters, textAt } from "../dce/parameters.ts";
import { BRIDGE_ERRORS } from "./wire-codes.ts";

const MOST_TRIES = 3;
const wrongKey = cme(BRIDGE_ERRORS["wrong-key"].code);
const digest = (text: string): Buffer => createHash("sha256").update(text, "utf8").digest();

/** In front of a port that others than the device's own programs can reach: nothing is answered before the token. */
export class KeyGate {
  readonly #token: Buffer;
  #open = false;
  #wrong = 0;

  constructor(token: string) {
    this.#token = digest(token);
  }

  get open(): boolean {
    return this.#open;
  }

  get exhausted(): boolean {
    return this.#wrong >= MOST_TRIES;
  }

  /** `AT+WARDKEY="token"`; an attention is answered, so that a client finds the speed and the port. */
  execute(command: LineCommand): Answer {
    if (command.kind !== "extended" || command.name !== "+WARDKEY") return wrongKey;
    if (this.exhausted) return wrongKey;
    const values = command.operation.kind === "set" ? parseParameters(command.operation.text) : undefined;
    const token = values === undefined ? undefined : textAt(values, 0);
    // Compared as digests: of equal length, and in a time that tells nothing.
    this.#open = token !== undefined && timingSafeEqual(digest(token), this.#token);
    if (!this.#open) this.#wrong += 1;
    return this.#open ? ok() : wrongKey;
  }
}
