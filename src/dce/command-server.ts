import { type Duration, Millis } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import { type Answer, failed, ok, type Outcome } from "./answer.ts";
import { applyToSettings } from "./basic-commands.ts";
import { type LineCommand, splitCommandLine } from "./command-line.ts";
import { type DceSettings, FACTORY_SETTINGS } from "./dce-settings.ts";
import { edit, type EditorEvent, OUTSIDE } from "./line-editor.ts";
import { bytesOf, informationText, resultText, wordyResultText } from "./result-code.ts";

/** Bytes for the DTE, with what they are: whoever carries them may treat an echo otherwise than an answer. */
export type DceOutput =
  | { readonly kind: "echo"; readonly bytes: Uint8Array }
  | { readonly kind: "answer"; readonly line: string; readonly info: Uint8Array; readonly final: Uint8Array }
  | { readonly kind: "unsolicited"; readonly bytes: Uint8Array };

export interface DceDuties {
  readonly send: (output: DceOutput) => void;
  readonly after: (delay: Duration, run: () => void) => void;
  /** Every command that is not V.250's own. */
  readonly execute: (command: LineCommand) => Answer;
  readonly errorText: (scheme: "cme" | "cms", code: number) => string;
  /** Z and &F reset, &W stores, what the commands of `execute` have set. */
  readonly profile: (change: "recall" | "factory" | "store") => void;
  /** How long the DCE thinks before it carries out a line; none when left out. */
  readonly thinking?: (line: string) => Duration;
}

/** V.250 asks for 40 characters at least; modules take a few hundred to some thousand. */
const LONGEST_LINE = 2_048;
/** What a DTE may send ahead while a command runs. What goes beyond is lost, as in a UART's buffer. */
const SEND_AHEAD = 8_192;

/** The DCE side of V.250 on one port: splits, echoes, carries out one line at a time, answers. Never throws on input. */
export class CommandServer {
  readonly #duties: DceDuties;
  #settings: DceSettings = FACTORY_SETTINGS;
  #stored: DceSettings = FACTORY_SETTINGS;
  #editor = OUTSIDE;
  #last = "";
  #ahead: number[] = [];
  /** The line that is being carried out; another object after a hang-up, so that a late answer finds nobody. */
  #running: { readonly line: string; readonly info: string[] } | undefined;

  #held: string[] | undefined;

  constructor(duties: DceDuties) {
    this.#duties = duties;
  }

  get settings(): DceSettings {
    return this.#settings;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  receive(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#running === undefined) this.#take(byte);
      else if (this.#ahead.length < SEND_AHEAD) this.#ahead.push(byte);
    }
  }

  /** A line that nobody asked for. What a command itself brings about is told behind the command's result. */
  unsolicited(text: string): void {
    if (this.#held !== undefined) this.#held.push(text);
    else this.#duties.send({ kind: "unsolicited", bytes: bytesOf(informationText([text], this.#settings)) });
  }

  /**
   * DTR dropped: what was begun is forgotten, what was set stays (V.250 has &D for the rest). With &D0 nothing happens.
   */
  hangUp(): void {
    if (this.#settings.flags["&D"] !== 0) this.#forget();
  }

  /** Power was lost: everything is as stored. */
  restart(): void {
    this.#forget();
    this.#settings = this.#stored;
  }

  #forget(): void {
    this.#running = undefined;
    this.#held = undefined;
    this.#ahead = [];
    this.#editor = OUTSIDE;
  }

  #take(byte: number): void {
    const { terminator, editor } = this.#settings;
    const step = edit(this.#editor, byte, { terminator, editor, longest: LONGEST_LINE });
    this.#editor = step.state;
    if (this.#settings.echo && step.echo !== "") this.#duties.send({ kind: "echo", bytes: bytesOf(step.echo) });
    if (step.event !== undefined) this.#begin(step.event);
  }

  #begin(event: EditorEvent): void {
    if (event.kind === "line") this.#last = event.body;
    const running = { line: event.kind === "overlong" ? "" : this.#last, info: [] };
    this.#running = running;
    const carryOut = (): void => {
      if (this.#running !== running) return;
      if (event.kind === "overlong") this.#finish(failed);
      else this.#carryOn(splitCommandLine(running.line), 0);
    };
    const thinking = this.#duties.thinking?.(running.line) ?? Millis(0);
    if (thinking > 0) this.#duties.after(thinking, carryOut);
    else carryOut();
  }

  /** Stops at the first command that fails: the line has one result, that of the last command carried out. */
  #carryOn(commands: readonly LineCommand[], from: number): void {
    const running = this.#running;
    this.#held ??= [];
    for (const [index, command] of commands.entries()) {
      if (index < from) continue;
      const answer = this.#carryOut(command);
      if (answer.kind === "ok") {
        running?.info.push(informationText(answer.lines, this.#settings));
        continue;
      }
      if (answer.kind === "later") return this.#wait(answer, commands, index + 1);
      return this.#finish(answer);
    }
    this.#finish(ok());
  }

  #wait(answer: Answer & { kind: "later" }, commands: readonly LineCommand[], next: number): void {
    const running = this.#running;
    this.#release();
    this.#duties.after(answer.delay, () => {
      if (this.#running !== running) return;
      const now = answer.outcome();
      if (now.kind === "later") return this.#wait(now, commands, next);
      if (now.kind !== "ok") return this.#finish(now);
      running?.info.push(informationText(now.lines, this.#settings));
      this.#carryOn(commands, next);
    });
  }

  #carryOut(command: LineCommand): Answer {
    if (command.kind === "broken") return failed;
    if (command.kind === "basic" && command.name === "Z") return this.#profile("recall", this.#stored);
    if (command.kind === "basic" && command.name === "&F") return this.#profile("factory", FACTORY_SETTINGS);
    if (command.kind === "basic" && command.name === "&W") {
      this.#stored = this.#settings;
      return this.#profile("store", this.#settings);
    }
    const applied = applyToSettings(this.#settings, command);
    if (applied === undefined) return this.#duties.execute(command);
    this.#settings = applied.settings;
    return applied.answer;
  }

  #profile(change: "recall" | "factory" | "store", settings: DceSettings): Answer {
    this.#settings = settings;
    this.#duties.profile(change);
    return ok();
  }

  /** The settings as they are now shape the result: `ATV0` is answered by `0`. */
  #finish(answer: Outcome): void {
    const running = this.#running;
    this.#running = undefined;
    const final = this.#settings.quiet ? "" : this.#finalText(answer);
    const info = bytesOf(running?.info.join("") ?? "");
    this.#duties.send({ kind: "answer", line: running?.line ?? "", info, final: bytesOf(final) });
    this.#release();
    this.#catchUp();
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    held.forEach((text) => this.unsolicited(text));
  }

  #finalText(answer: Outcome): string {
    switch (answer.kind) {
      case "ok":
        return resultText("OK", this.#settings);
      case "result":
        return resultText(answer.word, this.#settings);
      case "cme":
      case "cms": {
        if (answer.kind === "cme" && this.#settings.errors === 0) return resultText("ERROR", this.#settings);
        const text =
          this.#settings.errors === 2 ? this.#duties.errorText(answer.kind, answer.code) : String(answer.code);
        return wordyResultText(`+${answer.kind.toUpperCase()} ERROR: ${text}`, this.#settings);
      }
      default:
        return unreachable(answer);
    }
  }

  #catchUp(): void {
    const ahead = this.#ahead;
    this.#ahead = [];
    if (ahead.length > 0) this.receive(Uint8Array.from(ahead));
  }
}
