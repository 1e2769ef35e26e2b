import * as v from "valibot";
import { plainJson } from "../base/plain-text.ts";
import { unreachable } from "../base/unreachable.ts";
import {
  type AgentStatus,
  type LocalAnswer,
  LocalOrder,
  LocalQuestion,
  type OrderAnswer,
  ORDERS_UNDERSTOOD,
  refusalLine,
} from "../report/local-contract.ts";
import type { Statements } from "./statements.ts";

/** Who carries orders out: `Statements` of a running agent. */
export type OrderTaker = Pick<
  Statements,
  "acceptDevice" | "acknowledgeDamage" | "hastenPlan" | "stateFact" | "takeFactBack" | "acceptClock"
>;

type Obeyed = Pick<v.InferOutput<typeof OrderAnswer>, "result" | "text">;

export interface ControlSource {
  /** A request that was not understood or not permitted here. */
  refused(why: string): void;
  /** Undefined while the agent is still starting. */
  status(): AgentStatus | undefined;
  /** Undefined while the agent is still starting. */
  orders(): OrderTaker | undefined;
}

const line = (answer: LocalAnswer): string => plainJson(answer);

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What anybody in the group may ask. */
export const answerReader =
  (source: ControlSource, understood?: string) =>
  async (text: string): Promise<string> => {
    if (!v.is(LocalQuestion, read(text))) {
      source.refused(`${text.length} characters that are no question`);
      return refusalLine("not-understood", understood);
    }
    const status = source.status();
    return status === undefined ? refusalLine("starting") : line({ ok: true, status });
  };

async function obey(taker: OrderTaker, order: LocalOrder): Promise<Obeyed> {
  const { by } = order;
  switch (order.do) {
    case "accept-device":
      return { result: await taker.acceptDevice(by) };
    case "acknowledge-damage":
      return { result: await taker.acknowledgeDamage(by) };
    case "hasten-plan":
      return { result: taker.hastenPlan("now", by) };
    case "correct-plan":
      return { result: taker.hastenPlan("always", by) };
    case "state-fact":
      return taker.stateFact(order, by);
    case "take-fact-back":
      return taker.takeFactBack(order.id, by);
    case "accept-clock":
      return { result: await taker.acceptClock(by) };
    default:
      return unreachable(order);
  }
}

/** What only root and the agent's own user may ask for. */
export const answerWriter =
  (source: ControlSource) =>
  async (text: string): Promise<string> => {
    const order = v.safeParse(LocalOrder, read(text));
    if (!order.success) return answerReader(source, ORDERS_UNDERSTOOD)(text);
    const taker = source.orders();
    return taker === undefined ? refusalLine("starting") : line({ ok: true, ...(await obey(taker, order.output)) });
  };
