import type { AtCommand, AtOutcome } from "../at/command.ts";
import { decode } from "../at/decode.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Apn } from "../at/outgoing/apn.ts";
import { type CallAddresses, callAddresses } from "./call-addresses.ts";
import { type ApnFrom, type CarrierApn, definitionWanted, dialsByName, nameListed, orderOf } from "./call-apn.ts";
import { withBackOff } from "./call-back-off.ts";
import { type CallOrder, type CallWay, COMMANDS, isSameApn } from "./call-order.ts";
import { type CallTrouble, callTrouble, saysNothing } from "./call-trouble.ts";
import type { CallView } from "./call-view.ts";

type Trying = { readonly way: CallWay };

type Phase =
  /** For registration, or for the end of a wait. */
  | { readonly kind: "idle" | "waiting" }
  | { readonly kind: "choosing"; readonly at: number }
  | (Trying & { readonly kind: "reading" | "defining" | "authenticating" | "lowering" })
  | (Trying & { readonly kind: "raising"; readonly line: number })
  | { readonly kind: "explaining"; readonly what: string; readonly refusal: Exclude<AtOutcome, { kind: "ok" }> }
  | { readonly kind: "timing"; readonly trouble: CallTrouble }
  | (Trying & { readonly kind: "addressing"; readonly parameters: readonly string[] | "asked" })
  | (Trying & { readonly kind: "configuring"; readonly apn?: string })
  | (Trying & { readonly kind: "up"; readonly confirmed: boolean });

/** A value, stepped by `bearerCall`. */
export interface BearerCall {
  readonly phase: Phase;
  readonly view: CallView;
  /** The interface carries our configuration. */
  readonly configured: boolean;
  /** The context was put up by us, and is ours to take down. */
  readonly ours: boolean;
  /** User name and password were given since the modem started. */
  readonly authenticated: boolean;
  /** Who named the APN of the attempt under way or of the call; absent before the first. */
  readonly apnFrom?: ApnFrom;
  /** The APN of the attempt or the call where the order names none: the modem's own, or the carrier's. */
  readonly dialled: Apn | undefined;
  /** For `status`. */
  readonly text: string;
}

export const BEARER_CALL: BearerCall = {
  phase: { kind: "idle" },
  view: { network: "unknown" },
  configured: false,
  ours: false,
  authenticated: false,
  dialled: undefined,
  text: "waits until the modem is known",
};

export type CallInput =
  | { readonly kind: "view"; readonly view: CallView }
  /** The network took the context, or the modem restarted: whatever is still listed, the call is gone. */
  | { readonly kind: "lost"; readonly text: string; readonly restarted: boolean }
  | { readonly kind: "answered"; readonly outcome: AtOutcome }
  /** `note`: what a person has to do for it to take effect. */
  | { readonly kind: "configured"; readonly trouble?: string; readonly note?: string }
  /** The wait before the next attempt is over. */
  | { readonly kind: "elapsed" };

/** `send` is answered by `answered`, `configure` by `configured`, `wait` some time by `elapsed`. */
export type CallEffect =
  | { readonly kind: "send"; readonly command: AtCommand }
  | { readonly kind: "configure"; readonly from: "static" | "dhcp"; readonly addresses?: CallAddresses }
  /** Takes the interface's configuration away. */
  | { readonly kind: "clear" }
  /** `trouble`: absent after a call that was up. */
  | { readonly kind: "wait"; readonly trouble?: CallTrouble }
  | { readonly kind: "up"; readonly way: string; readonly apn?: string }
  | { readonly kind: "down"; readonly text: string }
  | { readonly kind: "failed"; readonly trouble: CallTrouble };

export interface CallContext {
  readonly order: CallOrder;
  readonly ways: readonly CallWay[];
  /** Of the card's carrier, for where the order names none and the modem's context neither. */
  readonly offered?: CarrierApn;
}

export interface CallStep {
  readonly call: BearerCall;
  readonly effects: readonly CallEffect[];
}

/** One step of a data call: define, raise, ask for the address, hand it on; take back what was lost. Never touches the radio. Pure. */
export function bearerCall(before: BearerCall, input: CallInput, context: CallContext): CallStep {
  switch (input.kind) {
    case "view":
      return viewed({ ...before, view: input.view }, context);
    case "lost":
      return lost(input.restarted ? { ...before, authenticated: false } : before, input.text);
    case "answered":
      return input.outcome.kind === "gone" ? away(before) : answered(before, input.outcome, context);
    case "configured":
      return before.phase.kind === "configuring" ? configured(before, before.phase, input, context) : still(before);
    case "elapsed":
      return before.phase.kind === "waiting" ? begin({ ...before, phase: { kind: "idle" } }, context) : still(before);
    default:
      return unreachable(input);
  }
}

const still = (call: BearerCall): CallStep => ({ call, effects: [] });

const send = (call: BearerCall, phase: Phase, command: AtCommand): CallStep => ({
  call: { ...call, phase, text: "dials" },
  effects: [{ kind: "send", command }],
});

