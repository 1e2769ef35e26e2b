import type { Answer } from "../dce/answer.ts";
import type { LineCommand } from "../dce/command-line.ts";
import type { ByteHandler, BytePeer } from "../ports/byte-peer.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { ModemRequests } from "../ports/modem-requests.ts";
import type { Store } from "../ports/store.ts";
import type { BridgeNews } from "./bridge-news.ts";
import { BridgeSession } from "./bridge-session.ts";
import type { DecisionChange, DecisionSource } from "./decision-source.ts";
import { GrantBook } from "./grant-book.ts";
import { KeyGate } from "./key-gate.ts";
import { MessageBook } from "./message-book.ts";
import { MessageDesk, type Messages } from "./message-desk.ts";
import { PassThrough } from "./pass-through.ts";
import { Sequence } from "./sequence.ts";
import { type BridgeState, stateEvents, type WireEvent } from "./state-events.ts";
import { TurnTable } from "./turn-table.ts";
import { UnguardedBook } from "./unguarded-book.ts";
import { type Asker, wardCommand } from "./ward-commands.ts";
import { type ClassWord, REASON_CODES, type ReasonWord, WIRE_LIMITS } from "./wire-codes.ts";

export interface BridgePorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly source: DecisionSource;
  /** Left out: the modem's own commands are answered as if there were none. */
  readonly modem?: ModemRequests;
  /** Left out: no messages are sent. */
  readonly messages?: Messages;
}

interface Books {
  readonly sequence: Sequence;
  readonly grants: GrantBook;
  readonly unguarded: UnguardedBook;
  readonly messages: MessageBook;
}

/** The port for the device's own firmware and programs: the same for every client on every transport. */
export class Bridge {
  readonly #ports: BridgePorts;
  readonly #books: Books;
  readonly #sessions = new Set<BridgeSession>();
  readonly #followers = new Set<(news: BridgeNews) => void>();
  readonly #turns: TurnTable;
  readonly #pass: PassThrough;
  readonly #messages: MessageDesk;
  readonly #stopListening: Cancel;
  #state: BridgeState;
  #nextId = 1;
  #silent = false;

  private constructor(ports: BridgePorts, books: Books) {
    this.#ports = ports;
    this.#books = books;
    this.#turns = new TurnTable(ports.clock);
    this.#pass = new PassThrough(ports);
    this.#messages = new MessageDesk({ messages: undefined, ...ports, book: books.messages });
    this.#state = this.#look();
    this.#stopListening = ports.source.onChange((change) => this.#changed(change));
  }

  /** Throws what the store throws. A start is a change: the number of the state is another one than before. */
  static async open(ports: BridgePorts): Promise<Bridge> {
    const bounds = { least: 0, most: WIRE_LIMITS["bytes-most"].code };
    const sequence = await Sequence.open(ports.store, "state", bounds);
    sequence.next();
    const grants = await GrantBook.open(ports);
    const unguarded = await UnguardedBook.open(ports.store, ports.source);
    const messages = await MessageBook.open(ports);
    return new Bridge(ports, { sequence, grants, unguarded, messages });
  }

  /** `token`: what the client has to know first. */
  welcome(peer: BytePeer, token?: string): ByteHandler {
    const { clock } = this.#ports;
    const session = new BridgeSession({
      clock,
      turns: this.#turns,
      peer,
      id: this.#nextId,
      ...(token === undefined ? {} : { gate: new KeyGate(token) }),
      execute: (asker, command) => this.#execute(asker, command),
      silent: () => this.#silent,
      closed: (left) => {
        this.#sessions.delete(left);
        this.#books.grants.left(left.asker.id);
      },
    });
    this.#nextId += 1;
    this.#sessions.add(session);
    return session;
  }

  get clients(): number {
    return this.#sessions.size;
  }

  get sequence(): number {
    return this.#books.sequence.current;
  }

  /** What holds, as it was told last; what the classes have left as of now. */
  get state(): BridgeState {
    return { ...this.#look(), decision: this.#state.decision };
  }

  /** Of programs that speak another language than AT: the same books, and the same rules. */
  get grants(): Pick<GrantBook, "ask" | "use"> {
    return this.#books.grants;
  }

  get unguarded(): Pick<UnguardedBook, "report"> {
    return this.#books.unguarded;
  }

  onNews(follower: (news: BridgeNews) => void): Cancel {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  /** How many went in the last 24 hours; undefined where nobody may be written to. */
  get messages(): MessageDesk["day"] {
    return this.#messages.day;
  }

  get openGrants(): readonly number[] {
    return this.#books.grants.openIds();
  }

  /** No open grant of the class holds any more; their clients are told. */
  withdraw(reason: ReasonWord, of: ClassWord): void {
    for (const grant of this.#books.grants.openIds(of)) this.#changed({ kind: "withdrawn", grant, reason });
  }

  /** Dead to all clients, or alive again, as an agent that hung. For rigs. */
  silence(silent: boolean): void {
    this.#silent = silent;
  }

  /** To clients whose line stays, as an agent that was started anew. For rigs. */
  restart(): void {
    this.#books.grants.restart();
    this.#books.sequence.next();
    this.#sessions.forEach((session) => session.restart());
    this.announce();
  }

  /** Told again that the bridge is there, as after a start. */
  announce(): void {
    this.#sessions.forEach((session) => session.ready());
  }

  close(): void {
    this.#stopListening();
    [...this.#sessions].forEach((session) => session.hangUp());
  }

  #execute(asker: Asker, command: LineCommand): Answer {
    const { clock, source } = this.#ports;
    const { grants, unguarded, sequence } = this.#books;
    const offered = { modem: this.#pass.offered, messages: this.#messages.offered };
    const parts = { clock, source, grants, unguarded, sequence: () => sequence.current, ...offered };
    return (
      wardCommand(parts, asker, command) ??
      this.#messages.execute(asker, command) ??
      this.#pass.execute(command, asker.lineSince)
    );
  }

  #changed(change: DecisionChange): void {
    if (change.kind === "withdrawn") {
      if (this.#books.grants.withdraw(change.grant) === undefined) return;
      const { grant, reason } = change;
      const values = [grant, REASON_CODES[reason].code];
      const number = this.#tell([{ kind: "withdrawn", key: `withdrawn ${grant}`, values }]);
      return this.#news({ kind: "withdrawn", sequence: number, grant, reason });
    }
    const before = this.#state;
    this.#state = this.#look();
    const events = stateEvents(before, this.#state);
    if (events.length > 0) this.#news({ kind: "state", sequence: this.#tell(events) });
  }

  /** One change, one number: several lines that share it were one change. */
  #tell(events: readonly WireEvent[]): number {
    const sequence = this.#books.sequence.next();
    for (const session of this.#sessions) for (const event of events) session.event({ sequence, event });
    return sequence;
  }

  #news(news: BridgeNews): void {
    for (const follower of this.#followers) follower(news);
  }

  #look(): BridgeState {
    const { source } = this.#ports;
    const [payment, management] = [source.budget("payment"), source.budget("management")];
    const [telemetry, bulk] = [source.budget("telemetry"), source.budget("bulk")];
    return { decision: source.state(), budgets: { payment, management, telemetry, bulk } };
  }
}
