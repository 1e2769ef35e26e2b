import type { PublishedEvent } from "../base/events.ts";
import { Seconds } from "../base/duration.ts";
import { afterFailure, NO_FAILURES, retryDelay } from "../modem/call-retry.ts";
import type { Modem } from "../modem/modem.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { OwnerRequest, RequestOwner } from "../ports/owner-request.ts";
import type { Random } from "../ports/random.ts";

/** An owner that dials by itself is given so long to do it. */
const PATIENCE = Seconds(60);

export interface OwnerOptions {
  readonly device: string;
  readonly interfaceName: string;
}

/**
 * Where somebody else owns the data call: the modem is registered and no context is up, so the agent asks the owner to
 * connect, ever more rarely, and does nothing itself.
 */
export class OwnerLoop {
  readonly #ports: { readonly clock: Clock; readonly random: Random; readonly owner: RequestOwner };
  readonly #options: OwnerOptions;
  readonly #event: (type: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void;
  #record = NO_FAILURES;
  #timer: Cancel | undefined;
  #why = "";

  constructor(
    ports: { readonly clock: Clock; readonly random: Random; readonly owner: RequestOwner },
    options: OwnerOptions,
    event: (type: PublishedEvent, fields: Readonly<Record<string, unknown>>) => void,
  ) {
    this.#ports = ports;
    this.#options = options;
    this.#event = event;
  }

  modem({ service }: Modem): void {
    if (service.data === "down" && service.why === "no-context") {
      this.#why = service.text;
      this.#timer ??= this.#ports.clock.after(PATIENCE, () => void this.#ask());
      return;
    }
    // Not knowing for a while is no change.
    if (service.data === "unknown") return;
    this.stop();
    if (service.data === "up") this.#record = NO_FAILURES;
  }

  stop(): void {
    this.#timer?.();
    this.#timer = undefined;
  }

  async #ask(): Promise<void> {
    const { clock, random, owner } = this.#ports;
    this.#record = afterFailure(this.#record, "temporary");
    const attempt = this.#record.failures;
    // Armed before the answer: a command that hangs keeps no later request from being made.
    this.#timer = clock.after(retryDelay(this.#record, random()), () => void this.#ask());
    const { device, interfaceName } = this.#options;
    const request: OwnerRequest = {
      v: 1,
      request: "connect",
      why: this.#why,
      device,
      interface: interfaceName,
      attempt,
    };
    const answer = await owner.ask(request);
    const failed = answer.kind === "failed" ? { detail: answer.why } : {};
    this.#event("owner-asked", { request: "connect", attempt, outcome: answer.kind, ...failed });
  }
}
