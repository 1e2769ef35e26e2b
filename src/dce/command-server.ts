import { type Duration, Millis } from "../base/duration.ts";
import type { MonoMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import { type Answer, failed, ok, type Outcome } from "./answer.ts";
import { applyToSettings } from "./basic-commands.ts";
import { type LineCommand, splitCommandLine } from "./command-line.ts";
import type { DataCall } from "./data-call.ts";
import { type DceSettings, FACTORY_SETTINGS } from "./dce-settings.ts";
import { edit, type EditorEvent, OUTSIDE } from "./line-editor.ts";
import { OnlineCall } from "./online-call.ts";
import { bytesOf, connectText, informationText, resultText, type ResultWord, wordyResultText } from "./result-code.ts";
import { type Entering, enterText, PROMPT } from "./text-entry.ts";

/** Bytes for the DTE, with what they are: whoever carries them may treat an echo otherwise than an answer. */
export type DceOutput =
  | { readonly kind: "echo"; readonly bytes: Uint8Array }
  | { readonly kind: "answer"; readonly line: string; readonly info: Uint8Array; readonly final: Uint8Array }
  | { readonly kind: "prompt"; readonly line: string; readonly bytes: Uint8Array }
  | { readonly kind: "unsolicited"; readonly bytes: Uint8Array }
  /** What came through a data call. */
  | { readonly kind: "data"; readonly bytes: Uint8Array };

export interface DceDuties {
  readonly send: (output: DceOutput) => void;
  readonly after: (delay: Duration, run: () => void) => void;
  readonly now: () => MonoMs;
  /** Every command that is not V.250's own. */
  readonly execute: (command: LineCommand) => Answer;
  readonly errorText: (scheme: "cme" | "cms", code: number) => string;
  /** Z and &F reset, &W stores, what the commands of `execute` have set. */
  readonly profile: (change: "recall" | "factory" | "store") => void;
  /** How long the DCE thinks before it carries out a line; none when left out. */
  readonly thinking?: (line: string) => Duration;
  /** A line as it is to be read, without what guards it against noise; undefined: damaged, answered by ERROR. */
  readonly read?: (line: string) => string | undefined;
  /** What this DCE answers to before V.250's own commands are looked at; undefined leaves the command to them. */
  readonly before?: (command: LineCommand) => Answer | undefined;
  /** As the DCE leaves the factory; V.250's recommended defaults when left out. */
  readonly factory?: DceSettings;
  /** The longest command line behind its `AT`, in characters. */
  readonly longestLine?: number;
  /** What may be sent ahead while a command runs, in bytes. */
  readonly sendAhead?: number;
}

/** V.250 asks for 40 characters at least; modules take a few hundred to some thousand. */
const LONGEST_LINE = 2_048;
/** What a DTE may send ahead while a command runs. What goes beyond is lost, as in a UART's buffer. */
const SEND_AHEAD = 8_192;
/** V.250 5.6.1: what comes so soon behind a line's end (a line feed) aborts nothing. */
const TOO_SOON = Millis(125);
/** Unsolicited lines that wait for the end of a data call; the oldest give way. */
const MOST_HELD = 64;

/** The DCE side of V.250 on one port: splits, echoes, carries out one line at a time, answers. Never throws on input. */
export class CommandServer {
  readonly #duties: DceDuties;
  readonly #factory: DceSettings;
  #settings: DceSettings;
  #stored: DceSettings;
  #editor = OUTSIDE;
  #last = "";
  #ahead: number[] = [];
  /** The line that is being carried out; another object after a hang-up, so that a late answer finds nobody. */
  #running: { readonly line: string; readonly info: string[] } | undefined;
  /** The running command ends so when a character comes. */
  #abort: { readonly outcome: Outcome; readonly since: MonoMs } | undefined;
  /** A text behind a prompt; `#running` is the command that asked for it. */
  #entering: Entering | undefined;
  #call: OnlineCall | undefined;
  #held: string[] | undefined;

  constructor(duties: DceDuties) {
    this.#duties = duties;
    this.#factory = duties.factory ?? FACTORY_SETTINGS;
    this.#settings = this.#factory;
    this.#stored = this.#factory;
  }

  get settings(): DceSettings {
    return this.#settings;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** A text is awaited behind a prompt. */
  get entering(): boolean {
    return this.#entering !== undefined;
  }

  /** A data call is up, whether bytes pass or the DTE has escaped to the command line. */
  get online(): boolean {
    return this.#call !== undefined;
  }

  receive(bytes: Uint8Array): void {
    for (const [index, byte] of bytes.entries()) {
      if (this.#call?.data === true) return this.#call.receive(bytes.subarray(index), this.#settings);
      if (this.#entering !== undefined) this.#enter(this.#entering, byte);
      else if (this.#running === undefined) this.#take(byte);
      else if (this.#abort !== undefined && this.#duties.now() - this.#abort.since >= TOO_SOON) {
        this.#finish(this.#abort.outcome);
      } else if (this.#ahead.length < (this.#duties.sendAhead ?? SEND_AHEAD)) this.#ahead.push(byte);
    }
  }

  /** A line that nobody asked for. What a command itself brings about is told behind the command's result. */
  unsolicited(text: string): void {
    if (this.#held !== undefined) this.#held = [...this.#held, text].slice(-MOST_HELD);
    else this.#duties.send({ kind: "unsolicited", bytes: bytesOf(informationText([text], this.#settings)) });
  }

  /**
   * DTR dropped: what was begun is forgotten, what was set stays. With &D0 nothing happens, with &D1 a data call lives
   * on behind the command line (V.250 6.2.12 has the same under other numbers).
   */
  hangUp(): void {
    const mode = this.#settings.flags["&D"];
    if (mode === 0) return;
    if (mode === 1) this.#call?.escape();
    else this.#dropCall();
    this.#forget();
  }

  /** Power was lost: everything is as stored; or as `factory`, where nothing is stored over it. */
  restart(factory?: DceSettings): void {
    this.#dropCall();
    this.#forget();
    this.#stored = factory ?? this.#stored;
    this.#settings = this.#stored;
  }

  #dropCall(): void {
    this.#call?.hangUp();
    this.#call = undefined;
  }

  #forget(): void {
    this.#running = undefined;
    this.#abort = undefined;
    this.#entering = undefined;
    this.#held = undefined;
    this.#ahead = [];
    this.#editor = OUTSIDE;
  }

  #take(byte: number): void {
    const { terminator, editor } = this.#settings;
    const step = edit(this.#editor, byte, { terminator, editor, longest: this.#duties.longestLine ?? LONGEST_LINE });
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
      const line = this.#duties.read === undefined ? running.line : this.#duties.read(running.line);
      if (event.kind === "overlong" || line === undefined) this.#finish(failed);
      else this.#carryOn(splitCommandLine(line), 0);
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
      return this.#goOn(answer, commands, index + 1);
    }
    this.#finish(ok());
  }

  #goOn(answer: Answer, commands: readonly LineCommand[], next: number): void {
    if (answer.kind === "later") return this.#wait(answer, commands, next);
    if (answer.kind === "prompt") return this.#ask(answer, commands, next);
    if (answer.kind === "awaited") return this.#await(answer, commands, next);
    if (answer.kind !== "ok") return this.#finish(answer);
    this.#running?.info.push(informationText(answer.lines, this.#settings));
    this.#carryOn(commands, next);
  }

  #wait(answer: Answer & { kind: "later" }, commands: readonly LineCommand[], next: number): void {
    const running = this.#running;
    this.#release();
    this.#abort = answer.aborted === undefined ? undefined : { outcome: answer.aborted, since: this.#duties.now() };
    this.#duties.after(answer.delay, () => {
      if (this.#running !== running) return;
      this.#abort = undefined;
      this.#goOn(answer.outcome(), commands, next);
    });
  }

  #await(answer: Answer & { kind: "awaited" }, commands: readonly LineCommand[], next: number): void {
    const running = this.#running;
    let settled = false;
    answer.begin((outcome) => {
      if (settled || this.#running !== running) return;
      settled = true;
      this.#goOn(outcome, commands, next);
    });
  }

  /** What the commands before it answered is told first; unsolicited lines wait until the text is there. */
  #ask(answer: Answer & { kind: "prompt" }, commands: readonly LineCommand[], next: number): void {
    const running = this.#running;
    const info = running?.info.splice(0).join("") ?? "";
    this.#entering = { entry: { text: "", lines: answer.lines }, taken: answer.taken, commands, next };
    this.#duties.send({ kind: "prompt", line: running?.line ?? "", bytes: bytesOf(info + PROMPT) });
    this.#catchUp();
  }

  #enter(entering: Entering, byte: number): void {
    const { entry, echo, event } = enterText(entering.entry, byte, this.#settings);
    this.#entering = event === undefined ? { ...entering, entry } : undefined;
    // The prompt of a further line is not an echo; it comes with ATE0 as well.
    const shown = this.#settings.echo || echo === PROMPT ? echo : "";
    if (shown !== "") this.#duties.send({ kind: "echo", bytes: bytesOf(shown) });
    if (event === undefined) return;
    this.#goOn(entering.taken(event === "ended" ? entry.text : undefined), entering.commands, entering.next);
  }

  #carryOut(command: LineCommand): Answer {
    if (command.kind === "broken") return failed;
    const before = this.#duties.before?.(command);
    if (before !== undefined) return before;
    // One profile is stored, and one factory's are there (V.250 6.1.1, 6.1.2).
    if (command.kind === "basic" && ["Z", "&F", "&W"].includes(command.name) && (command.value ?? 0) > 1) return failed;
    if (command.kind === "basic" && command.name === "Z") {
      this.#dropCall();
      return this.#profile("recall", this.#stored);
    }
    if (command.kind === "basic" && this.#call !== undefined) {
      if (command.name === "H") {
        this.#dropCall();
        return ok();
      }
      if (command.name === "O") return { kind: "result", word: "CONNECT" };
    }
    if (command.kind === "basic" && command.name === "&F") return this.#profile("factory", this.#factory);
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
    if (answer.kind === "own") running?.info.push(informationText(answer.lines, this.#settings));
    this.#running = undefined;
    this.#abort = undefined;
    const final = this.#settings.quiet ? "" : this.#finalText(answer);
    const info = bytesOf(running?.info.join("") ?? "");
    this.#duties.send({ kind: "answer", line: running?.line ?? "", info, final: bytesOf(final) });
    if (answer.kind === "online") this.#connect(answer.call);
    else if (answer.kind === "result" && answer.word === "CONNECT") this.#call?.resume();
    if (this.#call?.data === true) this.#held ??= [];
    else this.#release();
    this.#catchUp();
  }

  /** Unsolicited lines wait until the DTE is back at the command line (27.005's and 27.007's link-reserved state). */
  #connect(call: DataCall): void {
    this.#call = new OnlineCall(call, {
      now: this.#duties.now,
      after: this.#duties.after,
      send: (bytes) => this.#duties.send({ kind: "data", bytes }),
      escaped: () => {
        this.#result("OK");
        this.#release();
      },
      ended: () => this.#lost(),
    });
    if (this.#call.over) this.#call = undefined;
  }

  #lost(): void {
    this.#call = undefined;
    // In the middle of a command the news waits for its result.
    if (this.#running !== undefined) return this.unsolicited("NO CARRIER");
    this.#result("NO CARRIER");
    this.#release();
  }

  #result(word: ResultWord): void {
    if (this.#settings.quiet) return;
    this.#duties.send({ kind: "unsolicited", bytes: bytesOf(resultText(word, this.#settings)) });
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
      case "own":
        return wordyResultText(answer.text, this.#settings);
      case "online":
        return connectText(answer.text, this.#settings);
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
