import type { AtCommand, AtOutcome } from "../at/command.ts";
import { type Duration, Millis } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import type { ActionStep, ModemAction } from "./action.ts";
import { isSaid, saysOneOf } from "./is-said.ts";

/** How an action ended; `text` is for people. */
export type ActionEnd =
  /** Everything that was to be seen was seen. */
  | { readonly kind: "done" }
  /** Every command was taken, and the sign that it had its effect did not come. */
  | { readonly kind: "unconfirmed"; readonly text: string }
  | { readonly kind: "failed"; readonly text: string };

/** A value, stepped by `runAction`. */
export interface ActionRun {
  readonly action: ModemAction;
  readonly at: number;
  /** No port to write to: the modem is starting, or off. */
  readonly away: boolean;
  /** The sign that the next step waits for came while the answer was still awaited. */
  readonly early: boolean;
  /** The command was refused, and its line is waited for (`waits`), came before the refusal (`told`), or is done with (`spent`). */
  readonly notYet?: "waits" | "told" | "spent";
  /** What did not come. */
  readonly missing: readonly string[];
  /** What is left of an `answer` step. */
  readonly left: Duration;
  readonly end?: ActionEnd;
}

export type ActionInput =
  | { readonly kind: "begin" }
  /** Of the command that was sent last. */
  | { readonly kind: "answered"; readonly outcome: AtOutcome }
  /** What the modem said unasked. */
  | { readonly kind: "line"; readonly line: string }
  /** The last timer ended. */
  | { readonly kind: "time" }
  /** The port went away, or is open again. */
  | { readonly kind: "port"; readonly open: boolean };

export type ActionEffect =
  /** Answered by `answered`. */
  | { readonly kind: "send"; readonly command: AtCommand }
  /** Replaces the one before; answered by `time`. */
  | { readonly kind: "timer"; readonly after: Duration }
  | { readonly kind: "end"; readonly end: ActionEnd };

export interface ActionStepped {
  readonly run: ActionRun;
  readonly effects: readonly ActionEffect[];
}

export const planned = (action: ModemAction): ActionRun => ({
  action,
  at: -1,
  away: false,
  early: false,
  missing: [],
  left: Millis(0),
});

/** One step through a plan. Pure: whoever runs it sends, waits, listens, and opens the port again. */
export function runAction(run: ActionRun, input: ActionInput): ActionStepped {
  if (run.end !== undefined) return { run, effects: [] };
  const now = run.action.steps[run.at];
  switch (input.kind) {
    case "begin":
      return run.at === -1 ? next(run) : still(run);
    case "answered":
      return now === undefined ? still(run) : answered(run, now, input.outcome);
    case "line":
      return heard(run, now, input.line);
    case "time":
      return now === undefined ? still(run) : late(run, now);
    case "port":
      return port(run, now, input.open);
    default:
      return unreachable(input);
  }
}

/** Of an action that leaves the modem as it was: what was not sent yet, once its first command was. A radio must not stay off. */
export const unfinished = ({ action, at }: ActionRun): readonly AtCommand[] =>
  action.leaves === "same" && at >= 0
    ? action.steps.slice(at + 1).flatMap((step) => (step.kind === "send" ? [step.command] : []))
    : [];

function heard(run: ActionRun, now: ActionStep | undefined, said: string): ActionStepped {
  if (now?.kind === "send" && now.notBefore !== undefined && isSaid(now.notBefore.line, said)) {
    if (run.notYet === "waits") return again(run, now);
    if (run.notYet === undefined) return still({ ...run, notYet: "told" });
  }
  const awaited = now?.kind === "send" ? run.action.steps[run.at + 1] : now;
  if (awaited?.kind !== "witness" || !awaited.lines.some((line) => isSaid(line, said))) return still(run);
  return now?.kind === "witness" ? next(run) : still({ ...run, early: true });
}

const still = (run: ActionRun): ActionStepped => ({ run, effects: [] });

