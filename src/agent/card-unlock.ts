import { createHmac } from "node:crypto";
import { type AtOutcome, secretAction } from "../at/command.ts";
import { parseSimState, simStateOfError } from "../at/grammar/sim-state.ts";
import { pin } from "../at/outgoing/pin.ts";
import { enterPin } from "../at/outgoing/write-command.ts";
import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Asking, Interrogation } from "../modem/interrogation.ts";
import type { Modem, SimState } from "../modem/modem.ts";
import type { ModemProfile } from "../modem/profile.ts";
import { QUERIES } from "../modem/queries.ts";
import { type PinFile, type PinMark, unlock, type UnlockEffect, type UnlockInput, UNLOCKING } from "../modem/unlock.ts";
import type { Clock } from "../ports/clock.ts";
import type { SecretFile } from "../ports/secret-file.ts";
import type { Store } from "../ports/store.ts";
import { Wait } from "./wait.ts";

export interface UnlockListener {
  onUnlocked(): void;
  onUnlockRefused(text: string): void;
}

/** What one session with a modem offers. */
export interface UnlockSession {
  readonly asking: Asking;
  readonly interrogation: Pick<Interrogation, "pinTries" | "lockedCard">;
  readonly family: ModemProfile | undefined;
}

/** A card may say `SIM PIN` for a while after its PIN was accepted, or be busy (CME 14); 20 s is what others saw at most. */
const READY_WITHIN = Seconds(20);
const LOOK_EVERY = Seconds(2);
const ENTER_WITHIN = Seconds(20);

/** Interprets `unlock` for one modem: reads the file, keeps the marks, asks the card, gives the PIN. */
export class CardUnlock {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #key: string;
  readonly #file: SecretFile | undefined;
  readonly #listener: UnlockListener;
  readonly #wait: Wait;
  #unlocking = UNLOCKING;
  #enteredAt: MonoMs | undefined;
  #ended = false;

  /** `key`: the device's own secret, so that a mark tells nobody the PIN. */
  constructor(
    ports: { readonly store: Store; readonly clock: Clock; readonly file: SecretFile | undefined },
    key: string,
    listener: UnlockListener,
  ) {
    this.#store = ports.store;
    this.#clock = ports.clock;
    this.#file = ports.file;
    this.#key = key;
    this.#listener = listener;
    this.#wait = new Wait(ports.clock);
  }

  /** Why the card is locked and what to do about it. */
  get text(): string | undefined {
    return this.#unlocking.text;
  }

  /** Resolves when nothing more can be done now; true when the card has become ready by it. */
  async run(modem: Modem, session: UnlockSession): Promise<boolean> {
    let unlocked = false;
    const inputs: UnlockInput[] = [{ kind: "sim", state: modem.sim.state }];
    for (let input = inputs.shift(); input !== undefined && !this.#ended; input = inputs.shift()) {
      const { unlocking, effects } = unlock(this.#unlocking, input);
      this.#unlocking = unlocking;
      for (const effect of effects) {
        if (effect.kind === "unlocked") unlocked = true;
        const answer = await this.#interpret(effect, modem, session);
        if (answer !== undefined) inputs.push(answer);
      }
    }
    return unlocked;
  }

  /** The agent stops, or the port is gone: no further look is waited for. */
  end(): void {
    this.#ended = true;
    this.#wait.wake();
  }

  begin(): void {
    this.#ended = false;
    this.#wait.clear();
  }

  async #interpret(effect: UnlockEffect, modem: Modem, session: UnlockSession): Promise<UnlockInput | undefined> {
    switch (effect.kind) {
      case "read-file":
        return { kind: "file", file: await this.#read(modem, session) };
      case "count-tries":
        return { kind: "tries", left: await session.interrogation.pinTries() };
      case "note": {
        const put = markKey(effect.fingerprint);
        return {
          kind: "noted",
          durable: (await this.#store.write([{ put, value: JSON.stringify(effect.mark) }])) === "durable",
        };
      }
      case "forget":
        await this.#store.write([{ del: markKey(effect.fingerprint) }]);
        return undefined;
      case "enter": {
        const outcome = await session.asking.send(secretAction(enterPin(effect.pin), ENTER_WITHIN));
        this.#enteredAt = this.#clock.monoMs();
        return { kind: "entered", outcome };
      }
      case "look":
        return this.#look(session);
      case "unlocked":
        this.#listener.onUnlocked();
        return undefined;
      case "refused":
        this.#listener.onUnlockRefused(effect.text);
        return undefined;
      default:
        return unreachable(effect);
    }
  }

  async #read(modem: Modem, { interrogation }: UnlockSession): Promise<PinFile> {
    const read = this.#file?.read();
    if (read === undefined) return { kind: "unset" };
    if (read.kind === "unreadable") return { kind: "unusable", why: read.why };
    const checked = pin(read.text.trim());
    if (!checked.ok) return { kind: "unusable", why: checked.why };
    // A card that does not tell its number while it is locked is known by its modem.
    const whose = (await interrogation.lockedCard()) ?? modem.imei ?? "unknown";
    const fingerprint = createHmac("sha256", this.#key).update(`pin ${whose} ${checked.value}`).digest("hex");
    return { kind: "pin", pin: checked.value, fingerprint, mark: parse(await this.#store.get(markKey(fingerprint))) };
  }

  async #look({ asking, family }: UnlockSession): Promise<UnlockInput> {
    const every = family?.sim.unlock?.every ?? LOOK_EVERY;
    const within = Millis(Math.max(READY_WITHIN, every * (family?.sim.unlock?.tries ?? 0)));
    const outcome = await asking.send(QUERIES.simState);
    if (outcome.kind === "gone") return { kind: "gone" };
    const state = stateIn(outcome);
    const late = elapsed(this.#enteredAt ?? this.#clock.monoMs(), this.#clock.monoMs()) >= within;
    if (state !== "ready" && state !== "puk" && !late) await this.#pause(every);
    return { kind: "looked", state, late };
  }

  async #pause(every: Duration): Promise<void> {
    if (!this.#ended) await this.#wait.for(every);
  }
}

function stateIn(outcome: AtOutcome): SimState {
  if (outcome.kind === "error") return simStateOfError(outcome).state;
  if (outcome.kind !== "ok") return "unknown";
  return (
    outcome.lines.map((line) => parseSimState(line, "AT+CPIN?")).find((found) => found !== undefined)?.state ??
    "unknown"
  );
}

const markKey = (fingerprint: string): string => `sim/pin/${fingerprint.slice(0, 32)}`;

/** Written by this program alone; what it cannot read counts as a refusal, since a wrong PIN costs more than a delay. */
function parse(text: string | undefined): PinMark | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "kind" in value && value.kind === "given")
      return "triesBefore" in value && typeof value.triesBefore === "number"
        ? { kind: "given", triesBefore: value.triesBefore }
        : { kind: "refused" };
  } catch {
    // Not by this program.
  }
  return { kind: "refused" };
}
