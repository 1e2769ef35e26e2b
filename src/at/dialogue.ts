import { Millis, type Duration, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { LineSplitter } from "../line/line-splitter.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Serial } from "../ports/serial.ts";
import { isAnswerOnly } from "./answers-only.ts";
import type { AtCommand, AtOutcome } from "./command.ts";
import { query } from "./command.ts";
import type { DialogueProfile } from "./dialogue-profile.ts";
import { type FinalResult, parseFinalResult, parseNumericResult, unglue } from "./final-result.ts";
import {
  END_OF_BODY,
  type Fence,
  type InFlight,
  isEcho,
  lateOutcome,
  replaceCandidate,
  type Waiting,
} from "./in-flight.ts";
import { LogicalLines } from "./logical-lines.ts";
import { traceable, traceableAnswer } from "./traceable.ts";

const MARKER = "+CMEE:";
/** ESC abandons a body (27.005 3.5.1). */
const ESCAPE = "\x1b";
/** The modem asks for a body at once or not at all; what it does with one may take far longer. */
const PROMPT_WITHIN = Seconds(10);

/**
 * One command in flight on one line. After a timeout or a cancel the modem still owes an answer, and a plain `AT`
 * cannot tell whose `OK` comes next; so the line is fenced: silence, then a query whose answer carries its own
 * prefix (`AT+CMEE?`). Finals before that line belong to the past, the final after it ends the fence.
 */
export class Dialogue {
  readonly #serial: Serial;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #profile: DialogueProfile;
  readonly #splitter: LineSplitter;
  readonly #logical = new LogicalLines((line) => this.#logicalLine(line));
  readonly #fenceQuery: AtCommand;
  readonly #queue: Waiting[] = [];
  #flight: InFlight | undefined;
  #fence: Fence | undefined;
  #timer: Cancel = () => {};
  /** When a byte came last. */
  #heardAt: MonoMs;
  #gone: string | undefined;
  /** Fence queries whose marker has not come yet: a late marker is recognised by its prefix, and its final with it. */
  #markersOwed = 0;
  #swallowFinal = false;
  /** A command ended without its final result; the next one is confirmed by a fence of its own. */
  #answerOwed = false;
  #stumbles = 0;
  #onUrc: (line: string) => void = () => {};
  #onStray: () => void = () => {};
  #onGone: (why: string) => void = () => {};

  constructor(ports: { readonly serial: Serial; readonly clock: Clock; readonly log: Log }, profile: DialogueProfile) {
    this.#serial = ports.serial;
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#profile = profile;
    this.#heardAt = ports.clock.monoMs();
    this.#fenceQuery = query("AT+CMEE?", (line) => line.startsWith(MARKER), profile.fenceTimeout);
    this.#splitter = new LineSplitter({
      onLine: (line) => this.#line(line),
      onPrompt: () => this.#prompt(),
      onDiscarded: (bytes, why) => this.#log.debug("line-discarded", { bytes, why }),
    });
    this.#serial.onBytes((bytes) => {
      if (this.#fence?.phase === "silence") this.#awaitSilence();
      this.#heardAt = this.#clock.monoMs();
      this.#splitter.feed(bytes);
    });
    this.#serial.onGone((why) => this.#end(why));
  }

  onUrc(listener: (line: string) => void): void {
    this.#onUrc = listener;
  }

  /** An answer that nobody here asked for, and that is none of what the modem still owes: somebody else's. */
  onStray(listener: () => void): void {
    this.#onStray = listener;
  }

  /** The port vanished, or the modem answered neither a command nor three fences. At most once. */
  onGone(listener: (why: string) => void): void {
    this.#onGone = listener;
    if (this.#gone !== undefined) listener(this.#gone);
  }

  /** Why the dialogue ended; undefined while it lives. */
  get gone(): string | undefined {
    return this.#gone;
  }

  /** How often an answer did not come, or came to nobody: signs that somebody else reads the line, or speaks on it. */
  get stumbles(): number {
    return this.#stumbles;
  }

  send(command: AtCommand): Promise<AtOutcome> {
    if (this.#gone !== undefined) return Promise.resolve({ kind: "gone", why: this.#gone });
    return new Promise((settle) => {
      this.#queue.push({ command, settle });
      this.#next();
    });
  }

  /** Gives up the command in flight; its answer is fenced off as after a timeout. */
  cancel(): void {
    if (this.#flight !== undefined && this.#fence === undefined) this.#giveUp("cancelled");
  }

  /** Settles everything that waits and closes the line. */
  async close(): Promise<void> {
    this.#end("closed");
    await this.#serial.close();
  }

  #next(): void {
    if (this.#queue.length > 0 && this.#flight === undefined && this.#fence === undefined) this.#endWhatIsOpen();
    if (this.#flight !== undefined || this.#fence !== undefined || this.#gone !== undefined) return;
    const waiting = this.#queue.shift();
    if (waiting === undefined) return;
    this.#flight = { ...waiting, lines: [], echoPossible: true };
    this.#splitter.expectPrompt(waiting.command.body !== undefined);
    this.#splitter.expectDigit(waiting.command.digits === true);
    this.#ask(waiting.command, () => this.#giveUp("timeout"));
  }

  #ask(command: AtCommand, late: () => void): void {
    this.#log.trace("at-tx", () => ({ line: traceable(command.line) }));
    const within = command.body === undefined ? command.timeout : Millis(Math.min(command.timeout, PROMPT_WITHIN));
    this.#write(`${command.line}\r`, within, late);
  }

  /** The timeout counts from the last byte written; a driver that never drains is given the same time again. */
  #write(text: string, timeout: Duration, late: () => void): void {
    this.#arm(Millis(timeout * 2), late);
    const armed = this.#timer;
    void this.#serial.write(Buffer.from(text, "latin1")).then(() => {
      if (this.#timer === armed) this.#arm(timeout, late);
    });
  }

  /** The modem asks for the body: it must be the very next thing that is written. */
  #prompt(): void {
    const command = this.#flight?.command;
    if (command?.body === undefined || this.#fence !== undefined) return;
    this.#splitter.expectPrompt(false);
    // What somebody writes to somebody is no business of the log.
    this.#log.trace("at-tx", () => ({ line: `(a body of ${command.body?.length} digits)` }));
    this.#write(`${command.body}${END_OF_BODY}`, command.timeout, () => this.#giveUp("timeout"));
  }

  #arm(delay: Duration, run: () => void): void {
    this.#disarm();
    this.#timer = this.#clock.after(delay, run);
  }

  /** A fresh value, so that a drain which comes later than the answer finds the exchange over. */
  #disarm(): void {
    this.#timer();
    this.#timer = () => {};
  }

  #line(raw: string): void {
    this.#log.trace("at-rx", () => ({
      line: traceableAnswer(raw, this.#flight?.command, this.#logical.insideText),
    }));
    const asked = this.#fence?.phase === "sent" ? this.#fenceQuery : undefined;
    if (isEcho(raw, this.#flight, asked)) return;
    const digit =
      this.#flight?.command.digits === true && this.#fence === undefined ? parseNumericResult(raw) : undefined;
    if (digit !== undefined) return this.#final(digit, raw);
    if (this.#flight === undefined && this.#fence === undefined) return this.#logical.feed(raw);
    for (const line of unglue(raw)) this.#logical.feed(line);
  }

  /**
   * After a silence a line without its end has none, and a header without its body: what is asked now must not be
   * answered by them, nor its answer be taken for their rest.
   */
  #endWhatIsOpen(): void {
    if (elapsed(this.#heardAt, this.#clock.monoMs()) >= this.#profile.silence) this.#giveUpWhatIsOpen();
  }

  #giveUpWhatIsOpen(): void {
    this.#splitter.giveUp((line) => this.#profile.bareUrcs.includes(line));
    this.#logical.flush();
  }

  #logicalLine(line: string): void {
    const final = parseFinalResult(line);
    if (final !== undefined) this.#final(final, line);
    else this.#information(line);
  }

  #information(line: string): void {
    if (line.startsWith(MARKER) && this.#markersOwed > 0) {
      this.#markersOwed -= 1;
      if (this.#fence?.phase === "sent") this.#fence.phase = "marked";
      else this.#swallowFinal = true;
      return;
    }
    const flight = this.#flight;
    if (
      flight !== undefined &&
      !this.#profile.bareUrcs.includes(line) &&
      (this.#fence === undefined || this.#fence.confirms) &&
      flight.command.takes(line)
    ) {
      flight.echoPossible = false;
      flight.lines.push(line);
      return;
    }
    if (this.#owes(line) || !isAnswerOnly(line)) return this.#onUrc(line);
    this.#onStray();
    this.#onUrc(line);
  }

  /** It may be a late answer to a question of ours, or one to a command that has no use for it. */
  #owes(line: string): boolean {
    const name = line.slice(0, line.indexOf(":"));
    return this.#fence !== undefined || this.#answerOwed || this.#flight?.command.line.includes(name) === true;
  }

  #final(final: FinalResult, line: string): void {
    if (this.#fence !== undefined) return this.#finalInFence(final);
    const flight = this.#flight;
    if (this.#swallowFinal) {
      this.#swallowFinal = false;
      return this.#log.debug("at-stray", {
        line: traceable(line),
        because: "it follows the answer of an earlier fence",
      });
    }
    if (flight === undefined) {
      const owed = this.#answerOwed;
      this.#answerOwed = false;
      if (final.kind === "error" && final.scheme === "call") return this.#onUrc(line);
      this.#stumbles += 1;
      if (!owed) this.#onStray();
      return this.#log.debug("at-stray", { line: traceable(line), because: "no command is in flight" });
    }
    if (final.kind === "ok" && flight.command.needs === "answer" && flight.lines.length === 0 && this.#answerOwed) {
      this.#answerOwed = false;
      return this.#log.debug("at-stray", {
        line,
        because: "the command in flight has an answer of its own, which has not come",
      });
    }
    if (!this.#answerOwed) return this.#settle(final);
    // An earlier command never got its final: this may be it. The last final before the marker is ours.
    flight.candidate = { final, lines: flight.lines.length };
    this.#startFence(true);
    this.#sendFence();
  }

  #finalInFence(final: FinalResult): void {
    const fence = this.#fence;
    if (fence?.phase !== "marked") {
      this.#answerOwed = false;
      if (fence?.confirms === true && this.#flight !== undefined) replaceCandidate(this.#flight, final);
      return;
    }
    this.#disarm();
    this.#fence = undefined;
    this.#log.debug("at-fence", { attempts: fence.attempt });
    if (!fence.confirms) return this.#next();
    this.#answerOwed = false;
    const candidate = this.#flight?.candidate;
    if (candidate !== undefined) this.#settle(candidate.final);
  }

  #settle(final: FinalResult): void {
    const flight = this.#flight;
    this.#disarm();
    this.#flight = undefined;
    flight?.settle(final.kind === "ok" ? { kind: "ok", lines: flight.lines } : final);
    this.#next();
  }

  #giveUp(why: "timeout" | "cancelled"): void {
    if (why === "timeout") this.#giveUpWhatIsOpen();
    else this.#logical.flush();
    const flight = this.#flight;
    // A modem that still waits for the body would take the fence for it.
    if (flight?.command.body !== undefined) void this.#serial.write(Buffer.from(ESCAPE, "latin1"));
    this.#flight = undefined;
    this.#answerOwed = true;
    this.#stumbles += 1;
    this.#log.info("at-timeout", { line: traceable(flight?.command.line ?? ""), why });
    this.#startFence(false);
    this.#awaitSilence();
    flight?.settle(lateOutcome(flight, why));
  }

  #startFence(confirms: boolean): void {
    this.#fence = { phase: "silence", attempt: 0, since: this.#clock.monoMs(), confirms };
  }

  #awaitSilence(): void {
    const fence = this.#fence;
    if (fence === undefined) return;
    const left = Math.max(1, this.#profile.silenceCap - elapsed(fence.since, this.#clock.monoMs()));
    this.#arm(Millis(Math.min(this.#profile.silence, left)), () => this.#sendFence());
  }

  #sendFence(): void {
    this.#endWhatIsOpen();
    const fence = this.#fence;
    if (fence === undefined) return;
    fence.phase = "sent";
    fence.attempt += 1;
    this.#markersOwed += 1;
    this.#ask(this.#fenceQuery, () => this.#fenceLate());
  }

  #fenceLate(): void {
    const fence = this.#fence;
    if (fence === undefined) return;
    if (fence.attempt >= this.#profile.fenceAttempts) {
      this.#log.warn("at-fence-failed", { attempts: fence.attempt });
      return this.#end(`the modem answered none of ${fence.attempt} queries in a row`);
    }
    fence.phase = "silence";
    fence.since = this.#clock.monoMs();
    this.#awaitSilence();
  }

  #end(why: string): void {
    if (this.#gone !== undefined) return;
    this.#gone = why;
    this.#disarm();
    this.#fence = undefined;
    const flight = this.#flight;
    this.#flight = undefined;
    for (const waiting of [...(flight === undefined ? [] : [flight]), ...this.#queue.splice(0)])
      waiting.settle({ kind: "gone", why });
    this.#onGone(why);
  }
}
