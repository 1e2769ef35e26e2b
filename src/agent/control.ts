import * as v from "valibot";
import { plainJson } from "../base/plain-text.ts";
import { unreachable } from "../base/unreachable.ts";
import {
  type AgentStatus,
  type LocalAnswer,
  LocalOrder,
  LocalQuestion,
  ORDERS_UNDERSTOOD,
  refusalLine,
} from "../report/local-contract.ts";

export interface ControlSource {
  /** A request that was not understood or not permitted here. */
  refused(why: string): void;
  /** Undefined while the agent is still starting. */
  status(): AgentStatus | undefined;
  /** `starting` while the agent is. */
  acknowledgeDamage(by: string): Promise<"acknowledged" | "nothing-damaged" | "starting">;
  acceptDevice(by: string): Promise<"accepted" | "nothing-to-accept" | "starting">;
  hastenPlan(how: "now" | "always", by: string): Promise<"in-force" | "nothing-waits" | "clock-unset" | "starting">;
  acceptClock(by: string): Promise<"clock-accepted" | "clock-known" | "clock-unset" | "starting">;
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

function obey(source: ControlSource, what: LocalOrder["do"], by: string) {
  switch (what) {
    case "accept-device":
      return source.acceptDevice(by);
    case "acknowledge-damage":
      return source.acknowledgeDamage(by);
    case "hasten-plan":
      return source.hastenPlan("now", by);
    case "correct-plan":
      return source.hastenPlan("always", by);
    case "accept-clock":
      return source.acceptClock(by);
    default:
      return unreachable(what);
  }
}

/** What only root and the agent's own user may ask for. */
export const answerWriter =
  (source: ControlSource) =>
  async (text: string): Promise<string> => {
    const order = v.safeParse(LocalOrder, read(text));
    if (!order.success) return answerReader(source, ORDERS_UNDERSTOOD)(text);
    const { do: what, by } = order.output;
    const result = await obey(source, what, by);
    return result === "starting" ? refusalLine("starting") : line({ ok: true, result });
  };
