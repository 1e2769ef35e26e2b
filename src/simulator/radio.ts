import { unreachable } from "../base/unreachable.ts";
import { emmCauseIsPermanent } from "../codes/emm-cause.ts";
import { allDown, automaticUp, contextOf, withContext } from "./pdp-contexts.ts";
import {
  DOMAINS,
  type Domain,
  type DomainRegistration,
  isRegistered,
  type RadioEffect,
  type RadioInput,
  type RadioState,
  type RadioStep,
  type Verdict,
} from "./radio-state.ts";

/** Registration, attach and contexts of the modem, as one machine. What the network does comes in as input. */
export function stepRadio(state: RadioState, input: RadioInput): RadioStep {
  switch (input.kind) {
    case "level":
      return levelled(state, input.level);
    case "card":
      return input.usable
        ? begin({ ...state, cardUsable: true })
        : silenced({ ...state, cardUsable: false, invalidFor: [] }, "ME DETACH");
    case "coverage":
      return input.covered ? begin({ ...state, covered: true }) : uncovered(state);
    case "verdict":
      return answered(state, input.verdict);
    case "network-detach":
      return networkDetached(state, input.reattach);
    case "network-reject":
      return networkRejected(state, input.cause, input.domains);
    case "attempt":
      return begin(input.afresh ? { ...state, invalidFor: [] } : state);
    case "context":
      return contextMoved(state, input.cid, input.active, input.by);
    case "define":
      return { state: { ...state, contexts: input.contexts }, effects: [] };
    case "attach":
      return input.attach ? attachedByUser(state) : detached({ ...state, detachedByUser: true }, "ME DETACH");
    case "operator":
      if (!input.deregister) return begin({ ...state, deregistered: false });
      return silenced({ ...state, deregistered: true }, "ME DETACH");
    case "power-lost": {
      const cleared = {
        ...state,
        cardUsable: false,
        invalidFor: [],
        attached: false,
        contexts: allDown(state.contexts),
      };
      return { state: everywhere(cleared, { stat: 0 }), effects: [{ kind: "give-up" }] };
    }
    default:
      return unreachable(input);
  }
}

function everywhere(state: RadioState, registration: DomainRegistration): RadioState {
  return { ...state, registration: { cs: registration, gprs: registration, eps: registration } };
}

const maySearch = (state: RadioState): boolean => state.level === 1 && state.cardUsable && !state.deregistered;

/** Looks for the network with every domain that is not registered and not forbidden to try. */
function begin(state: RadioState): RadioStep {
  if (!maySearch(state)) return { state, effects: [] };
  const registration = { ...state.registration };
  for (const domain of DOMAINS) {
    if (!isRegistered(registration[domain]) && !state.invalidFor.includes(domain)) registration[domain] = { stat: 2 };
  }
  return { state: { ...state, registration }, effects: state.covered ? [{ kind: "search" }] : [{ kind: "give-up" }] };
}

function levelled(state: RadioState, level: 0 | 1 | 4): RadioStep {
  if (level === state.level) return { state, effects: [] };
  // Switching the radio off is what makes the modem forget that the network called its USIM invalid.
  if (level === 1) return begin({ ...state, level });
  return silenced({ ...state, level, invalidFor: [] }, "ME DETACH");
}

/** Neither registered nor looking. */
function silenced(state: RadioState, event: string): RadioStep {
  const down = detached(state, event);
  return { state: everywhere(down.state, { stat: 0 }), effects: [{ kind: "give-up" }, ...down.effects] };
}

/** 27.007 10.1.19: a detach implies that every context is gone; they are not reported one by one. */
function detached(state: RadioState, event: string): RadioStep {
  const effects: RadioEffect[] = state.attached ? [{ kind: "packet-event", text: event }] : [];
  return { state: { ...state, attached: false, contexts: allDown(state.contexts) }, effects };
}

