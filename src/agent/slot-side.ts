import { defined } from "../base/defined.ts";
import { CAUSES } from "../diagnosis/cause-table.ts";
import { RESUME_RULES } from "../diagnosis/rules/resume-rules.ts";
import { NEVER } from "../plan/cycle.ts";
import type { FleetPlace } from "../policy/fleet-place.ts";
import { SLOT_REASONS, type SlotReason, type SlotRules } from "../policy/next-slot.ts";
import type { BookView, Picture } from "../report/picture.ts";
import type { Settings } from "../settings/declaration.ts";
import type { DiagnoseLoop } from "./diagnose-loop.ts";
import type { ModemSide } from "./modem-side.ts";
import { type SlotHooks, SlotLoop, type SlotPorts, type SlotSeen } from "./slot-loop.ts";

export interface SlotSideParts extends SlotPorts, Pick<SlotHooks, "said" | "event"> {
  /** What was kept of it, as text. */
  readonly slots: string | undefined;
  book(): BookView | undefined;
}

export interface SlotSideView {
  picture(): Pick<Picture, "link" | "modem" | "decision">;
  modemSide(): Pick<ModemSide, "slot" | "chooseSlot">;
  loop(): Pick<DiagnoseLoop, "loss" | "view">;
  bookAll(): void;
}

/** The choice between two cards, where it is ordered. */
export function slotSide(
  parts: SlotSideParts,
  settings: Settings,
  place: FleetPlace,
  view: SlotSideView,
): SlotLoop | undefined {
  const rules = slotRules(settings);
  return rules === undefined
    ? undefined
    : new SlotLoop(
        parts,
        rules,
        place,
        {
          said: () => parts.said(),
          event: (type, fields) => parts.event(type, fields),
          seen: () => slotSeen(view.picture(), view.loop(), parts.book()),
          ask: () => view.modemSide().slot(),
          bookAll: () => view.bookAll(),
          choose: (slot) => view.modemSide().chooseSlot(slot),
        },
        parts.slots,
      );
}

const REASONS: Readonly<Record<Settings["slots"]["switchOn"], readonly SlotReason[]>> = {
  never: [],
  stop: ["stop"],
  limit: ["limit"],
  either: SLOT_REASONS,
};

function slotRules({ slots }: Settings): SlotRules | undefined {
  const { switchOn, home, after, dwell, switchesPerDay: perDay, homeAfter } = slots;
  if (switchOn === "never") return undefined;
  return { reasons: REASONS[switchOn], home, other: home === 1 ? 2 : 1, after, dwell, perDay, homeAfter };
}

function slotSeen(
  { link, modem, decision }: ReturnType<SlotSideView["picture"]>,
  loop: ReturnType<SlotSideView["loop"]>,
  book: BookView | undefined,
): SlotSeen {
  const { iccid, state } = modem.sim;
  const standing = book !== undefined && book.iccid === iccid ? book.standing : undefined;
  const end = standing?.cycle.to;
  return {
    ready: link.kind === "ready" && modem.imei !== undefined,
    iccid,
    sim: state,
    stopped: stoppedBy(loop),
    usedUp: standing?.overLimit === true ? defined({ overAt: end === NEVER ? undefined : end }) : undefined,
    rests: decision.override?.level === "offline",
  };
}

/** What is only possible is no reason to leave a card. */
function stoppedBy(loop: ReturnType<SlotSideView["loop"]>): SlotSeen["stopped"] {
  const { loss } = loop;
  const leading = loop.view?.diagnosis.causes[0];
  if (loss.at === undefined || leading === undefined || leading.standing === "possible") return undefined;
  if (!CAUSES[leading.cause].withheld) return undefined;
  const back = RESUME_RULES[leading.cause].earliest(loss.resume);
  return { since: loss.at, ...(back.kind === "at" ? { overAt: back.at } : {}) };
}
