import { type AtCommand, action } from "../at/command.ts";
import { type AtLine, atLine } from "../at/at-line.ts";
import { fillSlot } from "../at/outgoing/write-command.ts";
import { slot as checkedSlot } from "../at/outgoing/slot.ts";
import { type Duration, Seconds } from "../base/duration.ts";
import { defined } from "../base/defined.ts";
import { unreachable } from "../base/unreachable.ts";
import { slotQuestion, slotWords } from "./card-slot.ts";
import type { ModemProfile } from "./profile.ts";
import { QUERIES } from "./queries.ts";

/** What can be done to a modem as a whole. `slot`: counted from 1, as it is printed beside the slots. */
export type ActionOrder = "reset" | "off" | "radio-cycle" | "attach" | { readonly slot: number };

export type ActionStep =
  /** `lossy`: the modem may be gone before its OK. A refusal ends the action, a missing answer only where it is not lossy. */
  | { readonly kind: "send"; readonly command: AtCommand; readonly lossy: boolean; readonly notBefore?: NotBefore }
  /** One of these unasked lines, or the port's going; when neither comes in time the action goes on and is unconfirmed. */
  | { readonly kind: "witness"; readonly lines: readonly string[]; readonly within: Duration }
  /** The modem is not itself for so long: nothing is sent. */
  | { readonly kind: "pause"; readonly lasts: Duration }
  /** Asked `AT` so often until it answers, at most so long. */
  | { readonly kind: "answer"; readonly command: AtCommand; readonly every: Duration; readonly within: Duration }
  /** Asked whether it is as it was ordered. */
  | { readonly kind: "confirm"; readonly command: AtCommand; readonly says: readonly string[] };

/** A refusal says "not yet" where this line was not said: the command is sent once more when it is, or when `within` is over. */
export interface NotBefore {
  readonly line: string;
  readonly within: Duration;
}

/** A plan: nothing in it has happened, and nothing here makes it happen. */
export interface ModemAction {
  readonly order: ActionOrder;
  readonly steps: readonly ActionStep[];
  /** What the modem says once it has started: everything known of it is void then. Empty where nothing of the kind is known. */
  readonly boot: readonly string[];
  /** How it is when all went well. `same`: neither started anew nor off. */
  readonly leaves: "restarted" | "off" | "same";
}

export type ActionFound =
  | { readonly kind: "action"; readonly action: ModemAction }
  /** This family cannot, or nobody knows how; a sentence. */
  | { readonly kind: "none"; readonly why: string };

/** What takes part in it may be long: leaving a network takes Quectel's modules up to 15 s (manual, +CFUN). */
const LEVEL_WITHIN = Seconds(15);
const TURN_WITHIN = Seconds(10);
/** A modem that tells no start is given so long to be gone before it is asked whether it is back. */
const GOING = Seconds(5);
const ANSWER_EVERY = Seconds(2);
/** After its start was told, or its time to start is over. */
const ANSWER_WITHIN = Seconds(30);

/** The steps by which a family's modem is reset, switched off, taken through a radio cycle or given its other card. Pure. */
export function actionOf(family: ModemProfile, order: ActionOrder): ActionFound {
  const found = planOf(family, order);
  if (found.kind === "none") return found;
  const refused = found.action.steps.find((step) => "command" in step && isForbidden(family, step.command));
  return refused === undefined
    ? found
    : { kind: "none", why: `a command that it takes is never sent to ${family.title}` };
}

function planOf(family: ModemProfile, order: ActionOrder): ActionFound {
  if (typeof order === "object") return slotPlan(family, order.slot);
  switch (order) {
    case "reset":
      return plan(family, order, resetSteps(family), "restarted");
    case "off": {
      const { off } = family.power;
      if (off === undefined) return { kind: "none", why: `no command is known that switches ${family.title} off` };
      const ends: ActionStep =
        off.done === undefined
          ? { kind: "pause", lasts: off.within }
          : { kind: "witness", lines: [off.done], within: off.within };
      return plan(family, order, [turn(off.send, true), ends], "off");
    }
    case "radio-cycle":
      return plan(family, order, radioSteps(family), "same");
    case "attach":
      return plan(family, order, ATTACH_STEPS, "same");
    default:
      return unreachable(order);
  }
}

