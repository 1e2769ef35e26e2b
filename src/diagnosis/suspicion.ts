import { type Duration, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs, type WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import { statCarriesData, statName } from "../codes/registration-stat.ts";
import type { Service } from "../modem/modem.ts";
import { rejectCauseText, rejectIsPermanent } from "../modem/reject-cause.ts";
import type { ModemEffect } from "../modem/step.ts";
import { confidenceOf, EVIDENCE, type Evidence, type EvidenceKind } from "./evidence.ts";

export interface Now {
  readonly wall: WallMs;
  readonly mono: MonoMs;
}

/** What the own meter says about the quota; `down` is the all-time downlink total, to see whether data still flows. */
export interface LimitFact {
  readonly overLimit: boolean;
  readonly text: string;
  readonly down: bigint;
}

export interface Suspicion {
  readonly held: boolean;
  readonly since?: Now;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** Downlink total when the limit was crossed, to notice that the carrier still delivers. */
  readonly crossing?: { readonly mono: MonoMs; readonly down: bigint };
}

export const NO_SUSPICION: Suspicion = { held: false, confidence: 0, evidence: [] };

export type SuspicionInput =
  /** `radioOff`: the modem said that its radio is switched off (27.007 8.2). */
  | {
      readonly kind: "modem";
      readonly effect: ModemEffect;
      readonly service: Service;
      readonly radioOff?: boolean;
    }
  | { readonly kind: "limit"; readonly fact: LimitFact };

type ServiceChange = ModemEffect & { readonly kind: "service-changed" };

export type SuspicionEffect =
  | { readonly kind: "suspected"; readonly suspicion: Suspicion }
  | { readonly kind: "strengthened"; readonly suspicion: Suspicion }
  | { readonly kind: "cleared"; readonly why: string; readonly was: Suspicion };

/** How long and how much data must flow past the limit before "stopped at the limit" is given up: not a late packet or two. */
const STILL_FLOWS_AFTER: Duration = Seconds(60);
const STILL_FLOWS_BYTES = 4_096n;

/** A rise in confidence that is worth telling. */
const NEWS = 0.1;

const SERVICE_KINDS: readonly EvidenceKind[] = [
  "network-detach",
  "registration-denied",
  "denied-permanently",
  "context-lost",
  "registration-lost",
  "service-lost",
];

const LOSSES: readonly EvidenceKind[] = ["network-detach", "context-lost", "registration-lost", "service-lost"];
/** A card is polled for, or tells itself, at most so long after the loss that its removal brings. */
const SAME_LOSS_WITHIN: Duration = Seconds(60);

/** A detach is an event, not a verdict: evidence is gathered, a suspicion is held, and given back when service returns. Pure. */
export function suspect(
  state: Suspicion,
  input: SuspicionInput,
  now: Now,
): { readonly state: Suspicion; readonly effects: readonly SuspicionEffect[] } {
  switch (input.kind) {
    case "modem":
      if (input.service.data === "up") return without(state, SERVICE_KINDS, "packet data service is back");
      return explainedHere(state, input, now) ?? seen(state, input.effect, now);
    case "limit":
      return limit(state, input.fact, now);
    default:
      return unreachable(input);
  }
}

/**
 * Without a card that is ready, or with the radio off, service goes whatever the carrier does. The modem may tell the loss
 * first and its cause a moment later; what the network itself refused before is not explained by it.
 */
function explainedHere(state: Suspicion, { service, radioOff }: SuspicionInput & { readonly kind: "modem" }, now: Now) {
  const why =
    service.data === "down" && service.why === "sim"
      ? service.text
      : radioOff === true
        ? "the radio is off"
        : undefined;
  if (why === undefined) return undefined;
  const same = state.evidence.filter(
    ({ kind, mono }) => LOSSES.includes(kind) && elapsed(mono, now.mono) <= SAME_LOSS_WITHIN,
  );
  return without(
    state,
    same.map(({ kind }) => kind),
    `the loss has a cause on this side: ${why}`,
  );
}

function seen(state: Suspicion, effect: ModemEffect, now: Now) {
  switch (effect.kind) {
    case "network-detached":
      return add(state, "network-detach", `+CGEV: ${effect.text}`, now);
    case "context-lost":
      return add(state, "context-lost", `+CGEV: ${effect.text}`, now);
    case "registration-changed": {
      const { stat, command } = effect.to;
      if (stat === 3)
        return add(
          state,
          rejectIsPermanent(effect.to) ? "denied-permanently" : "registration-denied",
          `${command}: registration denied (${rejectCauseText(effect.domain, effect.to)})`,
          now,
        );
      const wasThere = effect.from !== undefined && statCarriesData(effect.from);
      return wasThere && !statCarriesData(stat)
        ? add(state, "registration-lost", `${command}: ${statName(stat)}`, now)
        : { state, effects: [] };
    }
    case "service-changed":
      return serviceLost(state, effect, now);
    case "sim-state-changed":
    case "back-off":
    case "power":
    case "sim-identified":
    case "restarted":
    case "ask":
      return { state, effects: [] };
    default:
      return unreachable(effect);
  }
}

/** Its URC was lost, or it happened while the port was away. What the network did say is stronger, and says the same. */
function serviceLost(state: Suspicion, { from, to, own }: ServiceChange, now: Now) {
  const taken = to.data === "down" && (to.why === "detached" || to.why === "no-context");
  const told = state.evidence.some(({ kind }) => SERVICE_KINDS.includes(kind));
  if (from.data !== "up" || !taken || own || told) return { state, effects: [] };
  return add(state, "service-lost", to.text, now);
}

function limit(state: Suspicion, fact: LimitFact, now: Now) {
  if (!fact.overLimit) {
    const { crossing: _over, ...rest } = state;
    return without(rest, ["over-limit"], "the quota is no longer used up");
  }
  if (state.crossing === undefined)
    return add({ ...state, crossing: { mono: now.mono, down: fact.down } }, "over-limit", fact.text, now);
  const flows =
    elapsed(state.crossing.mono, now.mono) >= STILL_FLOWS_AFTER && fact.down - state.crossing.down >= STILL_FLOWS_BYTES;
  return flows
    ? without(state, ["over-limit"], "the quota is used up, but data still arrives")
    : { state, effects: [] };
}

function add(state: Suspicion, kind: EvidenceKind, text: string, now: Now) {
  const piece: Evidence = { kind, at: now.wall, mono: now.mono, weight: EVIDENCE[kind].weight, text };
  // The same kind again replaces what was seen first only when it says something new.
  const known = state.evidence.find((old) => old.kind === kind);
  if (known?.text === text) return { state, effects: [] };
  const evidence = [...state.evidence.filter((old) => old.kind !== kind), piece];
  const next: Suspicion = {
    ...state,
    held: true,
    since: state.since ?? now,
    evidence,
    confidence: confidenceOf(evidence),
  };
  if (!state.held) return { state: next, effects: [{ kind: "suspected" as const, suspicion: next }] };
  // One loss is told by several domains at once: only what changes the confidence is news.
  const stronger = next.confidence - state.confidence >= NEWS;
  return { state: next, effects: stronger ? [{ kind: "strengthened" as const, suspicion: next }] : [] };
}

function without(
  state: Suspicion,
  kinds: readonly EvidenceKind[],
  why: string,
): { readonly state: Suspicion; readonly effects: readonly SuspicionEffect[] } {
  const evidence = state.evidence.filter((piece) => !kinds.includes(piece.kind));
  if (evidence.length === state.evidence.length) return { state, effects: [] };
  if (evidence.length > 0) return { state: { ...state, evidence, confidence: confidenceOf(evidence) }, effects: [] };
  const { crossing } = state;
  return {
    state: { ...NO_SUSPICION, ...(crossing === undefined ? {} : { crossing }) },
    effects: [{ kind: "cleared", why, was: state }],
  };
}
