import { createHash } from "node:crypto";
import type { Delivery } from "../at/sms/sms-pdu.ts";
import { noParts, type Reassembly, reassemble, type ReassemblyEffect, type SmsPart } from "../at/sms/reassembly.ts";
import type { SmsListMessage, SmsMessage } from "../at/message.ts";
import { defined } from "../base/defined.ts";
import { MonoMs, type WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";

/** A message as the modem gave it, listed, read or delivered; `index` where it lies in the modem. */
export type FoundSms = SmsMessage | SmsListMessage;

/** What is held of a part until its message is whole; written down before the modem's copy may go. */
export interface KeptPart {
  /** Of the PDU: the same message is told once, however often it is found. */
  readonly id: string;
  readonly part: SmsPart;
  readonly centreTime?: string;
  /** When it came, where the time was trusted then: over a restart nothing else tells how long it has waited. */
  readonly since?: WallMs;
}

export interface ReceivedSms {
  readonly from: string;
  readonly text: string;
  readonly parts: number;
  /** Numbers of parts that never came. */
  readonly missing?: readonly number[];
  /** Of the first part, as the service centre stamped it; ISO 8601. */
  readonly centreTime?: string;
  /** What cannot be read as a text: hexadecimal. */
  readonly data?: string;
}

export interface Inbox {
  /** Oldest first; bounded. */
  readonly seen: readonly string[];
  readonly parts: readonly KeptPart[];
  readonly reassembly: Reassembly;
}

export type InboxInput =
  /** `wall` where it is trusted. */
  | { readonly kind: "found"; readonly message: FoundSms; readonly now: MonoMs; readonly wall?: WallMs }
  | { readonly kind: "tick"; readonly now: MonoMs; readonly wall?: WallMs };

export type InboxEffect =
  | { readonly kind: "keep"; readonly part: KeptPart }
  /** `ids`: of all its parts; what was kept of them is needed no more. */
  | { readonly kind: "received"; readonly message: ReceivedSms; readonly ids: readonly string[] }
  | { readonly kind: "report"; readonly id: string; readonly report: StatusReport }
  /** The modem's copy is not needed once everything before is on the disk. */
  | { readonly kind: "free"; readonly index: number };

export interface StatusReport {
  readonly mr: number;
  readonly to?: string;
  readonly delivery?: Delivery;
}

/** More than any modem and card can hold together, so that what stays in a modem is never told twice. */
const MOST_SEEN = 1_024;

export const EMPTY_INBOX: Inbox = { seen: [], parts: [], reassembly: noParts };

/** What a former run left: its parts begin to wait anew, until a trusted time says how long they have waited. */
export function inboxOf(seen: readonly string[], parts: readonly KeptPart[], now: MonoMs): Inbox {
  let { reassembly } = EMPTY_INBOX;
  for (const { part } of parts) reassembly = reassemble(reassembly, { kind: "part", part, now }).state;
  return { seen: seen.slice(-MOST_SEEN), parts, reassembly };
}

export interface InboxStepped {
  readonly inbox: Inbox;
  readonly effects: readonly InboxEffect[];
}

/** Folds one message, or the time alone. Pure. */
export function stepInbox(inbox: Inbox, input: InboxInput): InboxStepped {
  switch (input.kind) {
    case "tick":
      return reassembled(inbox, reassemble(aged(inbox, input), { kind: "tick", now: input.now }), []);
    case "found":
      return found(inbox, input.message, input);
    default:
      return unreachable(input);
  }
}

interface Now {
  readonly now: MonoMs;
  readonly wall?: WallMs;
}

/** A message has waited as long as its latest part. */
function aged({ reassembly, parts }: Inbox, { now, wall }: Now): Reassembly {
  if (wall === undefined) return reassembly;
  const sinceOf = (id: string | undefined): number => parts.find((kept) => kept.id === id)?.since ?? -Infinity;
  const partials = reassembly.partials.map((partial) => {
    const waited = wall - Math.max(...partial.parts.map(({ id }) => sinceOf(id)));
    return Number.isFinite(waited) ? { ...partial, at: MonoMs(Math.min(partial.at, now - waited)) } : partial;
  });
  return { partials };
}

function found(inbox: Inbox, message: FoundSms, { now, wall }: Now): InboxStepped {
  const { pdu, index, type } = message;
  // Drafts and copies of what somebody sent are not ours; what arrived damaged may be whole at the next reading.
  const readable = pdu !== undefined && (message.fault === undefined || message.fault === "bad-time");
  if (!readable || (type !== "deliver" && type !== "status-report") || message.stat === 2 || message.stat === 3)
    return { inbox, effects: [] };
  const id = idOf(pdu);
  const free: readonly InboxEffect[] = index === undefined ? [] : [{ kind: "free", index }];
  if (inbox.seen.includes(id)) return { inbox, effects: free };
  const known: Inbox = { ...inbox, seen: [...inbox.seen, id].slice(-MOST_SEEN) };
  if (type === "status-report") return report(known, message, id, free);
  const { concatenation, oa = "", text, data, sctsTime } = message;
  if (concatenation === undefined || concatenation.max < 2) {
    const received = defined({ from: oa, text: text ?? "", parts: 1, centreTime: sctsTime, data });
    return { inbox: known, effects: [{ kind: "received", message: received, ids: [id] }, ...free] };
  }
  const part: SmsPart = { oa, concatenation, text: text ?? "", id };
  const kept: KeptPart = defined({ id, part, centreTime: sctsTime, since: wall });
  const stepped = reassemble(known.reassembly, { kind: "part", part, now });
  const stepping = reassembled({ ...known, parts: [...known.parts, kept] }, stepped, [{ kind: "keep", part: kept }]);
  return { inbox: stepping.inbox, effects: [...stepping.effects, ...free] };
}

function report(inbox: Inbox, { mr, ra, delivery }: FoundSms, id: string, free: readonly InboxEffect[]): InboxStepped {
  if (mr === undefined) return { inbox, effects: [] };
  return { inbox, effects: [{ kind: "report", id, report: defined({ mr, to: ra, delivery }) }, ...free] };
}

function reassembled(
  inbox: Inbox,
  { state, effects }: { readonly state: Reassembly; readonly effects: readonly ReassemblyEffect[] },
  before: readonly InboxEffect[],
): InboxStepped {
  const told = effects.flatMap((effect): readonly InboxEffect[] => {
    switch (effect.kind) {
      case "message":
        return [whole(inbox, effect.parts, [])];
      case "incomplete":
        return [whole(inbox, effect.parts, effect.missing)];
      case "duplicate":
        return [];
      default:
        return unreachable(effect);
    }
  });
  const gone = told.flatMap((effect) => (effect.kind === "received" ? effect.ids : []));
  const parts = inbox.parts.filter(({ id }) => !gone.includes(id));
  // A part that comes a second time under another PDU (another service centre) is kept by nobody.
  const waiting = new Set(state.partials.flatMap((partial) => partial.parts.map(({ id }) => id)));
  const kept = before.filter((effect) => effect.kind !== "keep" || waiting.has(effect.part.id));
  const lasting = kept.filter((effect) => effect.kind !== "keep" || !gone.includes(effect.part.id));
  return {
    inbox: { ...inbox, parts: parts.filter(({ id }) => waiting.has(id)), reassembly: state },
    effects: [...lasting, ...told],
  };
}

function whole(inbox: Inbox, parts: readonly SmsPart[], missing: readonly number[]): InboxEffect {
  const ids = parts.flatMap(({ id }) => id ?? []);
  const first = inbox.parts.find(({ id }) => id === ids[0]);
  const message = defined({
    from: parts[0]?.oa ?? "",
    // Where parts are missing, people see that there was more.
    text: missing.length === 0 ? parts.map(({ text }) => text).join("") : parts.map(({ text }) => text).join(" [...] "),
    parts: parts.length + missing.length,
    missing: missing.length === 0 ? undefined : missing,
    centreTime: first?.centreTime,
  });
  return { kind: "received", message, ids };
}

/** Of the PDU as digits: case and a Ctrl-Z are the modem's manners. */
const idOf = (pdu: string): string =>
  createHash("sha256")
    .update(pdu.replace(/[^0-9A-Fa-f]/g, "").toUpperCase())
    .digest("hex")
    .slice(0, 16);