/** The port is gone in the middle. What the interface carries is left until it is known that the call is over. */
const away = (call: BearerCall): CallStep => still({ ...call, phase: { kind: "idle" }, text: "waits for the modem" });

function viewed(call: BearerCall, context: CallContext): CallStep {
  const { phase, view } = call;
  switch (phase.kind) {
    case "idle":
      if (view.network === "usable") return begin(call, context);
      if (view.network === "unknown") return still({ ...call, text: "waits for the modem" });
      return {
        call: { ...call, configured: false, text: `waits for the network: ${view.why ?? "not registered"}` },
        effects: call.configured ? [{ kind: "clear" }] : [],
      };
    case "up":
      // Read anew once it is back: the interface may be another one by then.
      if (view.network === "unknown") return away(call);
      if (view.network === "not-usable") return lost(call, view.why ?? "not registered");
      if (view.active === true) return still({ ...call, phase: { ...phase, confirmed: true } });
      // Some modems list another context than the one that was dialled (SIM7600E), so only one that was listed can be missed.
      return view.active === false && phase.confirmed ? lost(call, "the context is no longer active") : still(call);
    case "waiting":
      if (view.network !== "not-usable" || !call.configured) return still(call);
      return { call: { ...call, configured: false }, effects: [{ kind: "clear" }] };
    case "choosing":
    case "reading":
    case "defining":
    case "authenticating":
    case "lowering":
    case "raising":
    case "explaining":
    case "timing":
    case "addressing":
    case "configuring":
      return still(call);
    default:
      return unreachable(phase);
  }
}

function lost(call: BearerCall, text: string): CallStep {
  const wasUp = call.phase.kind === "up";
  const clear: readonly CallEffect[] = call.configured ? [{ kind: "clear" }] : [];
  const next: BearerCall = { ...call, configured: false, ours: false, view: { ...call.view, active: false } };
  if (!wasUp) return { call: next, effects: clear };
  return {
    call: { ...next, phase: { kind: "waiting" }, text: `lost: ${text}` },
    effects: [...clear, { kind: "down", text }, { kind: "wait" }],
  };
}

function failed(call: BearerCall, trouble: CallTrouble): CallStep {
  return {
    call: { ...call, phase: { kind: "waiting" }, configured: false, text: trouble.text },
    effects: [
      ...(call.configured ? [{ kind: "clear" } as const] : []),
      { kind: "failed", trouble },
      { kind: "wait", trouble },
    ],
  };
}

function begin(call: BearerCall, context: CallContext): CallStep {
  return call.view.network === "usable" ? choose({ ...call, dialled: undefined }, 0, context) : viewed(call, context);
}

function choose(call: BearerCall, at: number, context: CallContext): CallStep {
  const way = context.ways[at];
  if (way === undefined)
    return failed(call, {
      kind: "permanent",
      text: "no way of this modem's family to dial can be gone: it needs an APN (bearer.apn) or PPP, whose owner is pppd (bearer.owner = external)",
    });
  if (way.test === undefined) return define(call, way, context);
  return send(call, { kind: "choosing", at }, COMMANDS.test(way.test));
}

function define(before: BearerCall, way: CallWay, { order, offered }: CallContext): CallStep {
  const call: BearerCall = { ...before, apnFrom: order.apn === undefined ? "modem" : "settings" };
  if (order.apn === undefined && !dialsByName(way) && (offered === undefined || call.view.attaches !== false))
    return authenticate(call, way, { order });
  return send(call, { kind: "reading", way }, COMMANDS.definition());
}

function authenticate(call: BearerCall, way: CallWay, { order }: Pick<CallContext, "order">): CallStep {
  if (order.auth === undefined || call.authenticated) return raise(call, way, 0, orderOf(call, order));
  return send(call, { kind: "authenticating", way }, COMMANDS.authenticate(order, order.auth));
}

/** A context that is up needs no activation; what binds the interface to it (the makers' own commands) is needed all the same. */
function raise(call: BearerCall, way: CallWay, line: number, order: CallOrder): CallStep {
  if (line === 0 && way.address === "contrdp" && call.view.active === true) return address(call, way, order);
  const text = way.up[line];
  if (text === undefined) return address({ ...call, ours: true }, way, order);
  return send(call, { kind: "raising", way, line }, COMMANDS.turn(way, text, order));
}

function address(call: BearerCall, way: CallWay, order: CallOrder): CallStep {
  if (way.address === "contrdp")
    return send(call, { kind: "addressing", way, parameters: "asked" }, COMMANDS.parameters(order));
  return {
    call: { ...call, phase: { kind: "configuring", way }, configured: true },
    effects: [{ kind: "configure", from: "dhcp" }],
  };
}

