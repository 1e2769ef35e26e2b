import { both } from "../meter/amount.ts";
import type { Said } from "../report/picture.ts";
import type { Settings } from "../settings/declaration.ts";
import { Judge, type JudgePorts } from "./judge.ts";
import { type LimitsPorts, LimitsSide } from "./limits-side.ts";
import type { MeterLoop } from "./meter-loop.ts";
import type { Telling } from "./telling.ts";

export interface JudgeView {
  said(): Said;
  meter(): Pick<MeterLoop, "seen" | "sample">;
}

/** What is decided, and the kernel that keeps it: each goes by the other. */
export function judgeSide(
  ports: Omit<JudgePorts, "enforced"> & LimitsPorts,
  options: { readonly settings: Settings; readonly bootId: string },
  view: JudgeView,
  telling: Pick<Telling, "event" | "changed">,
): { readonly judge: Judge; readonly limits: LimitsSide } {
  const limits: LimitsSide = new LimitsSide(ports, options, {
    carried: () => both(view.meter().seen),
    sample: () => view.meter().sample(),
    allowances: () => judge.classes().allowances,
    guard: (ratio) => judge.guard(ratio),
    changed: () => telling.changed(),
  });
  const judge: Judge = new Judge({ ...ports, enforced: () => limits.enforced }, () => view.said(), {
    event: (type, fields) => telling.event(type, fields),
    changed: () => telling.changed(),
    decided: () => limits.decided(),
  });
  return { judge, limits };
}