const plan = (
  family: ModemProfile,
  order: ActionOrder,
  steps: readonly ActionStep[],
  leaves: ModemAction["leaves"],
): ActionFound => {
  const boot = leaves === "restarted" ? [...family.urcs.restart, ...family.urcs.ready] : [];
  return { kind: "action", action: { order, steps, boot, leaves } };
};

const turn = (
  line: AtLine,
  lossy: boolean,
  within: Duration = TURN_WITHIN,
): ActionStep & { readonly kind: "send" } => ({
  kind: "send",
  command: action<AtLine>(line, within),
  lossy,
});

function resetSteps({ power, urcs }: ModemProfile): readonly ActionStep[] {
  const { send, done, within } = power.reset;
  const lines = done === undefined ? urcs.restart : [done];
  const answer = (time: Duration): ActionStep => ({
    kind: "answer",
    command: QUERIES.alive,
    every: ANSWER_EVERY,
    within: time,
  });
  const boot: readonly ActionStep[] = power.boot === undefined ? [] : [{ kind: "pause", lasts: power.boot }];
  return lines.length === 0
    ? [turn(send, true), { kind: "pause", lasts: power.boot ?? GOING }, answer(within)]
    : [turn(send, true), { kind: "witness", lines, within }, ...boot, answer(ANSWER_WITHIN)];
}

/** As a family that says nothing else has it. */
const STANDARD_RADIO = { off: atLine("AT+CFUN=4"), on: atLine("AT+CFUN=1"), settle: Seconds(10) };

/** Of a modem of which nothing is known: 27.007 8.2, level 4 and back. */
export const standardRadioCycle = (): ModemAction => ({
  order: "radio-cycle",
  steps: radioSteps({ radio: STANDARD_RADIO }),
  boot: [],
  leaves: "same",
});

/** 27.007 10.1.9. Quectel's modules may take 75 s over it (their manuals, +CGATT), and no other manual gives more. */
const ATTACH_WITHIN = Seconds(75);
const ATTACH_STEPS: readonly ActionStep[] = [turn(atLine("AT+CGATT=1"), false, ATTACH_WITHIN)];

/** Of a modem of which nothing is known. */
export const standardAttach = (): ModemAction => ({ order: "attach", steps: ATTACH_STEPS, boot: [], leaves: "same" });

const radioSteps = ({ radio }: Pick<ModemProfile, "radio">): readonly ActionStep[] => [
  { ...turn(radio.off, false, LEVEL_WITHIN), ...defined({ notBefore: radio.not_before }) },
  turn(radio.on, false, LEVEL_WITHIN),
  { kind: "pause", lasts: radio.settle },
];

function slotPlan(family: ModemProfile, wanted: number): ActionFound {
  const { slot } = family.sim;
  if (slot === undefined)
    return { kind: "none", why: `no command is known that chooses a card's slot of ${family.title}` };
  const number = checkedSlot(wanted - 1 + slot.first);
  if (!number.ok || wanted < 1) return { kind: "none", why: `there is no slot ${wanted}: the first one is 1` };
  const afterwards = { nothing: [], radio: radioSteps(family), reset: resetSteps(family) }[slot.afterwards];
  const steps: readonly ActionStep[] = [
    turn(fillSlot(slot.choose, number.value), false),
    ...afterwards,
    { kind: "confirm", command: slotQuestion(slot), says: slotWords(slot, number.value) },
  ];
  return plan(family, { slot: wanted }, steps, slot.afterwards === "reset" ? "restarted" : "same");
}

const isForbidden = ({ quirks }: ModemProfile, { line }: AtCommand): boolean =>
  quirks.never.some((start) => line.startsWith(start));
