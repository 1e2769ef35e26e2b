import { type AtCommand, action, listing, prefixed, secretAction } from "../at/command.ts";
import type { AtLine } from "../at/at-line.ts";
import type { Apn } from "../at/outgoing/apn.ts";
import type { Cid } from "../at/outgoing/cid.ts";
import type { QuotedText } from "../at/outgoing/quoted-text.ts";
import {
  askAddresses,
  askParameters,
  type AuthenticationProtocol,
  authenticateContext,
  fillLine,
  type PdpKind,
} from "../at/outgoing/write-command.ts";
import type { PdpContextMessage } from "../at/grammar/pdp-context.ts";
import { Seconds } from "../base/duration.ts";
import type { ModemProfile } from "./profile.ts";

/** The data call that is wanted; every text in it has passed its check. */
export interface CallOrder {
  readonly cid: Cid;
  readonly type: PdpKind;
  /** Absent: the context is used as it is provisioned, and nothing is written. */
  readonly apn?: Apn;
  readonly auth?: {
    readonly protocol: Exclude<AuthenticationProtocol, "none">;
    readonly user: QuotedText;
    readonly password: QuotedText;
  };
}

/** One way to have a data call (config/modems). */
export type CallWay = ModemProfile["data_calls"][number];

export const STANDARD_WAY: CallWay = {
  name: "cgact",
  define: 'AT+CGDCONT={cid},"{type}","{apn}"',
  up: ["AT+CGACT=1,{cid}"],
  down: ["AT+CGACT=0,{cid}"],
  address: "contrdp",
  within: Seconds(150),
};

/** What of a family's ways can be gone here: PPP needs a daemon of its own. Whether there is an APN to dial by shows later. */
export function usableWays(family: ModemProfile | undefined): readonly CallWay[] {
  const never = family?.quirks.never ?? [];
  return (family?.data_calls ?? [STANDARD_WAY]).filter(
    ({ address, up, down }) =>
      address !== "ppp" && ![...up, ...down].some((line) => never.some((start) => line.startsWith(start))),
  );
}

export const COMMANDS = {
  definition: (): AtCommand => listing("AT+CGDCONT?", prefixed("+CGDCONT:"), Seconds(10)),
  define: (way: CallWay, order: CallOrder): AtCommand => action(fillLine(way.define, order), Seconds(10)),
  authenticate: ({ cid }: CallOrder, { protocol, user, password }: NonNullable<CallOrder["auth"]>): AtCommand =>
    secretAction(authenticateContext(cid, protocol, user, password), Seconds(10)),
  test: (line: AtLine): AtCommand => listing(line, () => true, Seconds(5)),
  turn: (way: CallWay, line: string, order: CallOrder): AtCommand => action(fillLine(line, order), way.within),
  report: (): AtCommand => listing("AT+CEER", prefixed("+CEER:"), Seconds(5)),
  backOffs: (): AtCommand => listing("AT+CABTRDP", prefixed("+CABTRDP:"), Seconds(5)),
  parameters: ({ cid }: CallOrder): AtCommand => listing(askParameters(cid), prefixed("+CGCONTRDP:"), Seconds(10)),
  addresses: ({ cid }: CallOrder): AtCommand => listing(askAddresses(cid), prefixed("+CGPADDR:"), Seconds(10)),
} as const;

/** The network appends its own labels to an APN that it chose: `cmiot.mnc004.mcc460.gprs` (23.003 9.1.2). */
const plain = (apn: string): string => apn.toLowerCase().replace(/\.mnc\d{3}\.mcc\d{3}\.gprs$/, "");

export const isSameApn = (one: string, other: string): boolean => plain(one) === plain(other);

export function isDefined(contexts: readonly PdpContextMessage[], { cid, type, apn }: CallOrder): boolean {
  const row = contexts.find((context) => context.command === "+CGDCONT" && context.cid === cid);
  return (
    row !== undefined &&
    apn !== undefined &&
    row.pdpType?.toUpperCase() === type.toUpperCase() &&
    isSameApn(row.apn ?? "", apn)
  );
}
