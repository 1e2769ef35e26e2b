import { parseAttach } from "./grammar/attach.ts";
import { parseBearerAddresses } from "./grammar/bearer-addresses.ts";
import { parseBearerState } from "./grammar/bearer-state.ts";
import { parseBearer } from "./grammar/bearer.ts";
import { parseClock } from "./grammar/clock.ts";
import { parseIndicator } from "./grammar/indicator.ts";
import { parseOperatorScan } from "./grammar/operator-scan.ts";
import { parseOperator } from "./grammar/operator.ts";
import { parsePacketEvent } from "./grammar/packet-event.ts";
import { parsePdpAddress } from "./grammar/pdp-address.ts";
import { parsePdpContext } from "./grammar/pdp-context.ts";
import { parseRange } from "./grammar/range.ts";
import { parseRegistration } from "./grammar/registration.ts";
import { parseSignal } from "./grammar/signal.ts";
import { parseIccid, parseSimState } from "./grammar/sim.ts";
import { parseSubscriberNumber } from "./grammar/subscriber-number.ts";
import type { AtMessage } from "./message.ts";

/** Lines that say "I have just started" (Quectel RDY, Cinterion ^SYSSTART, u-blox +AT: READY, Huawei ^BOOT). */
const RESTARTS: readonly RegExp[] = [/^RDY$/, /^\^SYSSTART\b/, /^\+AT: READY$/, /^\^BOOT:/, /^APP RDY$/];

const GRAMMARS: readonly ((line: string, asked?: string) => AtMessage | undefined)[] = [
  parseRegistration,
  parsePacketEvent,
  parseSignal,
  parseSimState,
  parseAttach,
  parsePdpContext,
  parsePdpAddress,
  parseBearer,
  parseBearerAddresses,
  parseBearerState,
  parseOperator,
  parseOperatorScan,
  parseIndicator,
  parseSubscriberNumber,
  parseClock,
  parseIccid,
  // Last: it takes the answer to any test command that has no grammar of its own.
  parseRange,
];

/**
 * What one line of the modem says; `asked` is the command line that it answers, where that is known. Pure and total: a
 * line that nobody knows is `unknown`, never dropped.
 */
export function decode(line: string, asked?: string): AtMessage {
  if (RESTARTS.some((shape) => shape.test(line))) return { kind: "restart", raw: line };
  for (const grammar of GRAMMARS) {
    const message = grammar(line, asked);
    if (message !== undefined) return message;
  }
  return { kind: "unknown", raw: line };
}
