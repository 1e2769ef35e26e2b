import { parseAttach, parseContextState } from "./grammar/bearer.ts";
import { parseClock } from "./grammar/clock.ts";
import { parseOperator } from "./grammar/operator.ts";
import { parsePacketEvent } from "./grammar/packet-event.ts";
import { parseRegistration } from "./grammar/registration.ts";
import { parseSignal } from "./grammar/signal.ts";
import { parseIccid, parseSimState } from "./grammar/sim.ts";
import type { AtMessage } from "./message.ts";

/** Lines that say "I have just started" (Quectel RDY, Cinterion ^SYSSTART, u-blox +AT: READY, Huawei ^BOOT). */
const RESTARTS: readonly RegExp[] = [/^RDY$/, /^\^SYSSTART\b/, /^\+AT: READY$/, /^\^BOOT:/, /^APP RDY$/];

const GRAMMARS: readonly ((line: string) => AtMessage | undefined)[] = [
  parseRegistration,
  parsePacketEvent,
  parseSignal,
  parseSimState,
  parseAttach,
  parseContextState,
  parseOperator,
  parseClock,
  parseIccid,
];

/** What one line of the modem says. Pure and total: a line that nobody knows is `unknown`, never dropped. */
export function decode(line: string): AtMessage {
  if (RESTARTS.some((shape) => shape.test(line))) return { kind: "restart", raw: line };
  for (const grammar of GRAMMARS) {
    const message = grammar(line);
    if (message !== undefined) return message;
  }
  return { kind: "unknown", raw: line };
}
