import { defined } from "../base/defined.ts";
import { type Duration, Hours } from "../base/duration.ts";
import type { WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Words } from "../plan/words.ts";
import { type AcceptanceRecord, withPayment } from "./acceptance.ts";
import type { CardSnapshot } from "./card-snapshot.ts";
import type { ItemId } from "./checklist.ts";
import type { ReasonCode } from "./reasons.ts";
import { type SlotSeen, slotSpeaksAgainst } from "./slot-seen.ts";
import { rankOf, type Stage, STAGE_WORDS, type TicketState, type ToldStage } from "./stage.ts";
import { isOpen, type PaymentSaid, type Ticket, type WatchTally } from "./ticket.ts";

interface Told {
  readonly at: WallMs;
  readonly by: string;
}

export type TicketInput =
  | (Told & {
      readonly kind: "open";
      readonly because?: ReasonCode | undefined;
      readonly anyway?: string | undefined;
      readonly oldCard?: string | undefined;
      readonly snapshot?: CardSnapshot | undefined;
      readonly due?: string | undefined;
    })
  | (Told & {
      readonly kind: "told";
      readonly to: ToldStage;
      readonly due?: string | undefined;
      /** What the device sees itself: a person's word of a new card does not stand against it. */
      readonly slot?: SlotSeen;
    })
  | (Told & { readonly kind: "due"; readonly due: string })
  | (Told & { readonly kind: "tick"; readonly item: ItemId; readonly done: boolean })
  /** Another card than the last one is in. `isNew`: it was never here. */
  | {
      readonly kind: "card";
      readonly at: WallMs;
      readonly iccid: string;
      readonly isNew: boolean;
      readonly before?: string | undefined;
      readonly snapshot?: CardSnapshot | undefined;
    }
  /** The card that was taken for the new one is somebody's stopgap, by the plan's list of cards. */
  | { readonly kind: "visitor"; readonly at: WallMs; readonly iccid: string }
  /** Data passed by the card that is in; by what that was seen. */
  | { readonly kind: "passed"; readonly at: WallMs; readonly by: string; readonly card?: string | undefined }
  | (Told & { readonly kind: "tested"; readonly record: AcceptanceRecord })
  | (Told & { readonly kind: "paid"; readonly ok: boolean; readonly text?: string | undefined })
  | { readonly kind: "watched"; readonly at: WallMs; readonly more: Omit<WatchTally, "rounds"> }
  | (Told & { readonly kind: "close"; readonly slot?: SlotSeen })
  | (Told & { readonly kind: "give-up"; readonly reason: string });

export type TicketEffect =
  | { readonly kind: "opened" }
  | { readonly kind: "moved"; readonly from: TicketState; readonly to: TicketState }
  | { readonly kind: "stopgap"; readonly newCard: string }
  | { readonly kind: "stopgap-over" }
  | { readonly kind: "tested" }
  | { readonly kind: "paid" }
  /** The watch saw too much trouble and goes on for another day. */
  | { readonly kind: "watch-again"; readonly upShare: number }
  /** The device had opened it itself, and it was none. */
  | { readonly kind: "dropped" }
  | { readonly kind: "refused"; readonly why: Words };

export interface Stepped {
  readonly ticket: Ticket | undefined;
  readonly effects: readonly TicketEffect[];
}

export const DEVICE = "cellward";
export const WATCHED_FOR: Duration = Hours(24);
/** A default of ours: with less of the day in service the card is not called proved. */
export const LEAST_UP = 0.9;
const FRESH_WATCH: WatchTally = { seenMs: 0, upMs: 0, rejects: 0, detaches: 0, rounds: 0 };
const MOST_MOVES = 40;

/** One step of the ticket. Pure; what is not allowed now is refused with the reason, and changes nothing. */
export function stepTicket(ticket: Ticket | undefined, input: TicketInput): Stepped {
  switch (input.kind) {
    case "open":
      return opened(ticket, input);
    case "card":
      return carded(ticket, input);
    case "told":
      return isOpen(ticket) ? advanced(ticket, input) : none(ticket);
    case "due":
      return isOpen(ticket) ? { ticket: { ...ticket, due: input.due }, effects: [] } : none(ticket);
    case "tick":
      return isOpen(ticket) ? ticked(ticket, input) : none(ticket);
    case "visitor":
      return isOpen(ticket) ? visited(ticket, input) : { ticket, effects: [] };
    case "passed":
      return isOpen(ticket) && ticket.state === "inserted" && ticket.stopgap === undefined && !isOld(ticket, input.card)
        ? moved(ticket, "activated", { at: input.at, by: DEVICE, text: input.by })
        : { ticket, effects: [] };
    case "tested":
      return isOpen(ticket) ? tested(ticket, input) : { ticket, effects: [] };
    case "paid":
      return isOpen(ticket) ? paid(ticket, input) : { ticket, effects: [] };
    case "watched":
      return isOpen(ticket) ? watched(ticket, input) : { ticket, effects: [] };
    case "close":
      return isOpen(ticket) ? closed(ticket, input) : none(ticket);
    case "give-up":
      return isOpen(ticket)
        ? moved(ticket, "given-up", { at: input.at, by: input.by, text: input.reason })
        : none(ticket);
    default:
      return unreachable(input);
  }
}

