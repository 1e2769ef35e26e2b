import { unreachable } from "../base/unreachable.ts";
import type { ClassLimit } from "./kernel-limits.ts";

/** How far the stop at level offline has gone; each stage stands on the one before. */
export type HardStop =
  | { readonly stage: "running" }
  /** What the device sends is dropped, but management. */
  | { readonly stage: "uplink" }
  /** Who sends to us was told to stop, as far as we reach them. `billed`: how much had come by then. */
  | { readonly stage: "sources"; readonly billed: bigint }
  /** The last message before there is no way to send one. */
  | { readonly stage: "last-words" }
  /** When it is tried again is on the disk, so that no reboot makes it a stop for ever. */
  | { readonly stage: "way-back" }
  | { readonly stage: "bearer"; readonly by: BearerStop };

/**
 * `context`: CGACT=0 (3GPP TS 27.007 10.1.10), where another PDN remains; `detach`: CGATT=0 (10.1.9), since the last PDN of LTE may
 * not be dropped (CME 171, 151); `radio-off`: CFUN=4 (8.2), where the modem cannot do either.
 */
export type BearerStop = "context" | "detach" | "radio-off";

export type HardStopInput =
  /** `billed`: bytes from the network that were billed since the agent runs; `asked`: a person wants the bearer gone. */
  | { readonly kind: "looked"; readonly offline: boolean; readonly billed: bigint; readonly asked: boolean }
  /** They were sent, or there was no time left for them. */
  | { readonly kind: "last-words-said" }
  | { readonly kind: "way-back-kept" };

export type HardStopEffect =
  | { readonly kind: "hold-uplink" }
  | { readonly kind: "stop-sources" }
  | { readonly kind: "say-last-words" }
  | { readonly kind: "keep-way-back" }
  | { readonly kind: "drop-bearer"; readonly by: BearerStop }
  | { readonly kind: "restore-bearer"; readonly by: BearerStop }
  | { readonly kind: "release" };

export interface HardStopRules {
  /** `enforce.hard_stop`. */
  readonly until: "uplink" | "bearer";
  /** The data call is the agent's own: another program's is never dropped. */
  readonly ours: boolean;
  /** Beside the one that carries the data. */
  readonly otherContexts: boolean;
  /** Of the modem's profile. */
  readonly detaches: boolean;
}

/** Answers under way, and a packet now and then, are no reason to take the last way away. */
const STILL_COMES = 16n * 1_024n;

export function stepHardStop(
  state: HardStop,
  input: HardStopInput,
  rules: HardStopRules,
): { readonly state: HardStop; readonly effects: readonly HardStopEffect[] } {
  if (input.kind === "looked" && !input.offline) return released(state);
  switch (state.stage) {
    case "running":
      return input.kind === "looked"
        ? { state: { stage: "uplink" }, effects: [{ kind: "hold-uplink" }] }
        : { state, effects: [] };
    case "uplink":
      return input.kind === "looked"
        ? { state: { stage: "sources", billed: input.billed }, effects: [{ kind: "stop-sources" }] }
        : { state, effects: [] };
    case "sources": {
      const bearer = rules.until === "bearer" && rules.ours;
      if (!bearer || input.kind !== "looked") return { state, effects: [] };
      if (!input.asked && input.billed - state.billed < STILL_COMES) return { state, effects: [] };
      return { state: { stage: "last-words" }, effects: [{ kind: "say-last-words" }] };
    }
    case "last-words":
      return input.kind === "last-words-said"
        ? { state: { stage: "way-back" }, effects: [{ kind: "keep-way-back" }] }
        : { state, effects: [] };
    case "way-back": {
      if (input.kind !== "way-back-kept") return { state, effects: [] };
      const by = rules.otherContexts ? "context" : rules.detaches ? "detach" : "radio-off";
      return { state: { stage: "bearer", by }, effects: [{ kind: "drop-bearer", by }] };
    }
    case "bearer":
      return { state, effects: [] };
    default:
      return unreachable(state);
  }
}

function released(state: HardStop): ReturnType<typeof stepHardStop> {
  if (state.stage === "running") return { state, effects: [] };
  const back: readonly HardStopEffect[] = state.stage === "bearer" ? [{ kind: "restore-bearer", by: state.by }] : [];
  return { state: { stage: "running" }, effects: [...back, { kind: "release" }] };
}

/** The limits with the uplink held: nothing but management goes out. */
export const uplinkHeld = (limits: readonly ClassLimit[], management: string): readonly ClassLimit[] =>
  limits.map((limit) => (limit.class === management ? limit : { ...limit, limit: { kind: "held" } }));
