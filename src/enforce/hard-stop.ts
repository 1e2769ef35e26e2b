import { unreachable } from "../base/unreachable.ts";

/** How far the stop at level offline has gone; each stage stands on the one before. */
export type HardStop =
  | { readonly stage: "running" }
  /** What the device sends is dropped, but management: the kernel has it as limits. */
  | { readonly stage: "uplink" }
  /** Who sends to us was told to stop, as far as we reach them. `billed`: how much had come by then; `spent`: the bearer could not be let go. */
  | { readonly stage: "sources"; readonly billed: bigint; readonly spent?: true }
  /** The last message before there is no way to send one. */
  | { readonly stage: "last-words" }
  /** When it is tried again, and by what, goes to the disk first, so that no reboot makes it a stop for ever. */
  | { readonly stage: "way-back"; readonly by: BearerStop }
  | { readonly stage: "dropping"; readonly by: BearerStop }
  | { readonly stage: "bearer"; readonly by: BearerStop }
  /** On the way back: what was kept of it is kept until the modem, or the owner, has taken it. */
  | { readonly stage: "returning"; readonly by: BearerStop; readonly spent?: true };

/**
 * From the mildest on. `context`: CGACT=0 (3GPP TS 27.007 10.1.10), where another PDN remains; `detach`: CGATT=0 (10.1.9), since the last
 * PDN of LTE may not be dropped (CME 171, 151); `radio-off`: CFUN=4 (8.2), where the modem cannot do either; `owner`: whoever has the
 * data call is asked, and nothing is sent to the modem.
 */
export const BEARER_STOPS = ["context", "detach", "radio-off", "owner"] as const;
export type BearerStop = (typeof BEARER_STOPS)[number];

export type HardStopInput =
  /**
   * `offline`: a person ordered it, and it holds; `billed`: bytes from the network since the agent runs; `asked`: the site wants the
   * bearer gone whatever comes; `up`: data can pass.
   */
  | {
      readonly kind: "looked";
      readonly offline: boolean;
      readonly billed: bigint;
      readonly asked: boolean;
      readonly up: boolean;
    }
  /** On the disk, at the start. */
  | { readonly kind: "found"; readonly by: BearerStop }
  /** They were sent, or there was no time left for them. */
  | { readonly kind: "last-words-said" }
  | { readonly kind: "way-back-kept" }
  | { readonly kind: "dropped" }
  /** By the modem, or by the owner. */
  | { readonly kind: "refused"; readonly billed: bigint }
  /** The time that it stays away is over. */
  | { readonly kind: "over" }
  | { readonly kind: "restored"; readonly billed: bigint };

export type HardStopEffect =
  | { readonly kind: "hold-uplink" }
  | { readonly kind: "stop-sources" }
  | { readonly kind: "say-last-words" }
  /** Answered by `way-back-kept`. */
  | { readonly kind: "keep-way-back"; readonly by: BearerStop }
  /** Answered by `dropped` or `refused`; asked for again while neither comes. */
  | { readonly kind: "drop-bearer"; readonly by: BearerStop }
  /** Answered by `restored`; asked for again until it comes. */
  | { readonly kind: "restore-bearer"; readonly by: BearerStop }
  | { readonly kind: "release" };

export interface HardStopRules {
  /** `enforce.hard_stop` lets the bearer go. */
  readonly bearer: boolean;
  /** How it can be let go here, the mildest first; none: it cannot. */
  readonly ways: readonly BearerStop[];
}

export interface HardStopStep {
  readonly state: HardStop;
  readonly effects: readonly HardStopEffect[];
}

/** Answers under way, and a packet now and then, are no reason to take the last way away. */
const STILL_COMES = 16n * 1_024n;

export function stepHardStop(state: HardStop, input: HardStopInput, rules: HardStopRules): HardStopStep {
  if (input.kind === "found")
    return rules.bearer
      ? { state: { stage: "dropping", by: input.by }, effects: [drop(input.by)] }
      : returning(input.by);
  const looked = input.kind === "looked" ? input : undefined;
  if (looked?.offline === false) return released(state);
  switch (state.stage) {
    case "running":
      return looked === undefined ? still(state) : { state: { stage: "uplink" }, effects: [{ kind: "hold-uplink" }] };
    case "uplink":
      return looked === undefined ? still(state) : sources(looked.billed);
    case "sources": {
      const may = rules.bearer && rules.ways.length > 0 && state.spent === undefined;
      if (!may || looked?.up !== true) return still(state);
      if (!looked.asked && looked.billed - state.billed < STILL_COMES) return still(state);
      return { state: { stage: "last-words" }, effects: [{ kind: "say-last-words" }] };
    }
    case "last-words": {
      const [by] = rules.ways;
      if (input.kind !== "last-words-said") return still(state);
      return by === undefined ? { state: { stage: "uplink" }, effects: [] } : wayBack(by);
    }
    case "way-back":
      // A disk that took nothing is tried again.
      if (looked !== undefined) return wayBack(state.by);
      if (input.kind !== "way-back-kept") return still(state);
      return { state: { stage: "dropping", by: state.by }, effects: [drop(state.by)] };
    case "dropping": {
      if (looked !== undefined) return { state, effects: [drop(state.by)] };
      if (input.kind === "dropped") return { state: { stage: "bearer", by: state.by }, effects: [] };
      if (input.kind !== "refused") return still(state);
      const next = rules.ways[rules.ways.indexOf(state.by) + 1];
      if (next !== undefined && rules.ways.includes(state.by)) return wayBack(next);
      return { state: { stage: "returning", by: state.by, spent: true }, effects: returning(state.by).effects };
    }
    case "bearer":
      // A modem that was switched off and on attaches by itself.
      if (looked?.up === true) return { state: { stage: "dropping", by: state.by }, effects: [drop(state.by)] };
      return input.kind === "over" ? returning(state.by) : still(state);
    case "returning":
      if (input.kind !== "restored") return looked === undefined ? still(state) : again(state);
      if (state.spent === undefined) return sources(input.billed);
      return still({ stage: "sources", billed: input.billed, spent: true });
    default:
      return unreachable(state);
  }
}

const still = (state: HardStop): HardStopStep => ({ state, effects: [] });
const drop = (by: BearerStop): HardStopEffect => ({ kind: "drop-bearer", by });

const sources = (billed: bigint): HardStopStep => ({
  state: { stage: "sources", billed },
  effects: [{ kind: "stop-sources" }],
});

const wayBack = (by: BearerStop): HardStopStep => ({
  state: { stage: "way-back", by },
  effects: [{ kind: "keep-way-back", by }],
});

const returning = (by: BearerStop): HardStopStep => ({
  state: { stage: "returning", by },
  effects: [{ kind: "restore-bearer", by }],
});

const again = (state: HardStop & { readonly stage: "returning" }): HardStopStep => ({
  state,
  effects: [{ kind: "restore-bearer", by: state.by }],
});

/** What may have been dropped comes back before anything is released. */
function released(state: HardStop): HardStopStep {
  switch (state.stage) {
    case "running":
      return still(state);
    case "uplink":
    case "sources":
    case "last-words":
      return { state: { stage: "running" }, effects: [{ kind: "release" }] };
    case "way-back":
    case "dropping":
    case "bearer":
      return returning(state.by);
    case "returning":
      return again(state);
    default:
      return unreachable(state);
  }
}
