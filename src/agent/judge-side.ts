import { defined } from "../base/defined.ts";
import { both } from "../meter/amount.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import type { Said } from "../report/picture.ts";
import type { Settings } from "../settings/declaration.ts";
import type { BearerHands } from "./bearer-hold.ts";
import type { ClassWatch } from "./class-watch.ts";
import { HardStopLoop, type HardStopPorts } from "./hard-stop-loop.ts";
import { Judge, type JudgePorts } from "./judge.ts";
import type { OutboxNow } from "./last-words.ts";
import { type LimitsPorts, LimitsSide } from "./limits-side.ts";
import type { MeterLoop } from "./meter-loop.ts";
import type { Telling } from "./telling.ts";

export interface JudgeView {
  said(): Said;
  meter(): Pick<MeterLoop, "seen" | "sample">;
  bearer(): BearerHands;
  outbox(): OutboxNow;
}

interface CountingParts {
  readonly metering: { readonly classes: Pick<ClassWatch, "tableMade"> | undefined };
}

/** What carries decisions out: the kernel's limits, and the stop at level offline. */
export interface Enforcing {
  /** For `status`. */
  readonly view: Pick<AgentStatus, "limits" | "hardStop">;
  start(): void;
  stop(): Promise<void>;
}

/** What is decided, and what carries it out: each goes by the other. */
export function judgeSide(
  ports: Omit<JudgePorts, "enforced" | "kernelUse" | "letGo"> & LimitsPorts & HardStopPorts & CountingParts,
  options: { readonly settings: Settings; readonly bootId: string; readonly device: string },
  view: JudgeView,
  telling: Pick<Telling, "event" | "changed">,
): { readonly judge: Judge; readonly enforcing: Enforcing } {
  const { enforce } = options.settings;
  const limits: LimitsSide = new LimitsSide(ports, options, {
    carried: () => both(view.meter().seen),
    sample: () => view.meter().sample(),
    allowances: () => judge.classes().allowances,
    guard: (ratio) => judge.guard(ratio),
    changed: () => telling.changed(),
    tell: (type, fields) => {
      telling.event(type, fields);
      if (type === "limits-in-force") ports.metering.classes?.tableMade();
    },
  });
  const judge: Judge = new Judge(
    { ...ports, enforced: () => limits.enforced, kernelUse: (name) => limits.used(name), letGo: () => hardStop.away },
    () => view.said(),
    {
      event: (type, fields) => {
        telling.event(type, fields);
        // In its own turn: a decision is told while it is being made.
        if (type === "decision-changed" || type.startsWith("override-")) queueMicrotask(() => hardStop.look());
      },
      changed: () => telling.changed(),
      decided: () => limits.decided(),
    },
  );
  const hardStop: HardStopLoop = new HardStopLoop(
    ports,
    { until: enforce.hardStop, back: enforce.hardStopBack, device: options.device },
    {
      ...view,
      decision: () => judge.view.decision,
      billed: () => {
        view.meter().sample();
        return view.meter().seen.down;
      },
      event: (type, fields) => telling.event(type, fields),
      changed: () => telling.changed(),
    },
  );
  const enforcing: Enforcing = {
    get view() {
      return defined({ limits: limits.view, hardStop: hardStop.view });
    },
    start: () => {
      limits.start();
      hardStop.start();
    },
    stop: async () => {
      hardStop.stop();
      await limits.stop();
    },
  };
  return { judge, enforcing };
}