/** Out of coverage the attach and the contexts live on for a while: nobody has told either side that they ended. */
function uncovered(state: RadioState): RadioStep {
  const lost = { ...state, covered: false };
  if (!maySearch(state)) return { state: lost, effects: [] };
  const registration = { ...state.registration };
  for (const domain of DOMAINS) if (isRegistered(registration[domain])) registration[domain] = { stat: 2 };
  return { state: { ...lost, registration }, effects: [{ kind: "give-up" }] };
}

function answered(state: RadioState, verdict: Verdict): RadioStep {
  if (!maySearch(state) || !state.covered) return { state, effects: [] };
  const registration = { ...state.registration };
  for (const domain of DOMAINS) {
    if (state.invalidFor.includes(domain)) continue;
    const cause = verdict.rejected[domain];
    registration[domain] = cause === undefined ? { stat: verdict.roaming ? 5 : 1 } : { stat: 3, cause };
  }
  const registered = { ...state, registration };
  const refused = Object.values(verdict.rejected);
  const next = withInvalid(registered, verdict.rejected);
  const later: RadioEffect[] =
    refused.length === 0 ? [] : [{ kind: refused.every(emmCauseIsPermanent) ? "give-up" : "try-later" }];
  const packet = isRegistered(registration[state.packetDomain])
    ? attached(next, verdict.contexts)
    : detached(next, "NW DETACH");
  return { state: packet.state, effects: [...later, ...packet.effects] };
}

function withInvalid(state: RadioState, rejected: Verdict["rejected"]): RadioState {
  const added = DOMAINS.filter((domain) => emmCauseIsPermanent(rejected[domain] ?? -1));
  return added.length === 0 ? state : { ...state, invalidFor: [...new Set([...state.invalidFor, ...added])] };
}

function attached(state: RadioState, withContexts: boolean): RadioStep {
  if (state.detachedByUser) return { state, effects: [] };
  if (!withContexts) return { state: { ...state, attached: true }, effects: [] };
  const { contexts, risen } = automaticUp(state.contexts);
  const effects = risen.map(({ cid }): RadioEffect => ({ kind: "packet-event", text: `ME PDN ACT ${cid}` }));
  return { state: { ...state, attached: true, contexts }, effects };
}

function attachedByUser(state: RadioState): RadioStep {
  const wanting = { ...state, detachedByUser: false };
  return begin(wanting);
}

/**
 * 24.301 5.5.2.3: with "re-attach required" the modem comes back at once; without, it waits for T3402 and then meets
 * whatever the network says by then.
 */
function networkDetached(state: RadioState, reattach: boolean): RadioStep {
  if (!maySearch(state) || !state.covered) return { state, effects: [] };
  const down = detached(state, "NW DETACH");
  const gone = everywhere(down.state, { stat: reattach ? 2 : 0 });
  return { state: gone, effects: [...down.effects, { kind: reattach ? "search" : "try-later" }] };
}

function networkRejected(state: RadioState, cause: number, domains: readonly Domain[]): RadioStep {
  if (!maySearch(state) || !state.covered) return { state, effects: [] };
  const registration = { ...state.registration };
  const rejected: Partial<Record<Domain, number>> = {};
  for (const domain of domains) {
    registration[domain] = { stat: 3, cause };
    rejected[domain] = cause;
  }
  const refused = withInvalid({ ...state, registration }, rejected);
  const down = domains.includes(state.packetDomain) ? detached(refused, "NW DETACH") : { state: refused, effects: [] };
  return {
    state: down.state,
    effects: [{ kind: emmCauseIsPermanent(cause) ? "give-up" : "try-later" }, ...down.effects],
  };
}

function contextMoved(state: RadioState, cid: number, active: boolean, by: "NW" | "ME"): RadioStep {
  const context = contextOf(state.contexts, cid);
  if (context === undefined || context.active === active || (active && !state.attached)) return { state, effects: [] };
  return {
    state: { ...state, contexts: withContext(state.contexts, { ...context, active }) },
    effects: [{ kind: "packet-event", text: `${by} PDN ${active ? "ACT" : "DEACT"} ${cid}` }],
  };
}
