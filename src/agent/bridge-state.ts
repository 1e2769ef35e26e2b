import { causeOf as knownCause } from "../diagnosis/cause.ts";
import type { DecisionState } from "../bridge/decision-source.ts";
import type { CauseWord } from "../bridge/wire-codes.ts";
import type { MonoMs } from "../base/instant.ts";
import { isNamed } from "../report/headline.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import type { ToldDiagnosis } from "../report/picture.ts";

/** What the bridge says of this moment. */
export function bridgeState(
  { state, decision }: AgentStatus,
  told: ToldDiagnosis | undefined,
  checkAgainAt: MonoMs | undefined,
): DecisionState {
  const { suspicion } = state;
  const diagnosed = told?.diagnosis.state === "trouble" ? told.diagnosis.causes[0] : undefined;
  // A guess is not handed on as a fact: programs act upon the code.
  const named = diagnosed === undefined || !isNamed(diagnosed) ? undefined : knownCause(diagnosed.cause);
  const other = unnamed(state, decision.reasons);
  const cause = named ?? (other === "none" && diagnosed !== undefined ? "unknown" : other);
  const sure = suspicion.held ? suspicion.confidence : cause === "none" ? 0 : 1;
  return {
    service: state.service.data,
    level: decision.level,
    cause,
    confidence: named === undefined ? sure : (diagnosed?.confidence ?? 0),
    ...(checkAgainAt === undefined || cause === "none" ? {} : { checkAgainAt }),
    clockTrusted: state.clock.trusted,
  };
}

/**
 * A context that is not active is had up by whoever is granted data; a suspicion is the level's; and another way out carries what the
 * modem cannot.
 */
export function nothingPasses({ state: { service, suspicion, uplinks } }: AgentStatus): boolean {
  const alone = (uplinks?.length ?? 0) < 2;
  return service.data === "down" && service.why !== "no-context" && !suspicion.held && alone;
}

/** Before there is a diagnosis, or where it finds nothing: a suspicion has evidence and no name. */
function unnamed(
  { suspicion, sim, service }: AgentStatus["state"],
  reasons: AgentStatus["decision"]["reasons"],
): CauseWord {
  if (service.data === "down" && sim.state === "absent") return "sim-absent";
  if (service.data === "down" && (sim.state === "pin" || sim.state === "puk")) return "sim-locked";
  if (suspicion.held) return "suspended";
  if (reasons.some(({ code }) => code === "over-limit")) return "own-limit";
  if (reasons.some(({ code }) => code === "pool-used-up")) return "pool-exhausted";
  return service.data === "down" ? "unknown" : "none";
}