function opened(before: Ticket | undefined, input: Extract<TicketInput, { readonly kind: "open" }>): Stepped {
  if (isOpen(before)) return refused(before, HAS_ONE);
  const { at, by, because, anyway, oldCard, snapshot, due } = input;
  const ticket: Ticket = {
    state: "planned",
    openedAt: at,
    by,
    ...defined({ because, anyway, oldCard, atOpening: snapshot, due }),
    moves: [{ to: "planned", at, by }],
    ticked: [],
  };
  return { ticket, effects: [{ kind: "opened" }] };
}

type Open = Ticket & { readonly state: Stage };

function carded(ticket: Ticket | undefined, input: Extract<TicketInput, { readonly kind: "card" }>): Stepped {
  const { iccid, at, isNew, before, snapshot } = input;
  if (!isOpen(ticket)) {
    if (!isNew || before === undefined) return { ticket, effects: [] };
    const begun: Ticket = {
      state: "inserted",
      openedAt: at,
      by: DEVICE,
      bySelf: true,
      oldCard: before,
      newCard: iccid,
      ...defined({ atSwap: snapshot }),
      moves: [{ to: "inserted", at, by: DEVICE }],
      ticked: [],
    };
    return { ticket: begun, effects: [{ kind: "opened" }] };
  }
  if (ticket.stopgap !== undefined && iccid === ticket.stopgap.newCard) {
    const { stopgap, ...back } = ticket;
    const step = moved({ ...back, newCard: iccid }, stopgap.was, { at, by: DEVICE, text: NEW_AGAIN });
    return { ...step, effects: [{ kind: "stopgap-over" }, ...step.effects] };
  }
  if (iccid === ticket.oldCard) return oldCardBack(ticket, at);
  if (iccid === ticket.newCard || (ticket.newCard === undefined && !isNew)) return { ticket, effects: [] };
  const { stopgap: _over, test: _test, payment: _payment, watch: _watch, ...rest } = ticket;
  const swapped: Open = {
    ...rest,
    newCard: iccid,
    ...defined({ oldCard: ticket.oldCard ?? before, atSwap: ticket.atSwap ?? snapshot }),
  };
  return moved(swapped, "inserted", { at, by: DEVICE });
}

const OLD_AGAIN = "the old card is in again: the other one was a stopgap";
const NEW_AGAIN = "the new card is in again";

/** The swap was undone: the ticket stands where it stood before it, and one that there would not be without it ends. */
function oldCardBack(ticket: Open, at: WallMs): Stepped {
  const { newCard, ...rest } = ticket;
  if (newCard === undefined) return { ticket, effects: [] };
  const before = ticket.moves.findLast(({ to }) => rankOf(to) < rankOf("inserted"))?.to ?? "given-up";
  const stopgap = { since: at, newCard, was: ticket.state };
  const step = moved({ ...rest, stopgap }, before, { at, by: DEVICE, text: OLD_AGAIN });
  return { ...step, effects: [{ kind: "stopgap", newCard }, ...step.effects] };
}

/** What was taken for the new card is a technician's: it opens no ticket, and moves none. */
function visited(ticket: Open, { iccid, at }: Extract<TicketInput, { readonly kind: "visitor" }>): Stepped {
  if (ticket.newCard !== iccid || ticket.state !== "inserted") return { ticket, effects: [] };
  return ticket.bySelf === true ? { ticket: undefined, effects: [{ kind: "dropped" }] } : oldCardBack(ticket, at);
}

const isOld = ({ oldCard }: Ticket, card: string | undefined): boolean => card !== undefined && card === oldCard;

function advanced(ticket: Open, input: Extract<TicketInput, { readonly kind: "told" }>): Stepped {
  const { to, at, by, due, slot } = input;
  const dated = { ...ticket, ...defined({ due }) };
  if (rankOf(to) <= rankOf(ticket.state)) return refused(ticket, notBack(ticket.state));
  if (to === "activated" && ticket.state !== "inserted") return refused(ticket, NOT_IN);
  const against = rankOf(to) < rankOf("inserted") ? undefined : slotSpeaksAgainst(slot, ticket.oldCard);
  if (against !== undefined) return refused(ticket, against);
  const own = to === "inserted" && slot?.kind === "card" ? { newCard: slot.iccid } : {};
  return moved({ ...dated, ...own }, to, { at, by });
}

function ticked(ticket: Open, { item, done, at, by }: Extract<TicketInput, { readonly kind: "tick" }>): Stepped {
  const others = ticket.ticked.filter((one) => one.item !== item);
  return { ticket: { ...ticket, ticked: done ? [...others, { item, at, by }] : others }, effects: [] };
}

