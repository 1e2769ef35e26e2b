import { type Duration, Millis, Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { ModemReply, ModemRequests } from "../ports/modem-requests.ts";

/** A loop that asks every 100 ms costs the modem's queue one command a second. */
const FRESH_FOR = Millis(1_000);
/** A client takes a bridge that is silent for 500 ms for a dead one. */
const WAITS_FOR = Millis(400);
/** What the modem said last does for an answer that is late; a state that is older is none. */
const STANDS_IN_FOR = Minutes(1);
/** At least so long the modem's line is the agent's own after each command of others, and as long as that one took. */
const REST = Millis(100);

interface Said {
  readonly at: MonoMs;
  readonly reply: ModemReply;
}

interface Asked {
  readonly reply: Promise<ModemReply>;
  readonly settle: (reply: ModemReply) => void;
  begun: boolean;
  waiting: number;
}

/**
 * The clients' commands on their way to the modem: one at a time, whoever asks, with a rest behind each, so that any number of clients
 * that ask without end leaves the agent's own questions half of the line. Who asks the same gets the same answer.
 */
export class ModemTurns {
  readonly #clock: Clock;
  readonly #modem: ModemRequests;
  /** By command: bounded by the list of harmless ones. */
  readonly #said = new Map<string, Said>();
  readonly #asked = new Map<string, Asked>();
  #busy = false;

  constructor(clock: Clock, modem: ModemRequests) {
    this.#clock = clock;
    this.#modem = modem;
  }

  /** Within 400 ms of `since`, when the client's line began: several commands on it share that time. Never rejects. */
  ask(line: string, since: MonoMs = this.#clock.monoMs()): Promise<ModemReply> {
    const now = this.#clock.monoMs();
    const waits = Millis(Math.max(0, WAITS_FOR - elapsed(since, now)));
    const said = this.#said.get(line);
    if (said !== undefined && elapsed(said.at, now) < FRESH_FOR) return Promise.resolve(said.reply);
    const asked = this.#asked.get(line) ?? this.#enter(line);
    asked.waiting += 1;
    return new Promise((resolve) => {
      const cancel = this.#clock.after(waits, () => {
        asked.waiting -= 1;
        // What nobody waits for any more and nobody has begun is left.
        if (asked.waiting === 0 && !asked.begun) this.#asked.delete(line);
        resolve(this.#instead(line));
      });
      void asked.reply.then((reply) => {
        cancel();
        resolve(reply);
      });
    });
  }

  #enter(line: string): Asked {
    let settle: Asked["settle"] = () => {};
    const reply = new Promise<ModemReply>((resolve) => (settle = resolve));
    const asked: Asked = { reply, settle, begun: false, waiting: 0 };
    this.#asked.set(line, asked);
    void this.#run();
    return asked;
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    const next = this.#asked.entries().next().value;
    if (next === undefined) return;
    this.#busy = true;
    const [line, asked] = next;
    asked.begun = true;
    const since = this.#clock.monoMs();
    const reply = await this.#modem.request(line);
    const at = this.#clock.monoMs();
    this.#said.set(line, { at, reply });
    this.#asked.delete(line);
    asked.settle(reply);
    const took: Duration = elapsed(since, at);
    this.#clock.after(Millis(Math.max(REST, took)), () => {
      this.#busy = false;
      void this.#run();
    });
  }

  /** A modem that is gone is gone, whatever it said. */
  #instead(line: string): ModemReply {
    const said = this.#said.get(line);
    const stands = said?.reply.kind === "answered" && elapsed(said.at, this.#clock.monoMs()) < STANDS_IN_FOR;
    return stands ? said.reply : { kind: "timeout" };
  }
}