const stopped = (run: ActionRun, end: ActionEnd): ActionStepped => ({
  run: { ...run, end },
  effects: [{ kind: "end", end }],
});

const failed = (run: ActionRun, text: string): ActionStepped => stopped(run, { kind: "failed", text });

function next(run: ActionRun): ActionStepped {
  const at = run.at + 1;
  const coming = run.action.steps[at];
  if (coming === undefined) {
    const [missing] = run.missing;
    return stopped(run, missing === undefined ? { kind: "done" } : { kind: "unconfirmed", text: missing });
  }
  const left = coming.kind === "answer" ? coming.within : Millis(0);
  const { notYet: _, ...rest } = run;
  const there: ActionRun = { ...rest, at, left, early: false };
  if (coming.kind === "witness" && run.early) return next(there);
  return { run: there, effects: [effectOf(coming)] };
}

function effectOf(step: ActionStep): ActionEffect {
  switch (step.kind) {
    case "send":
    case "answer":
    case "confirm":
      return { kind: "send", command: step.command };
    case "witness":
      return { kind: "timer", after: step.within };
    case "pause":
      return { kind: "timer", after: step.lasts };
    default:
      return unreachable(step);
  }
}

function answered(run: ActionRun, step: ActionStep, outcome: AtOutcome): ActionStepped {
  switch (step.kind) {
    case "send": {
      if (outcome.kind === "ok") return next(run);
      if (outcome.kind === "error") return refused(run, step, outcome.text);
      return step.lossy ? next(run) : failed(run, `${step.command.line} was not answered`);
    }
    case "answer":
      // An error is an answer: the modem is there.
      return outcome.kind === "ok" || outcome.kind === "error"
        ? next(run)
        : { run, effects: [{ kind: "timer", after: step.every }] };
    case "confirm": {
      const seen = outcome.kind === "ok" && saysOneOf(outcome.lines, step.says);
      return seen ? next(run) : failed(run, `${step.command.line} does not say what was ordered`);
    }
    case "witness":
    case "pause":
      return still(run);
    default:
      return unreachable(step);
  }
}

type Sending = ActionStep & { readonly kind: "send" };

function refused(run: ActionRun, step: Sending, text: string): ActionStepped {
  if (step.notBefore === undefined || run.notYet === "spent")
    return failed(run, `${step.command.line} was refused: ${text}`);
  if (run.notYet === "told") return again(run, step);
  return { run: { ...run, notYet: "waits" }, effects: [{ kind: "timer", after: step.notBefore.within }] };
}

/** Also where the line did not come: it may have come before anybody listened. */
const again = (run: ActionRun, step: Sending): ActionStepped => ({
  run: { ...run, notYet: "spent" },
  effects: [{ kind: "send", command: step.command }],
});

/** A missing sign is noted and gone on from: a start's lines are lost where the port itself restarts. */
function late(run: ActionRun, step: ActionStep): ActionStepped {
  switch (step.kind) {
    case "witness":
      return next({ ...run, missing: [...run.missing, `the modem did not say ${step.lines.join(" or ")}`] });
    case "pause":
      return next(run);
    case "answer": {
      const left = Millis(Math.max(0, run.left - step.every));
      if (left === 0) return failed(run, "the modem did not come back");
      return { run: { ...run, left }, effects: [run.away ? { kind: "timer", after: step.every } : effectOf(step)] };
    }
    case "send":
      return run.notYet === "waits" ? again(run, step) : still(run);
    case "confirm":
      return still(run);
    default:
      return unreachable(step);
  }
}

/** A port that goes is a sign of a start or of being off; of anything else it is a fault. */
function port(run: ActionRun, step: ActionStep | undefined, open: boolean): ActionStepped {
  const moved: ActionRun = { ...run, away: !open };
  if (step === undefined || open) return still(moved);
  if (run.action.leaves === "same") return failed(moved, "the port went away in the middle");
  return step.kind === "witness" ? next(moved) : still(moved);
}
