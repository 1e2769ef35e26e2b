import type { AtCommand } from "../at/command.ts";
import type { BearerCall, CallContext } from "./bearer-call.ts";
import { orderOf } from "./call-apn.ts";
import { COMMANDS } from "./call-order.ts";

/** How the call is taken down when the agent stops; nothing where the context was not put up by the agent. */
export const loweringOf = (call: BearerCall, { order }: CallContext): readonly AtCommand[] => {
  const { phase, ours } = call;
  return ours && phase.kind === "up"
    ? phase.way.down.map((line) => COMMANDS.turn(phase.way, line, orderOf(call, order)))
    : [];
};

/** How a call goes down that is to go whoever put it up: by the way that it came, else by the first that there is. */
export const droppingOf = (call: BearerCall, { order, ways }: CallContext): readonly AtCommand[] => {
  const way = "way" in call.phase ? call.phase.way : ways[0];
  return way === undefined ? [] : way.down.map((line) => COMMANDS.turn(way, line, orderOf(call, order)));
};
