import { parseAttach } from "./grammar/attach.ts";
import { parseBearerAddresses } from "./grammar/bearer-addresses.ts";
import { parseBearerState } from "./grammar/bearer-state.ts";
import { parseBearer } from "./grammar/bearer.ts";
import { parseIndicator } from "./grammar/indicator.ts";
import { parseOperatorScan } from "./grammar/operator-scan.ts";
import { parsePdpAddress } from "./grammar/pdp-address.ts";
import { parsePdpContext } from "./grammar/pdp-context.ts";
import { parseRange } from "./grammar/range.ts";
import { parseSubscriberNumber } from "./grammar/subscriber-number.ts";
import { parseAccess } from "./grammar/access.ts";
import { parseCellBroadcast } from "./grammar/cell-broadcast.ts";
import { parseClock } from "./grammar/clock.ts";
import { parseCounters } from "./grammar/counters.ts";
import { parseExtendedError } from "./grammar/extended-error.ts";
import { parseFunction } from "./grammar/function.ts";
import { parseIccid } from "./grammar/iccid.ts";
import { parseIdentity } from "./grammar/identity.ts";
import { parseNeighbourCell } from "./grammar/neighbour-cell.ts";
import { parseOperator } from "./grammar/operator.ts";
import { parsePacketEvent } from "./grammar/packet-event.ts";
import { parsePinRetries } from "./grammar/pin-retries.ts";
import { parsePower } from "./grammar/power.ts";
import { parseRegistration } from "./grammar/registration.ts";
import { parseResult } from "./grammar/result.ts";
import { parseSignal } from "./grammar/signal.ts";
import { parseSimIo } from "./grammar/sim-io.ts";
import { parseSimPresence } from "./grammar/sim-presence.ts";
import { parseSimState } from "./grammar/sim-state.ts";
import { parseSmsList } from "./grammar/sms-list.ts";
import { parseSmsReference } from "./grammar/sms-reference.ts";
import { parseSmsSettings } from "./grammar/sms-settings.ts";
import { parseSmsStorage } from "./grammar/sms-storage.ts";
import { parseSms } from "./grammar/sms.ts";
import { parseReady, parseRestart } from "./grammar/start.ts";
import { parseUssd } from "./grammar/ussd.ts";
import type { AtMessage } from "./message.ts";

/** Looked through in order. Where two know a line, the more particular one comes first. */
const GRAMMARS: readonly ((line: string, asked?: string) => AtMessage | undefined)[] = [
  parseRestart,
  parseReady,
  parsePower,
  parseResult,
  parseRegistration,
  parsePacketEvent,
  parseSignal,
  parseNeighbourCell,
  parseAccess,
  parseSimState,
  parseAttach,
  parsePdpContext,
  parsePdpAddress,
  parseBearer,
  parseBearerAddresses,
  parseBearerState,
  parseOperator,
  parseOperatorScan,
  parseClock,
  // A +CRSM that holds the card's number, then a +CSIM that holds tries, then what else a card answers.
  parseIccid,
  parsePinRetries,
  parseSimIo,
  parseSimPresence,
  parseIndicator,
  parseSubscriberNumber,
  parseSms,
  parseSmsList,
  parseSmsStorage,
  parseSmsReference,
  parseSmsSettings,
  parseCellBroadcast,
  parseUssd,
  parseCounters,
  parseFunction,
  parseExtendedError,
  parseRange,
  // Last: it takes free text when free text was asked for.
  parseIdentity,
];

/**
 * What one line of the modem says. `asked` is the command line that is being answered, where that is known. Pure and
 * total: a line that nobody knows is `unknown`, never dropped.
 */
export function decode(line: string, asked?: string): AtMessage {
  for (const grammar of GRAMMARS) {
    const message = grammar(line, asked);
    if (message !== undefined) return message;
  }
  return { kind: "unknown", raw: line };
}
