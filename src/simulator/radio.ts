import type { Duration } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import { emmCauseIsPermanent } from "../codes/emm-cause.ts";
import { registrationCause } from "./network/fifth-causes.ts";
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
        : silenced(
            { ...state, cardUsable: false, invalidFor: [], attempts: 0, ...(input.removed === true ? UNTRIED : {}) },
            "ME DETACH",
          );
    case "coverage":
      return input.covered ? begin({ ...state, covered: true }) : uncovered(state);
    case "camp":
      return camped(state, input);
    case "verdict":
      return answered(state, input.verdict, input.barred ?? []);
    case "network-detach":
      return networkDetached(state, input.reattach);
    case "network-reject":
      return networkRejected(state, input.cause, input.domains, input.backOff);
    case "attempt":
      if (input.afresh) return begin({ ...state, invalidFor: [], ...UNTRIED });
      return begin(input.expired === "T3346" ? { ...state, backingOff: false } : state);
    case "context":
      return contextMoved(state, input.cid, input.active, input.by);
    case "define":
      return { state: { ...state, contexts: input.contexts }, effects: [] };
    case "attach":
      return input.attach ? begin({ ...state, detachedByUser: false }) : detachedByUser(state);
    case "operator":
      if (!input.deregister) return begin({ ...state, deregistered: false });
      return silenced({ ...state, deregistered: true }, "ME DETACH");
    case "power-lost": {
      const cleared = {
        ...state,
        cardUsable: false,
        detachedByUser: false,
        invalidFor: [],
        attempts: 0,
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
  return { ...state, registration: { cs: registration, gprs: registration, eps: registration, "5gs": registration } };
}

/**
 * As with a new card, or as the network's word at once would leave it. T3346 itself runs on in flight mode and while the modem
 * is switched off, as long as the card stays the same (24.301 5.3.9); the attempts are forgotten then (5.5.1.1).
 */
const UNTRIED = { attempts: 0, backingOff: false } as const;
const MOST_ATTEMPTS = 5;
/** Congestion: the one cause that T3346 comes with. */
const CONGESTION = 22;
/** Causes after which a modem does not try four times more before it waits (24.301 5.5.1.2.5, 5.5.1.2.6 d). */
const AT_ONCE_LATER: readonly number[] = [11, 12, 13, 14, 15, 42, 95, 96, 97, 99, 111];

const maySearch = (state: RadioState): boolean =>
  state.level === 1 &&
  state.cardUsable &&
  !state.deregistered &&
  !(state.detachedByUser && state.camp.packet !== "gprs");

/** What a modem does about an answer that was not yes. */
function afterRefusal(state: RadioState, causes: readonly number[], backOff: Duration | undefined): RadioStep {
  const [first = 0] = causes;
  if (causes.every(emmCauseIsPermanent)) return { state: { ...state, ...UNTRIED }, effects: [{ kind: "give-up" }] };
  if (backOff !== undefined && causes.includes(CONGESTION)) {
    const waiting = { ...state, attempts: 0, backingOff: true };
    return { state: waiting, effects: [{ kind: "try-later", timer: "T3346", value: backOff }] };
  }
  const attempts = AT_ONCE_LATER.includes(first) ? MOST_ATTEMPTS : state.attempts + 1;
  if (attempts < MOST_ATTEMPTS) {
    return { state: { ...state, attempts }, effects: [{ kind: "try-later", timer: "T3411" }] };
  }
  return { state: { ...state, attempts: 0 }, effects: [{ kind: "try-later", timer: "T3402" }] };
}

/** Looks for the network with every domain that is not registered and not forbidden to try. */
function begin(state: RadioState): RadioStep {
  if (!maySearch(state) || state.backingOff) return { state, effects: [] };
  const registration = { ...state.registration };
  for (const domain of state.camp.served) {
    if (isRegistered(registration[domain]) || state.invalidFor.includes(domain)) continue;
    if (!withheld(state).includes(domain)) registration[domain] = { stat: 2 };
  }
  return { state: { ...state, registration }, effects: state.covered ? [{ kind: "search" }] : [{ kind: "give-up" }] };
}

function levelled(state: RadioState, level: 0 | 1 | 4): RadioStep {
  if (level === state.level) return { state, effects: [] };
  // Switching the radio off is what makes the modem forget that the network called its USIM invalid.
  if (level === 1) return begin({ ...state, level });
  return silenced({ ...state, level, invalidFor: [], attempts: 0 }, "ME DETACH");
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

/** Where the other cell belongs to the same core nothing changes; else the old core is left, and what is up comes along. */
function camped(state: RadioState, { camp, answer }: Extract<RadioInput, { kind: "camp" }>): RadioStep {
  if (camp.packet === state.camp.packet && camp.served.length === state.camp.served.length)
    return { state: { ...state, camp }, effects: [] };
  const was = isRegistered(state.registration[state.camp.packet]);
  const moved = { ...everywhere(state, { stat: 0 }), camp };
  if (was && camp.served.length === 0) return silenced(moved, "ME DETACH");
  return was && answer !== undefined ? answered(moved, answer.verdict, answer.barred ?? []) : begin(moved);
}

/** Out of coverage the attach and the contexts live on for a while: nobody has told either side that they ended. */
function uncovered(state: RadioState): RadioStep {
  const lost = { ...state, covered: false };
  if (!maySearch(state)) return { state: lost, effects: [] };
  const registration = { ...state.registration };
  for (const domain of DOMAINS) if (isRegistered(registration[domain])) registration[domain] = { stat: 2 };
  return { state: { ...lost, registration }, effects: [{ kind: "give-up" }] };
}

function answered(state: RadioState, verdict: Verdict, barred: readonly string[]): RadioStep {
  if (!maySearch(state) || !state.covered) return { state, effects: [] };
  const registration = { ...state.registration };
  const rejected: Partial<Record<Domain, number>> = {};
  for (const domain of state.camp.served) {
    const cause = registrationCause(domain, verdict.rejected[domain]);
    if (cause !== undefined) rejected[domain] = cause;
    if (state.invalidFor.includes(domain) || withheld(state).includes(domain)) continue;
    registration[domain] = cause === undefined ? { stat: verdict.roaming ? 5 : 1 } : { stat: 3, cause };
  }
  const registered = { ...state, registration };
  const refused = Object.values(rejected);
  const valid = withInvalid(registered, rejected);
  const { state: next, effects: later } =
    refused.length === 0
      ? { state: { ...valid, attempts: 0 }, effects: [] }
      : afterRefusal(valid, refused, verdict.backOff);
  const packet = isRegistered(registration[state.camp.packet])
    ? attached(next, verdict.contexts, barred)
    : detached(next, "NW DETACH");
  return { state: packet.state, effects: [...later, ...packet.effects] };
}

function withInvalid(state: RadioState, rejected: Verdict["rejected"]): RadioState {
  const added = DOMAINS.filter((domain) => emmCauseIsPermanent(rejected[domain] ?? -1));
  return added.length === 0 ? state : { ...state, invalidFor: [...new Set([...state.invalidFor, ...added])] };
}

function attached(state: RadioState, withContexts: boolean, barred: readonly string[]): RadioStep {
  if (state.detachedByUser) return { state, effects: [] };
  if (!withContexts) return { state: { ...state, attached: true }, effects: [] };
  const { contexts, risen } = automaticUp(state.contexts, barred);
  const effects = risen.map(({ cid }): RadioEffect => ({ kind: "packet-event", text: `ME PDN ACT ${cid}` }));
  return { state: { ...state, attached: true, contexts }, effects };
}

/**
 * What the modem leaves alone after +CGATT=0: packet service, and on LTE, which has no circuits of its own, everything:
 * the end of the attach is the end of the registration (24.301 5.5.2.2).
 */
function withheld({ detachedByUser: leaves, camp }: RadioState): readonly Domain[] {
  if (!leaves) return [];
  return camp.packet === "gprs" ? ["gprs", "eps"] : DOMAINS;
}

function detachedByUser(state: RadioState): RadioStep {
  const { state: down, effects } = detached({ ...state, detachedByUser: true }, "ME DETACH");
  const registration = { ...down.registration };
  for (const domain of withheld(down)) registration[domain] = { stat: 0 };
  const over: readonly RadioEffect[] = down.camp.packet === "gprs" ? [] : [{ kind: "give-up" }];
  return { state: { ...down, registration }, effects: [...over, ...effects] };
}

/**
 * 24.301 5.5.2.3: with "re-attach required" the modem comes back at once; without, it waits for T3402 and then meets
 * whatever the network says by then.
 */
function networkDetached(state: RadioState, reattach: boolean): RadioStep {
  if (!maySearch(state) || !state.covered) return { state, effects: [] };
  const down = detached(state, "NW DETACH");
  const gone = everywhere(down.state, { stat: reattach ? 2 : 0 });
  return {
    state: gone,
    effects: [...down.effects, reattach ? { kind: "search" } : { kind: "try-later", timer: "T3402" }],
  };
}

function networkRejected(
  state: RadioState,
  cause: number,
  domains: readonly Domain[],
  backOff: Duration | undefined,
): RadioStep {
  if (!maySearch(state) || !state.covered) return { state, effects: [] };
  const registration = { ...state.registration };
  const rejected: Partial<Record<Domain, number>> = {};
  for (const domain of domains) {
    if (!state.camp.served.includes(domain)) continue;
    const own = registrationCause(domain, cause) ?? cause;
    registration[domain] = { stat: 3, cause: own };
    rejected[domain] = own;
  }
  const causes = Object.values(rejected);
  if (causes.length === 0) return { state, effects: [] };
  const { state: refused, effects } = afterRefusal(withInvalid({ ...state, registration }, rejected), causes, backOff);
  const down = domains.includes(state.camp.packet) ? detached(refused, "NW DETACH") : { state: refused, effects: [] };
  return { state: down.state, effects: [...effects, ...down.effects] };
}

function contextMoved(state: RadioState, cid: number, active: boolean, by: "NW" | "ME"): RadioStep {
  const context = contextOf(state.contexts, cid);
  if (context === undefined || context.active === active || (active && !state.attached)) return { state, effects: [] };
  return {
    state: { ...state, contexts: withContext(state.contexts, { ...context, active }) },
    effects: [{ kind: "packet-event", text: `${by} PDN ${active ? "ACT" : "DEACT"} ${cid}` }],
  };
}
