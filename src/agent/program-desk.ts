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

/** By which socket a program came: `.rw`, which is root's and the agent's user's, or `.ask`, which is the bridge's group's. */
export type ProgramDoor = "owner" | "group";

/** Where programs of this device ask in JSON what firmware asks in AT: one book of grants, one number of the state. */
export class ProgramDesk {
  readonly #bridge: Bridge;
  readonly #clock: Clock;
  readonly #zone: () => string | undefined;

  constructor(bridge: Bridge, clock: Clock, zone: () => string | undefined = () => undefined) {
    this.#bridge = bridge;
    this.#clock = clock;
    this.#zone = zone;
  }

  obey(order: ProgramOrder, door: ProgramDoor): Promise<GrantTold | UsedTold> {
    const holder = holderOf(order.by, door);
    return order.do === "ask" ? this.#ask(order, holder) : this.#used(order, holder);
  }

  watch(): LineStream {
    return new WatchQueue(this.#bridge, (sequence) => plainJson(this.#state(sequence)));
  }

  async #ask(
    { ref, class: word, bytes, withinS = 0 }: ProgramOrder & { do: "ask" },
    holder: ReturnType<typeof holderOf>,
  ): Promise<GrantTold> {
    const of: ClassWord = word === "alarm" ? "payment" : word;
    const asked = { ...holder, ref, class: of, bytes, within: Seconds(withinS) };
    const answer = await this.#bridge.grants.ask(asked);
    const zone = defined({ zone: this.#zone() });
    if (answer.kind === "refused") {
      const retryS = Math.max(1, wireSeconds(answer.retry));
      return { ok: true, granted: false, reason: answer.reason, retryS, ...zone };
    }
    const reason = answer.bytes < bytes ? "granted-less" : "granted";
    // Rounded down: a grant never seems to last longer than it does.
    const lastsS = Math.floor(answer.lasts / 1_000);
    return { ok: true, granted: true, grant: answer.grant, bytes: answer.bytes, lastsS, reason, ...zone };
  }

  async #used(
    { grant, up, down, last = false, spell = 0 }: ProgramOrder & { do: "used" },
    holder: ReturnType<typeof holderOf>,
  ): Promise<UsedTold> {
    if (grant > 0) {
      const found = await this.#bridge.grants.use(grant, { up, down }, last, holder);
      return { ok: true, result: found === "taken" ? "taken" : "no-such-grant" };
    }
    await this.#bridge.unguarded.report({ from: holder.from, number: spell, up, down, last });
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

const FROM: Readonly<Record<ProgramDoor, string>> = { owner: "local", group: "group" };

/**
 * Below zero, where no client of the AT port is: a program that hangs up and comes again is the same one by its name, but nobody of
 * the group is one of root's by calling itself so.
 */
function holderOf(by: string, door: ProgramDoor): { readonly session: number; readonly from: string } {
  const from = `${FROM[door]} ${by}`;
  return { session: -1 - crc32(Buffer.from(from)), from };
}

const told = ({ bytesLeft, bytesPerSecond, retry }: ClassBudget): ClassTold => ({
  ...(bytesLeft === undefined ? {} : { bytesLeft: wireBytes(bytesLeft) }),
  ...defined({ bytesPerSecond }),
  ...(retry === undefined ? {} : { retryS: wireSeconds(retry) }),
});
