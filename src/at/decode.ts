import { attachGrammar } from "./grammar/attach.ts";
import { characterSetGrammar } from "./grammar/character-set.ts";
import { networkErrorGrammar } from "./grammar/network-error.ts";
import { backOffGrammar } from "./grammar/back-off.ts";
import { bearerAddressesGrammar } from "./grammar/bearer-addresses.ts";
import { bearerStateGrammar } from "./grammar/bearer-state.ts";
import { bearerGrammar } from "./grammar/bearer.ts";
import type { Grammar, Parse } from "./grammar/grammar.ts";
import { indicatorGrammar } from "./grammar/indicator.ts";
import { operatorScanGrammar } from "./grammar/operator-scan.ts";
import { pdpAddressGrammar } from "./grammar/pdp-address.ts";
import { pdpContextGrammar } from "./grammar/pdp-context.ts";
import { parseRange } from "./grammar/range.ts";
import { subscriberNumberGrammar } from "./grammar/subscriber-number.ts";
import { accessGrammar } from "./grammar/access.ts";
import { clockGrammar } from "./grammar/clock.ts";
import { countersGrammar } from "./grammar/counters.ts";
import { extendedErrorGrammar } from "./grammar/extended-error.ts";
import { functionGrammar } from "./grammar/function.ts";
import { iccidGrammar } from "./grammar/iccid.ts";
import { parseIdentity } from "./grammar/identity.ts";
import { neighbourCellGrammar } from "./grammar/neighbour-cell.ts";
import { operatorGrammar } from "./grammar/operator.ts";
import { packetEventGrammar } from "./grammar/packet-event.ts";
import { pinRetriesGrammar } from "./grammar/pin-retries.ts";
import { edrxGrammar } from "./grammar/edrx.ts";
import { powerSavingGrammar } from "./grammar/power-saving.ts";
import { signallingConnectionGrammar } from "./grammar/signalling-connection.ts";
import { powerGrammar } from "./grammar/power.ts";
import { registrationGrammar } from "./grammar/registration.ts";
import { resultGrammar } from "./grammar/result.ts";
import { signalGrammar } from "./grammar/signal.ts";
import { simIoGrammar } from "./grammar/sim-io.ts";
import { simPresenceGrammar } from "./grammar/sim-presence.ts";
import { simStateGrammar } from "./grammar/sim-state.ts";
import { readyGrammar, restartGrammar } from "./grammar/start.ts";
import { cellBroadcastGrammar } from "./grammar/cell-broadcast.ts";
import { cellMeasurementGrammar } from "./grammar/cell-measurement.ts";
import { smsListGrammar } from "./grammar/sms-list.ts";
import { smsReferenceGrammar } from "./grammar/sms-reference.ts";
import { smsSettingsGrammar } from "./grammar/sms-settings.ts";
import { smsStorageGrammar } from "./grammar/sms-storage.ts";
import { smsGrammar } from "./grammar/sms.ts";
import { tauTimerGrammar } from "./grammar/tau-timer.ts";
import { ussdGrammar } from "./grammar/ussd.ts";
import type { AtMessage } from "./message.ts";

type AnyGrammar = Grammar<AtMessage> | Parse<AtMessage>;

/**
 * In order: where two know a line, the more particular one comes first. A grammar that declares no names is asked about
 * every line.
 */
export const GRAMMARS: readonly AnyGrammar[] = [
  restartGrammar,
  readyGrammar,
  powerGrammar,
  resultGrammar,
  registrationGrammar,
  packetEventGrammar,
  signalGrammar,
  neighbourCellGrammar,
  cellMeasurementGrammar,
  accessGrammar,
  simStateGrammar,
  attachGrammar,
  powerSavingGrammar,
  edrxGrammar,
  tauTimerGrammar,
  signallingConnectionGrammar,
  pdpContextGrammar,
  pdpAddressGrammar,
  bearerGrammar,
  bearerAddressesGrammar,
  backOffGrammar,
  bearerStateGrammar,
  operatorGrammar,
  operatorScanGrammar,
  clockGrammar,
  // A +CRSM that holds the card's number, then a +CSIM that holds tries, then what else a card answers.
  iccidGrammar,
  pinRetriesGrammar,
  simIoGrammar,
  simPresenceGrammar,
  indicatorGrammar,
  subscriberNumberGrammar,
  smsGrammar,
  smsListGrammar,
  smsStorageGrammar,
  smsReferenceGrammar,
  smsSettingsGrammar,
  cellBroadcastGrammar,
  ussdGrammar,
  countersGrammar,
  functionGrammar,
  extendedErrorGrammar,
  networkErrorGrammar,
  characterSetGrammar,
  parseRange,
  // Last: it takes free text when free text was asked for.
  parseIdentity,
];

const parsesOf = (known: (grammar: Grammar<AtMessage>) => boolean): readonly Parse<AtMessage>[] =>
  GRAMMARS.flatMap((grammar) => (typeof grammar === "function" ? grammar : known(grammar) ? grammar.parse : []));

const NAMES = new Set(GRAMMARS.flatMap((grammar) => (typeof grammar === "function" ? [] : grammar.names)));
const BY_NAME: ReadonlyMap<string, readonly Parse<AtMessage>[]> = new Map(
  [...NAMES].map((name) => [name, parsesOf(({ names }) => names.includes(name))]),
);
const UNNAMED = parsesOf(({ unnamed }) => unnamed === true);
const OTHER_NAMES = parsesOf(() => false);

/** As wide as any grammar's own notion of a name, so that none misses a line. */
const NAME = /^\s*([+^*#%$!_@][A-Za-z][A-Za-z0-9_]*)/;

function parsesFor(line: string): readonly Parse<AtMessage>[] {
  // Nearly every line is `NAME: ...`, and its name is found without the expression.
  const plain = BY_NAME.get(line.slice(0, Math.max(0, line.indexOf(":"))));
  if (plain !== undefined) return plain;
  const name = NAME.exec(line)?.[1];
  return name === undefined ? UNNAMED : (BY_NAME.get(name) ?? BY_NAME.get(name.toUpperCase()) ?? OTHER_NAMES);
}

/**
 * What one line of the modem says. `asked` is the command line that is being answered, where that is known. Pure and
 * total: a line that nobody knows is `unknown`, never dropped.
 */
export function decode(line: string, asked?: string): AtMessage {
  for (const parse of parsesFor(line)) {
    const message = parse(line, asked);
    if (message !== undefined) return message;
  }
  // Some firmware puts a blank before its lines.
  const text = line.trimStart();
  if (text !== line) {
    const message = decode(text, asked);
    if (message.kind !== "unknown") return message;
  }
  return { kind: "unknown", raw: line };
}
