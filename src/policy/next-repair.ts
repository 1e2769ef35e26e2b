import { type Duration, Hours, Millis, Minutes } from "../base/duration.ts";
import { wallAfter, type WallMs } from "../base/instant.ts";
import { allowedAt, asPast, type Cap } from "./cap.ts";
import { cycleAllowedAt, type RadioCycles } from "./radio-cycles.ts";

/** What is wrong with the modem itself, or with the way to it. A stop of the card is none of these. */
export type ModemFault =
  /** The port opens, and nothing answers. */
  | "silent"
  /** The port is not there. */
  | "absent"
  /** It answers, and it is the modem that does not work: it hangs, or restarts over and over. */
  | "hung"
  /** It answers and finds no network, where nothing was refused. */
  | "unregistered";

/** From the gentlest to the last. The port is opened again by whoever has it, and a data call dialled again, without any of these. */
export type Rung = "radio-cycle" | "reset" | "power-cycle" | "reboot";

/** When what was done, the newest first; plain data, kept over restarts. */
export type Repairs = Readonly<Partial<Record<Exclude<Rung, "radio-cycle">, readonly WallMs[]>>>;

export interface RepairStanding {
  readonly now: WallMs;
  /** When this program was started, by the same clock. */
  readonly bornAt: WallMs;
  readonly fault: ModemFault;
  readonly since: WallMs;
  /** What is the agent's to do, and has a way to be done. */
  readonly rungs: readonly Rung[];
  readonly rebootsPerDay: number;
}

export interface RepairCourse {
  readonly cycles: RadioCycles;
  readonly repairs: Repairs;
}

export type NextRepair =
  | { readonly kind: "act"; readonly act: Rung }
  | { readonly kind: "wait"; readonly why: "nothing-to-try" | "not-yet" | "cap"; readonly at?: WallMs };

type Step = readonly [after: Duration, rung: Rung];

/**
 * Since the fault began. Of ten modems after a loss two came back by themselves only after 20 to 50 minutes (openwrt/packages#23590):
 * what cuts the power waits for most of them. The last step comes again and again, as far as the caps go.
 */
const LADDER: Readonly<Record<ModemFault, readonly Step[]>> = {
  silent: [
    [Minutes(5), "power-cycle"],
    [Minutes(30), "power-cycle"],
    [Hours(2), "reboot"],
  ],
  absent: [
    [Minutes(10), "power-cycle"],
    [Minutes(60), "power-cycle"],
    [Hours(2), "reboot"],
  ],
  hung: [
    [Minutes(10), "radio-cycle"],
    [Minutes(30), "reset"],
    [Hours(2), "power-cycle"],
    [Hours(6), "reboot"],
  ],
  // Where there is no coverage nothing of ours brings it; a modem that has given up looking is made to look again.
  unregistered: [[Hours(1), "radio-cycle"]],
};
const AGAIN: Duration = Hours(6);

/** A reset is a TS.34 reset, and so is what cuts the power. */
const CAPS: Readonly<Record<keyof Repairs, Cap>> = {
  reset: { apart: Hours(1), perDay: 4 },
  "power-cycle": { apart: Minutes(15), perDay: 6 },
  reboot: { apart: Hours(2), perDay: 4 },
};

/** The next rung that is due, and that the caps leave room for. Pure. */
export function nextRepair({ cycles, repairs }: RepairCourse, standing: RepairStanding): NextRepair {
  const { now, bornAt, fault, since, rungs, rebootsPerDay } = standing;
  const usable = LADDER[fault].filter(([, rung]) => rungs.includes(rung) && (rung !== "reboot" || rebootsPerDay > 0));
  const last = usable.at(-1);
  if (last === undefined) return { kind: "wait", why: "nothing-to-try" };
  const doneAt = (rung: Rung): WallMs | undefined => {
    const [at] = rung === "radio-cycle" ? cycles : (repairs[rung] ?? []);
    return at === undefined ? undefined : asPast(at, now, bornAt);
  };
  const steps = [...usable.map(([after, rung]) => ({ at: wallAfter(since, after), rung })), ...again(since, now, last)];
  const due = steps.filter(({ at, rung }) => at <= now && (doneAt(rung) ?? 0) < at).at(-1);
  if (due === undefined) {
    const next = steps.find(({ at }) => at > now);
    return { kind: "wait", why: "not-yet", ...(next === undefined ? {} : { at: next.at }) };
  }
  const allowed =
    due.rung === "radio-cycle"
      ? cycleAllowedAt(cycles, now, bornAt)
      : allowedAt(repairs[due.rung] ?? [], capOf(due.rung, rebootsPerDay), now, bornAt);
  return allowed > now ? { kind: "wait", why: "cap", at: allowed } : { kind: "act", act: due.rung };
}

/** The last step, every so often: the one before now and the one after. */
function again(
  since: WallMs,
  now: WallMs,
  [after, rung]: Step,
): readonly { readonly at: WallMs; readonly rung: Rung }[] {
  const first = wallAfter(since, after);
  const gone = Math.max(0, Math.floor((now - first) / AGAIN));
  return [gone, gone + 1].filter((n) => n > 0).map((n) => ({ at: wallAfter(first, Millis(AGAIN * n)), rung }));
}

const capOf = (rung: keyof Repairs, rebootsPerDay: number): Cap =>
  rung === "reboot" ? { ...CAPS.reboot, perDay: Math.min(CAPS.reboot.perDay, rebootsPerDay) } : CAPS[rung];

/** So many are remembered: what the largest cap asks for. */
const KEPT = 6;

export const withRepair = (repairs: Repairs, rung: keyof Repairs, now: WallMs): Repairs => ({
  ...repairs,
  [rung]: [now, ...(repairs[rung] ?? [])].slice(0, KEPT),
});
