import { type Duration, Millis } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import { CommandServer, type DceOutput } from "../dce/command-server.ts";
import type { DceSettings } from "../dce/dce-settings.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { PortSide } from "../ports/port-side.ts";
import type { Random } from "../ports/random.ts";
import { executeCommand } from "./commands/command-set.ts";
import type { CommandContext } from "./commands/command-row.ts";
import { errorText } from "./error-text.ts";
import { FaultRack } from "./fault-rack.ts";
import type { LineFault } from "./line-fault.ts";

/** What a storm sends back at most of one line. */
const LONGEST_STORM = 256;

export interface AtPortParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly context: CommandContext;
  /** How long the modem takes for any line. */
  readonly answerDelay: Duration;
}

/** One AT port of the modem: its V.250 side, its faults, its listeners. Settings stay when nobody listens. */
export class AtPort implements PortSide {
  readonly #parts: AtPortParts;
  readonly #server: CommandServer;
  readonly #rack: FaultRack;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  readonly #vanishing = new Set<(lasts: Duration) => void>();
  #powered = true;
  #garbled: { readonly end: Cancel } | undefined;
  /** What was sent since the last line's end, for a storm of echoes. */
  #line = "";
  #hung: { readonly end: Cancel } | undefined;

  constructor(parts: AtPortParts) {
    this.#parts = parts;
    this.#rack = new FaultRack(parts.random);
    this.#server = new CommandServer({
      send: (output) => this.#send(output),
      after: (delay, run) => void parts.clock.after(delay, run),
      now: () => parts.clock.monoMs(),
      execute: (command) => executeCommand(parts.context, command),
      errorText,
      profile: (change) => parts.context.mt.profile(change),
      thinking: (line) => Millis(parts.answerDelay + this.#rack.extraThinking(line)),
    });
  }

  get settings(): DceSettings {
    return this.#server.settings;
  }
  get faults(): readonly LineFault[] {
    return [
      ...this.#rack.armed,
      ...(this.#hung === undefined ? [] : [{ name: "hang" } as const]),
      ...(this.#garbled === undefined ? [] : [{ name: "wrong-baud" } as const]),
    ];
  }

  receive(bytes: Uint8Array): void {
    if (!this.#powered || this.#hung !== undefined) return;
    if (this.#garbled !== undefined) return this.#server.receive(this.#rack.randomBytes(bytes.length));
    if (this.#rack.storming) this.#storm(bytes);
    if (!this.#rack.echoing) return this.#server.receive(bytes);
    for (const byte of bytes) this.#receiveEchoing(byte);
  }

  onSend(listener: (bytes: Uint8Array) => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  onVanish(listener: (lasts: Duration) => void): Cancel {
    this.#vanishing.add(listener);
    return () => void this.#vanishing.delete(listener);
  }

  hangUp(): void {
    this.#server.hangUp();
  }

  tell(line: string): void {
    this.#server.unsolicited(line);
  }

  /** Bytes as they are, without line ends. */
  tellRaw(text: string): void {
    this.#emit(Buffer.from(text, "latin1"));
  }

  losePower(): void {
    this.#powered = false;
    this.#server.restart();
    this.#hung?.end();
    this.#hung = undefined;
    this.#line = "";
  }

  forgetListeners(): void {
    this.#listeners.clear();
    this.#vanishing.clear();
  }

  start(): void {
    this.#powered = true;
  }

  fault(fault: LineFault): void {
    switch (fault.name) {
      case "hang":
        return this.#hang(fault.lasts);
      case "port-vanish":
        return this.#vanishing.forEach((listener) => listener(fault.lasts));
      case "garbage":
        return fault.when === "now" ? this.#emit(this.#rack.randomBytes(fault.bytes)) : this.#rack.arm(fault);
      case "nul":
        return fault.when === "now" ? this.#emit(new Uint8Array(fault.bytes)) : this.#rack.arm(fault);
      case "wrong-baud":
        return this.#garble(fault.lasts);
      case "late-answer":
      case "lost-prompt":
      case "echo-storm":
      case "echo-despite-e0":
      case "glued-final":
      case "half-line":
        return this.#rack.arm(fault);
      default:
        return unreachable(fault);
    }
  }

  clearFaults(): void {
    this.#rack.clear();
    this.#hung?.end();
    this.#hung = undefined;
    this.#garbled?.end();
    this.#garbled = undefined;
  }

  #garble(lasts: Duration | undefined): void {
    this.#garbled?.end();
    const recover = (): void => void (this.#garbled = undefined);
    this.#garbled = { end: lasts === undefined ? () => undefined : this.#parts.clock.after(lasts, recover) };
  }

  #storm(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte !== this.#server.settings.terminator) {
        this.#line = (this.#line + String.fromCharCode(byte)).slice(-LONGEST_STORM);
        continue;
      }
      const copies = this.#rack.stormCopies(this.#line);
      this.tellRaw(`${this.#line}\r`.repeat(copies));
      this.#line = "";
    }
  }

  #hang(lasts: Duration | undefined): void {
    this.#hung?.end();
    const recover = (): void => void (this.#hung = undefined);
    this.#hung = { end: lasts === undefined ? () => undefined : this.#parts.clock.after(lasts, recover) };
  }

  #receiveEchoing(byte: number): void {
    const { echo, terminator } = this.#server.settings;
    if (!echo && this.#rack.echoing) this.#emit(Uint8Array.of(byte));
    if (!echo && byte === terminator) this.#rack.lineEchoed();
    this.#server.receive(Uint8Array.of(byte));
  }

  #send(output: DceOutput): void {
    if (output.kind === "prompt" && this.#rack.promptLost(output.line)) return;
    if (output.kind !== "answer") return this.#emit(output.bytes);
    for (const { bytes, delay } of this.#rack.shape(output)) {
      if (delay > 0) this.#parts.clock.after(delay, () => this.#emit(bytes));
      else this.#emit(bytes);
    }
  }

  #emit(bytes: Uint8Array): void {
    if (!this.#powered || this.#hung !== undefined || bytes.length === 0) return;
    const heard = this.#garbled === undefined ? bytes : this.#rack.randomBytes(bytes.length);
    this.#listeners.forEach((listener) => listener(heard));
  }
}
