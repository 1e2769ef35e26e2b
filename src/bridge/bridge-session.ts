import { Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { type Answer, cme } from "../dce/answer.ts";
import type { LineCommand } from "../dce/command-line.ts";
import { CommandServer, type DceOutput } from "../dce/command-server.ts";
import { type DceSettings, FACTORY_SETTINGS } from "../dce/dce-settings.ts";
import { CME_ERROR } from "../codes/cme-error.ts";
import { CMS_ERROR } from "../codes/cms-error.ts";
import type { ByteHandler, BytePeer } from "../ports/byte-peer.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import { ByteQueue } from "./byte-queue.ts";
import { readGuarded, withCheck } from "./check-byte.ts";
import { EventQueue, type Told } from "./event-queue.ts";
import type { KeyGate } from "./key-gate.ts";
import { FIRST_CHARSET } from "./message-charset.ts";
import { eventLine } from "./state-events.ts";
import type { TurnTable, Waiting } from "./turn-table.ts";
import { readyLine } from "./ward-answers.ts";
import type { Asker } from "./ward-commands.ts";
import { BRIDGE_ERRORS, WIRE_LIMITS } from "./wire-codes.ts";

/**
 * For machines, not for people at a keyboard: no echo, and errors with their numbers. Everything else is V.250's default,
 * and V.250's commands change both.
 */
const FACTORY: DceSettings = { ...FACTORY_SETTINGS, echo: false, errors: 1 };
/** Of the line's 128 bytes two are its `AT`. */
const LONGEST = WIRE_LIMITS["line-most"].code - 2;
/** The rest of a line that does not come: noise, or a client that was switched off in the middle of it. */
const HALF_LINE_FOR = Seconds(10);
/** A client that stalls behind a prompt keeps nobody but itself waiting. */
const TEXT_WITHIN = Seconds(WIRE_LIMITS["text-within-s"].code);
const GIVE_UP = 27;
/** For the token, where one is asked for. */
const KEY_WITHIN = Seconds(10);
/** More than this waits to be carried out: whoever has flow control is held. */
const HOLD_AT = 512;
const GO_ON_AT = 128;

export interface SessionParts {
  readonly clock: Clock;
  readonly turns: TurnTable;
  readonly peer: BytePeer;
  readonly id: number;
  /** Where the port asks for a token first. */
  readonly gate?: KeyGate;
  readonly execute: (asker: Asker, command: LineCommand) => Answer;
  /** The agent says nothing and hears nothing, as if it were dead. */
  readonly silent: () => boolean;
  readonly closed: (session: BridgeSession) => void;
}

/** One client's port: its lines one at a time and at everybody's pace, its settings, its events. */
export class BridgeSession implements ByteHandler, Waiting {
  readonly asker: Asker;
  readonly #parts: SessionParts;
  readonly #queue = new ByteQueue();
  readonly #server: CommandServer;
  readonly #events: EventQueue;
  readonly #stopReady: Cancel;
  /** The last command line carried a check byte: so do our lines. */
  #checked = false;
  #lastByte: MonoMs;
  #held = false;
  #left = false;
  #prompts = 0;

  constructor(parts: SessionParts) {
    const { clock, peer } = parts;
    this.#parts = parts;
    this.asker = { id: parts.id, name: peer.name, mask: 0, lineSince: clock.monoMs(), charset: FIRST_CHARSET };
    this.#lastByte = clock.monoMs();
    this.#events = new EventQueue(
      clock,
      () => peer.ready(),
      (told) => this.#tell(told),
    );
    this.#server = new CommandServer({
      send: (output) => this.#send(output),
      after: (delay, run) => void clock.after(delay, run),
      now: () => clock.monoMs(),
      before: (command) => this.#before(command),
      execute: (command) => this.#execute(command),
      errorText: (scheme, code) => (scheme === "cme" ? CME_ERROR : CMS_ERROR)[code]?.name ?? String(code),
      profile: (change) => {
        if (change !== "store") this.asker.charset = FIRST_CHARSET;
      },
      read: (line) => this.#read(line),
      factory: FACTORY,
      longestLine: LONGEST,
    });
    this.#stopReady = peer.onReady(() => {
      this.#events.flush();
      parts.turns.enter(this);
    });
    const { gate } = parts;
    if (gate === undefined) this.ready();
    else clock.after(KEY_WITHIN, () => gate.open || this.#left || this.hangUp());
  }

  /** The bridge is there, or there again. */
  ready(): void {
    if (this.#open) this.#server.unsolicited(readyLine());
  }

  /** Nothing is left of what this client has begun, chosen or asked for. */
  restart(): void {
    this.asker.mask = 0;
    this.asker.charset = FIRST_CHARSET;
    this.#checked = false;
    this.#events.clear();
    this.#queue.clear();
    this.#hold();
    this.#server.restart(FACTORY);
  }

  event(told: Told): void {
    if (this.#open && !this.#parts.silent()) this.#events.push(this.asker.mask, told);
  }

  receive(bytes: Uint8Array): void {
    if (this.#left || this.#parts.silent()) return;
    const now = this.#parts.clock.monoMs();
    const stale = elapsed(this.#lastByte, now) >= HALF_LINE_FOR && this.#queue.length === 0 && !this.#server.busy;
    if (stale) this.#server.hangUp();
    this.#lastByte = now;
    this.#queue.push(bytes);
    this.#hold();
    this.#parts.turns.enter(this);
  }

  turn(): boolean {
    if (this.#left || this.#queue.length === 0 || !this.#takes || !this.#parts.peer.ready()) return false;
    this.#server.receive(this.#queue.shift());
    this.#hold();
    return this.#queue.length > 0 && this.#takes;
  }

  left(): void {
    if (this.#left) return;
    this.#left = true;
    this.#stopReady();
    this.#events.close();
    this.#queue.clear();
    this.#parts.turns.leave(this);
    this.#parts.closed(this);
  }

  hangUp(): void {
    this.#parts.peer.hangUp();
    this.left();
  }

  /** A line, or the text behind a prompt. */
  get #takes(): boolean {
    return !this.#server.busy || this.#server.entering;
  }

  get #open(): boolean {
    return !this.#left && this.#parts.gate?.open !== false;
  }

  #read(line: string): string | undefined {
    this.asker.lineSince = this.#parts.clock.monoMs();
    const guarded = readGuarded(line);
    if (guarded.kind === "damaged") return undefined;
    this.#checked = guarded.kind === "checked";
    return guarded.text;
  }

  /** The characters that end and edit a line stay what they are: one damaged line must not make the port deaf. */
  #before(command: LineCommand): Answer | undefined {
    const { gate } = this.#parts;
    if (gate !== undefined && !gate.open) {
      const answer = gate.execute(command);
      if (gate.open) this.#parts.clock.after(Seconds(0), () => this.ready());
      else if (gate.exhausted) this.#parts.clock.after(Seconds(0), () => this.hangUp());
      return answer;
    }
    const fixed =
      command.kind === "register" && command.set !== undefined && command.number >= 3 && command.number <= 5;
    return fixed ? cme(BRIDGE_ERRORS["not-allowed"].code) : undefined;
  }

  #execute(command: LineCommand): Answer {
    const answer = this.#parts.execute(this.asker, command);
    if (!this.#checked) return answer;
    if (answer.kind === "awaited") {
      return { ...answer, begin: (settle) => answer.begin((outcome) => settle(guardedAnswer(outcome))) };
    }
    return guardedAnswer(answer);
  }

  #tell({ sequence, event }: Told): void {
    const line = eventLine(sequence, event);
    this.#server.unsolicited(this.#checked ? withCheck(line) : line);
  }

  #send(output: DceOutput): void {
    if (this.#left || this.#parts.silent()) return;
    const bytes = output.kind === "answer" ? Buffer.concat([output.info, output.final]) : output.bytes;
    if (bytes.length > 0) this.#parts.peer.send(bytes);
    // The next line has its turn behind the others', and not within this one's.
    if (output.kind === "prompt") this.#giveUpLater();
    if (output.kind === "answer" && this.#queue.length > 0) this.#parts.turns.enter(this);
  }

  #giveUpLater(): void {
    const prompt = (this.#prompts += 1);
    this.#parts.clock.after(TEXT_WITHIN, () => {
      if (prompt === this.#prompts && this.#server.entering) this.#server.receive(Uint8Array.of(GIVE_UP));
    });
  }

  #hold(): void {
    const held = this.#held ? this.#queue.length > GO_ON_AT : this.#queue.length > HOLD_AT;
    if (held === this.#held) return;
    this.#held = held;
    this.#parts.peer.hold(held);
  }
}

/** Result codes stay bare: the AT software of a maker compares them letter by letter. */
const guardedAnswer = <T extends Answer>(answer: T): T =>
  answer.kind === "ok"
    ? { ...answer, lines: answer.lines.map((line) => (line.startsWith("+WARD") ? withCheck(line) : line)) }
    : answer;
