import * as v from "valibot";
import { LocalOrder } from "./local-contract.ts";
import { ProgramOrder } from "./program-contract.ts";

/** Why there is no answer, and what to do: the agent's own words. */
export const LOCAL_REFUSALS = {
  starting: "the agent is still starting; ask again in a moment",
  busy: "the agent has its hands full with other clients of this socket; ask again in a moment",
  "not-understood":
    'this socket answers {"ask":"status"}, {"ask":"hours"} and {"ask":"watch"}; to change something, use the .rw socket beside it, as root or the agent\'s user',
  failed: "the agent could not make the answer; its log says more",
} as const;

/** Said on `<agent.socket>.rw`, whose other socket is no way out. */
export const ORDERS_UNDERSTOOD = `this socket takes ${[...LocalOrder.options, ...ProgramOrder.options]
  .map(({ entries }) => `{"do":"${entries.do.literal}","by":"NAME"}`)
  .join(", ")}, and answers {"ask":"status"}, {"ask":"hours"} and {"ask":"watch"}`;

/** Said on `<agent.socket>.ask`. */
export const PROGRAMS_UNDERSTOOD =
  'this socket takes {"do":"ask",...} and {"do":"used",...}, and answers {"ask":"watch"}; everything else is asked on the socket without .ask behind its name';

export const LocalRefusal = v.object({
  ok: v.literal(false),
  error: v.picklist(["starting", "busy", "not-understood", "failed"]),
  text: v.string(),
});

/** A refusal as the line that goes over the socket. */
export const refusalLine = (error: keyof typeof LOCAL_REFUSALS, text: string = LOCAL_REFUSALS[error]): string =>
  JSON.stringify({ ok: false, error, text } satisfies v.InferOutput<typeof LocalRefusal>);
