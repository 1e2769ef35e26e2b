import type { Answer } from "../../dce/answer.ts";
import { cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter } from "../../dce/parameters.ts";
import type { CommandContext, CommandRow } from "./command-row.ts";

export interface SlotForm {
  /** How the first slot is called. */
  readonly first: 0 | 1;
  /** Where the slot's number stands behind `=`. */
  readonly place?: number;
  /** Whether the other card is used at once, or from the next start on. */
  readonly takes: "at-once" | "restart";
  /** What stands behind the name in the answer to the question. */
  readonly shown: (slot: number, active: boolean) => string;
  /** One line a slot, not one for the slot in use. */
  readonly all?: boolean;
}

/** Two slots, as makers' commands ask for them and choose between them; each line is `<answered>: ...`. */
export function slotRow(answered: string, form: SlotForm): CommandRow {
  const read = ({ mt }: CommandContext): Answer => {
    const slots = form.all === true ? [0, 1] : [mt.slots.chosen];
    return ok(...slots.map((slot) => `${answered}: ${form.shown(slot + form.first, slot === mt.slots.chosen)}`));
  };
  const set = ({ mt }: CommandContext, parameters: readonly Parameter[]): Answer => {
    const slot = (numberAt(parameters, form.place ?? 0) ?? -1) - form.first;
    if (slot !== 0 && slot !== 1) return cme(50);
    mt.slots.choose(slot);
    if (form.takes === "at-once") mt.changeSlot();
    return ok();
  };
  return { read, set, test: () => ok(`${answered}: (${form.first}-${form.first + 1})`) };
}