/** A pass takes it to the watch, a failure back from there; before a new card is in a test proves nothing about it. */
function tested(ticket: Open, { record, at, by }: Extract<TicketInput, { readonly kind: "tested" }>): Stepped {
  if (rankOf(ticket.state) < rankOf("inserted") || isOld(ticket, record.iccid))
    return { ticket, effects: [{ kind: "tested" }] };
  const noted: Open = { ...ticket, test: record };
  const tell = { kind: "tested" } as const;
  if (record.verdict === "pass" && ticket.payment?.ok !== false && ticket.state !== "tested") {
    const step = moved({ ...noted, watch: FRESH_WATCH }, "tested", { at, by });
    return { ...step, effects: [tell, ...step.effects] };
  }
  if (record.verdict === "failed" && ticket.state === "tested") return fellBack(noted, { at, by }, [tell]);
  return { ticket: noted, effects: [tell] };
}

function paid(ticket: Open, { ok, at, by, text }: Extract<TicketInput, { readonly kind: "paid" }>): Stepped {
  if (rankOf(ticket.state) < rankOf("inserted")) return refused(ticket, NOT_IN);
  const payment: PaymentSaid = defined({ ok, at, by, text });
  const test = ticket.test && { ...ticket.test, ...withPayment(ticket.test.lines, payment) };
  const noted: Open = { ...ticket, payment, ...defined({ test }) };
  const tell = { kind: "paid" } as const;
  if (!ok && ticket.state === "tested") return fellBack(noted, { at, by }, [tell]);
  // One check among the others: without the rest of the test it proves the payment alone.
  if (ok && ticket.state !== "tested" && test?.verdict === "pass") {
    const step = moved({ ...noted, watch: FRESH_WATCH }, "tested", { at, by });
    return { ...step, effects: [tell, ...step.effects] };
  }
  return { ticket: noted, effects: [tell] };
}

function fellBack(ticket: Open, told: Told, first: readonly TicketEffect[]): Stepped {
  const { watch: _watch, ...rest } = ticket;
  const step = moved(rest, "activated", told);
  return { ...step, effects: [...first, ...step.effects] };
}

function watched(ticket: Open, { at, more }: Extract<TicketInput, { readonly kind: "watched" }>): Stepped {
  if (ticket.state !== "tested") return { ticket, effects: [] };
  const before = ticket.watch ?? FRESH_WATCH;
  const watch: WatchTally = {
    seenMs: before.seenMs + more.seenMs,
    upMs: before.upMs + more.upMs,
    rejects: before.rejects + more.rejects,
    detaches: before.detaches + more.detaches,
    rounds: before.rounds,
  };
  if (watch.seenMs < WATCHED_FOR) return { ticket: { ...ticket, watch }, effects: [] };
  const upShare = watch.upMs / watch.seenMs;
  if (upShare >= LEAST_UP) return moved({ ...ticket, watch }, "closed", { at, by: DEVICE });
  const again: WatchTally = { ...FRESH_WATCH, rounds: before.rounds + 1 };
  return { ticket: { ...ticket, watch: again }, effects: [{ kind: "watch-again", upShare }] };
}

function closed(ticket: Open, { at, by, slot }: Extract<TicketInput, { readonly kind: "close" }>): Stepped {
  if (rankOf(ticket.state) < rankOf("activated")) return refused(ticket, TOO_SOON);
  const against = slotSpeaksAgainst(slot, ticket.oldCard);
  return against === undefined ? moved(ticket, "closed", { at, by }) : refused(ticket, against);
}

function moved(ticket: Open, to: TicketState, { at, by, text }: Told & { readonly text?: string }): Stepped {
  const move = defined({ to, at, by, text });
  return {
    ticket: { ...ticket, state: to, moves: [...ticket.moves, move].slice(-MOST_MOVES) },
    effects: [{ kind: "moved", from: ticket.state, to }],
  };
}

const refused = (ticket: Ticket | undefined, why: Words): Stepped => ({ ticket, effects: [{ kind: "refused", why }] });
const none = (ticket: Ticket | undefined): Stepped => refused(ticket, NO_TICKET);

const NO_TICKET: Words = {
  en: "No replacement is under way. `cellward sim replace start` opens one.",
  zh: "当前没有进行中的换卡。用 cellward sim replace start 开始。",
};
const HAS_ONE: Words = {
  en: "A replacement is under way already. `cellward sim replace` shows where it stands; `cellward sim replace cancel --reason TEXT` ends it.",
  zh: "已有进行中的换卡。cellward sim replace 可查看进度；cellward sim replace cancel --reason 原因 可放弃。",
};
const NOT_IN: Words = {
  en: "No new card is known to be in. The device sees it by itself; without an AT port say `cellward sim replace inserted`.",
  zh: "尚未发现新卡。设备会自动识别；没有AT端口时请执行 cellward sim replace inserted。",
};
const TOO_SOON: Words = {
  en: "The new card is not known to work yet, so there is nothing to close. `cellward sim replace cancel --reason TEXT` gives it up.",
  zh: "尚未证实新卡可用，不能结束。cellward sim replace cancel --reason 原因 可放弃。",
};
const notBack = (state: TicketState): Words => ({
  en: `It stands at "${STAGE_WORDS[state].en}" already, and goes forward only.`,
  zh: `当前已是“${STAGE_WORDS[state].zh}”，只能向前推进。`,
});
