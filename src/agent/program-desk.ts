import { crc32 } from "../base/crc32.ts";
import { defined } from "../base/defined.ts";
import { Seconds } from "../base/duration.ts";
import { elapsed } from "../base/instant.ts";
import { plainJson } from "../base/plain-text.ts";
import type { Bridge } from "../bridge/bridge.ts";
import type { ClassBudget } from "../bridge/decision-source.ts";
import type { ClassWord } from "../bridge/wire-codes.ts";
import { wireBytes, wireSeconds } from "../bridge/wire-number.ts";
import type { Clock } from "../ports/clock.ts";
import type { LineStream } from "../ports/line-stream.ts";
import type { ClassTold, GrantTold, ProgramOrder, UsedTold, WatchLine } from "../report/program-contract.ts";
import { WatchQueue } from "./watch-queue.ts";

/** Where programs of this device ask in JSON what firmware asks in AT: one book of grants, one number of the state. */
export class ProgramDesk {
  readonly #bridge: Bridge;
  readonly #clock: Clock;

  constructor(bridge: Bridge, clock: Clock) {
    this.#bridge = bridge;
    this.#clock = clock;
  }

  obey(order: ProgramOrder): Promise<GrantTold | UsedTold> {
    return order.do === "ask" ? this.#ask(order) : this.#used(order);
  }

  watch(): LineStream {
    return new WatchQueue(this.#bridge, (sequence) => plainJson(this.#state(sequence)));
  }

  async #ask({ by, ref, class: word, bytes, withinS = 0 }: ProgramOrder & { do: "ask" }): Promise<GrantTold> {
    const of: ClassWord = word === "alarm" ? "payment" : word;
    const asked = { ...holderOf(by), ref, class: of, bytes, within: Seconds(withinS) };
    const answer = await this.#bridge.grants.ask(asked);
    if (answer.kind === "refused") {
      const retryS = Math.max(1, wireSeconds(answer.retry));
      return { ok: true, granted: false, reason: answer.reason, retryS };
    }
    const reason = answer.bytes < bytes ? "granted-less" : "granted";
    // Rounded down: a grant never seems to last longer than it does.
    const lastsS = Math.floor(answer.lasts / 1_000);
    return { ok: true, granted: true, grant: answer.grant, bytes: answer.bytes, lastsS, reason };
  }

  async #used({ by, grant, up, down, last = false, spell = 0 }: ProgramOrder & { do: "used" }): Promise<UsedTold> {
    if (grant > 0) {
      const found = await this.#bridge.grants.use(grant, { up, down }, last, holderOf(by));
      return { ok: true, result: found === "taken" ? "taken" : "no-such-grant" };
    }
    await this.#bridge.unguarded.report({ from: `local ${by}`, number: spell, up, down, last });
    return { ok: true, result: "taken" };
  }

  #state(seq: number): WatchLine {
    const { decision, budgets } = this.#bridge.state;
    const { service, level, cause, confidence, clockTrusted, checkAgainAt } = decision;
    const checkAgainS =
      checkAgainAt === undefined ? undefined : Math.max(1, wireSeconds(elapsed(this.#clock.monoMs(), checkAgainAt)));
    const classes = {
      payment: told(budgets.payment),
      management: told(budgets.management),
      telemetry: told(budgets.telemetry),
      bulk: told(budgets.bulk),
    };
    const rest = { clockTrusted, classes, ...defined({ checkAgainS }) };
    return { kind: "state", seq, service, level, cause, confidence, ...rest };
  }
}

/** Below zero, where no client of the AT port is: a program that hangs up and comes again is the same one by its name. */
const holderOf = (by: string) => ({ session: -1 - crc32(Buffer.from(by)), from: `local ${by}` });

const told = ({ bytesLeft, bytesPerSecond, retry }: ClassBudget): ClassTold => ({
  ...(bytesLeft === undefined ? {} : { bytesLeft: wireBytes(bytesLeft) }),
  ...defined({ bytesPerSecond }),
  ...(retry === undefined ? {} : { retryS: wireSeconds(retry) }),
});
