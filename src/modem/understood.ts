import type { PacketEventMessage } from "../at/message.ts";

const SCOPES: Readonly<Record<PacketEventMessage["scope"], string>> = { network: "NW ", mobile: "ME ", unknown: "" };

const WORDS: Readonly<Record<PacketEventMessage["event"], string>> = {
  detach: "DETACH",
  "pdn-activated": "PDN ACT",
  "pdn-deactivated": "PDN DEACT",
  activated: "ACT",
  deactivated: "DEACT",
  modified: "MODIFY",
  reactivate: "REACT",
  rejected: "REJECT",
  class: "CLASS",
  other: "an event without a name of the standard's",
};

/**
 * `NW PDN DEACT 1`, as 27.007 10.1.19 writes it: who, what, which context. What else stood in the line (addresses, types, whatever a modem adds)
 * is left out: this goes to people and over the network.
 */
export function packetEventWords({ scope, event, cid, pCid }: PacketEventMessage): string {
  const numbers = [pCid, cid].filter((number) => number !== undefined);
  return `${SCOPES[scope]}${WORDS[event]}${numbers.length === 0 ? "" : ` ${numbers.join(",")}`}`;
}

/** How a start is told (see at/grammar/start.ts), and for what only a family says: its first word. */
const START = /^(?:APP RDY|MODEM:STARTUP|\+AT: ?READY|[\^+*$]?[A-Z]{1,16})/i;

/** The words that tell of a start, such as `RDY` or `^SYSSTART`, without what a modem puts behind them. */
export const restartWord = (line: string): string => START.exec(line.trim())?.[0] ?? "a line of its own";