function answered(call: BearerCall, outcome: Exclude<AtOutcome, { kind: "gone" }>, context: CallContext): CallStep {
  const { phase } = call;
  const order = orderOf(call, context.order);
  switch (phase.kind) {
    case "choosing": {
      const way = context.ways[phase.at];
      return outcome.kind === "ok" && way !== undefined
        ? define(call, way, context)
        : choose(call, phase.at + 1, context);
    }
    case "reading": {
      const { way } = phase;
      const wanted = definitionWanted(outcome, context, call.view.attaches);
      const listed = dialsByName(way) ? (order.apn ?? nameListed(outcome, order.cid)) : undefined;
      if (wanted === undefined && dialsByName(way) && listed === undefined)
        return choose(call, context.ways.indexOf(way) + 1, context);
      if (wanted === undefined) return authenticate({ ...call, dialled: listed }, way, context);
      return send(
        { ...call, apnFrom: wanted.from, dialled: wanted.order.apn },
        { kind: "defining", way: phase.way },
        COMMANDS.define(phase.way, wanted.order),
      );
    }
    case "defining": {
      if (outcome.kind !== "ok") return refused(call, "the context's definition", outcome);
      const [down] = phase.way.down;
      if (call.view.active !== true || down === undefined) return authenticate(call, phase.way, context);
      return send(call, { kind: "lowering", way: phase.way }, COMMANDS.turn(phase.way, down, order));
    }
    case "lowering":
      // Refused for the last context of LTE (CME 151, 171): then the definition holds from the next attach on.
      return authenticate(
        outcome.kind === "ok" ? { ...call, view: { ...call.view, active: false } } : call,
        phase.way,
        context,
      );
    case "authenticating":
      if (outcome.kind !== "ok")
        return failed(call, { ...callTrouble("user name and password (+CGAUTH)", outcome), kind: "permanent" });
      return raise({ ...call, authenticated: true }, phase.way, 0, order);
    case "raising":
      if (outcome.kind !== "ok") return refused(call, "the data call", outcome);
      return raise(call, phase.way, phase.line + 1, order);
    case "explaining": {
      const told = outcome.kind === "ok" ? outcome.lines.map((line) => decode(line, "AT+CEER")) : [];
      const report = told.find((message) => message.kind === "extended-error")?.report ?? "";
      return timed(call, callTrouble(phase.what, phase.refusal, report));
    }
    case "timing": {
      const told = outcome.kind === "ok" ? outcome.lines.map((line) => decode(line, COMMANDS.backOffs().line)) : [];
      return failed(call, withBackOff(phase.trouble, told, order));
    }
    case "addressing":
      return addressed(call, phase, outcome, order);
    case "idle":
    case "waiting":
    case "configuring":
    case "up":
      return still(call);
    default:
      return unreachable(phase);
  }
}

function refused(call: BearerCall, what: string, refusal: Exclude<AtOutcome, { kind: "ok" }>): CallStep {
  if (refusal.kind !== "error") return failed(call, callTrouble(what, refusal));
  if (!saysNothing(refusal)) return timed(call, callTrouble(what, refusal));
  return send(call, { kind: "explaining", what, refusal }, COMMANDS.report());
}

/** Perhaps the network has set a timer: until it ends the modem refuses by itself, and asking it is no use. */
const timed = (call: BearerCall, trouble: CallTrouble): CallStep =>
  send(call, { kind: "timing", trouble }, COMMANDS.backOffs());

function addressed(
  call: BearerCall,
  phase: Phase & { readonly kind: "addressing" },
  outcome: Exclude<AtOutcome, { kind: "gone" }>,
  order: CallOrder,
): CallStep {
  const lines = outcome.kind === "ok" ? outcome.lines : [];
  const first = phase.parameters === "asked";
  const parameters = phase.parameters === "asked" ? lines : phase.parameters;
  const found = callAddresses(order.cid, [
    ...parameters.map((line) => decode(line, COMMANDS.parameters(order).line)),
    ...(first ? [] : lines.map((line) => decode(line, COMMANDS.addresses(order).line))),
  ]);
  if (found === undefined && first) return send(call, { ...phase, parameters }, COMMANDS.addresses(order));
  if (found === undefined)
    return failed(call, { kind: "temporary", text: "the modem tells no address of the active context" });
  const { apn } = found;
  return {
    call: {
      ...call,
      phase: { kind: "configuring", way: phase.way, ...(apn === undefined ? {} : { apn }) },
      configured: true,
    },
    effects: [{ kind: "configure", from: "static", addresses: found }],
  };
}

function configured(
  call: BearerCall,
  { way, apn }: Phase & { readonly kind: "configuring" },
  { trouble, note }: CallInput & { readonly kind: "configured" },
  { order }: CallContext,
): CallStep {
  if (trouble !== undefined) return failed(call, { kind: "temporary", text: trouble });
  const named = apn === undefined ? {} : { apn };
  // A definition that was written while LTE had its last context up: nobody cycles the radio for it here.
  const other =
    apn === undefined || order.apn === undefined || isSameApn(apn, order.apn)
      ? ""
      : `; the network has it on the APN ${apn}, bearer.apn holds from the modem's next attach on`;
  return {
    call: {
      ...call,
      phase: { kind: "up", way, confirmed: call.view.active === true },
      text: `up (${way.name})${other}${note === undefined ? "" : `; ${note}`}`,
    },
    effects: [{ kind: "up", way: way.name, ...named }],
  };
}
