import type { Duration } from "../base/duration.ts";
import { type MonoMs, type WallMs, elapsed, wallAfter } from "../base/instant.ts";
import type { RefusedTime } from "./evidence.ts";
import { AGREEMENT, type Insistence, type Moment } from "./insistence.ts";

/**
 * From whom the time is known. A clock synchronisation of the system outranks network time (NITZ, `+CCLK`), which
 * outranks the word of an operator and the setting that vouches for the system's clock.
 */
export type TimeSource = "clock-sync" | "network" | "operator" | "setting";

export interface TrustRules {
  /** When this program was built: no source may say an earlier time. */
  readonly built: WallMs;
  /**
   * The trusted instant of the latest ledger entry. It can only distrust, and only what a clock synchronisation does not
   * vouch for: a book that was once stamped in the future must not lock the truth out for good.
   */
  readonly lastBooked?: WallMs;
  /** What earlier boots have heard said against `lastBooked`. */
  readonly insistence?: Insistence;
  /**
   * Setting `clock.trust_system`: the system's clock is believed as soon as it is not before the floor and no source has
   * spoken, and followed when it is stepped: chrony and ntpd leave no mark that would vouch for it.
   */
  readonly trustSystem: boolean;
}

/** The trusted time: `wall` was the time at `mono`. Held against the monotonic clock, no jump of the system's can move it. */
export interface HeldTime extends Moment {
  readonly source: TimeSource;
  /** When this boot's time first became known. */
  readonly since: MonoMs;
}

/** Of one boot: the monotonic clock begins anew with the next. */
export interface TrustState {
  readonly rules: TrustRules;
  readonly held?: HeldTime;
  /** Both clocks at the last input. */
  readonly seen?: Moment;
  /** When it was last asked for a clock synchronisation. */
  readonly lookedAt?: MonoMs;
  /** The mark of the time service that was judged last. */
  readonly lastSync?: WallMs;
  /** A time that is not believed at its first word, as it was first heard and has been repeated since. */
  readonly claimed?: Moment;
  /** What says the present, and is refused because the books hold a later entry. */
  readonly contested?: Contest;
  /** When the insistence was last handed out to be kept. */
  readonly insistedAt?: MonoMs;
  /** The system's clock has jumped and no source has proved it right since. */
  readonly jumped: boolean;
  /** When it jumped last. */
  readonly jumpedAt?: MonoMs;
  /** When the network last said any time that can be right. */
  readonly heardAt?: MonoMs;
}

export interface Contest extends Moment {
  readonly source: "network" | "setting";
  readonly lastBooked: WallMs;
}

export type TrustInput =
  /** A regular look (once a minute is enough), with the Host port's answer. */
  | { readonly kind: "look"; readonly now: Moment; readonly lastClockSync?: WallMs }
  /** NITZ or `+CCLK` as an instant. */
  | { readonly kind: "network-time"; readonly now: Moment; readonly instant: WallMs }
  /** A person says what time it is. */
  | { readonly kind: "operator-word"; readonly now: Moment; readonly instant: WallMs }
  /** A person says that what tells the present is right, against the books: the contested source, else the system's clock. */
  | { readonly kind: "clock-right"; readonly now: Moment };

export type TrustEffect =
  /** Becomes known, or known from another source, or is corrected. `movedBy` is 0 when it becomes known. */
  | { readonly kind: "trusted"; readonly source: TimeSource; readonly instant: WallMs; readonly movedBy: Duration }
  /** Said at the first look that proves nothing. */
  | { readonly kind: "distrusted"; readonly why: "before-floor" | "unproved" }
  /** The system's clock moved by this much against the monotonic one; trusted time did not. */
  | { readonly kind: "jumped"; readonly by: Duration }
  /** The books hold an entry of after what says the present. Said once a boot. */
  | { readonly kind: "contested"; readonly contest: Contest }
  /** To be kept over a restart. */
  | { readonly kind: "insisting"; readonly insistence: Insistence }
  /** `again`: worth asking the same source again soon. */
  | {
      readonly kind: "refused";
      readonly source: TimeSource;
      readonly instant: WallMs;
      readonly why: RefusedTime;
      readonly again?: boolean;
    };

export interface TrustStep {
  readonly state: TrustState;
  readonly effects: readonly TrustEffect[];
}

export const initialTrust = (rules: TrustRules): TrustState => ({ rules, jumped: false });

/** The time, undefined while no source is trusted. Works for every moment of this boot, past ones too. */
export function trustedWall(state: TrustState, mono: MonoMs): WallMs | undefined {
  return state.held === undefined ? undefined : wallAfter(state.held.wall, elapsed(state.held.mono, mono));
}

/** Whether the system's clock shows the trusted time: certificates are checked against it, file times come from it. */
export function systemAgrees(state: TrustState, now: Moment): boolean {
  const trusted = trustedWall(state, now.mono);
  return trusted !== undefined && Math.abs(now.wall - trusted) <= AGREEMENT;
}
