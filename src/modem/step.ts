import type {
  AtMessage,
  BackOffMessage,
  CountersMessage,
  IdentityMessage,
  PacketEventMessage,
  PowerMessage,
  ReadyMessage,
  RegistrationCommand,
  RegistrationMessage,
  SimPresenceMessage,
} from "../at/message.ts";
import { defined } from "../base/defined.ts";
import { type Duration, Hours, Seconds } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import { type Domain, type Modem, type Service, type Sim, UNKNOWN_MODEM } from "./modem.ts";
import { imeiOfImeisv } from "./imei-of-imeisv.ts";
import { serviceOf } from "./service.ts";
import { signalAfter } from "./signal-after.ts";
import { packetEventWords, restartWord } from "./understood.ts";

/** What happened, for diagnosis and for people; and what should be asked now instead of at the next poll. */
export type ModemEffect =
  /** `text` here and below: what was understood of the line, in the clause's words; never the line. */
  | { readonly kind: "network-detached"; readonly text: string }
  | { readonly kind: "context-lost"; readonly cid?: number; readonly text: string }
  | {
      readonly kind: "registration-changed";
      readonly domain: Domain;
      readonly from: number | undefined;
      readonly to: RegistrationMessage;
    }
  /** `own`: our own side did it (27.007 `ME ...`). */
  | { readonly kind: "service-changed"; readonly from: Service; readonly to: Service; readonly own: boolean }
  | { readonly kind: "sim-state-changed"; readonly from: Sim; readonly to: Sim }
  | { readonly kind: "sim-identified"; readonly iccid: string }
  | { readonly kind: "restarted"; readonly text: string }
  /** The modem goes off, or warns that it may; `text` is its own word. */
  | (Pick<PowerMessage, "event" | "because" | "text"> & { readonly kind: "power" })
  /** The network forbids an APN (T3396), until `left` is over, without it until switch-off; or `running` is false: no longer. */
  | { readonly kind: "back-off"; readonly apn: string; readonly running: boolean; readonly left?: Duration }
  | { readonly kind: "ask"; readonly what: "bearer" | "sim" };

export interface Stepped {
  readonly modem: Modem;
  readonly effects: readonly ModemEffect[];
}

const DOMAINS: Readonly<Record<RegistrationCommand, Domain>> = {
  "+CREG": "cs",
  "+CGREG": "ps",
  "+CEREG": "eps",
  "+C5GREG": "5gs",
};

/** Folds one message, unsolicited or answered: both paths lead here, so a lost URC heals with the next poll. Pure. */
export function step(before: Modem, message: AtMessage): Stepped {
  const stepped = apply(before, message);
  const found = serviceOf(stepped.modem);
  // The same value for the same service: whoever judges by it sees at once that nothing is new.
  const service = isSame(before.service, found) ? before.service : found;
  const { lastFailure, ...rest } = stepped.modem;
  // What was said of one outage says nothing of the next one.
  const why = service.data === "down" && service.why === "no-context" ? defined({ lastFailure }) : {};
  const modem: Modem = { ...rest, service, ...known(service), ...why };
  const from: Service = before.service.data === "unknown" && before.lastData === "up" ? { data: "up" } : before.service;
  if (!differs(from, service)) return { modem, effects: stepped.effects };
  const own = message.kind === "packet-event" && message.scope === "mobile";
  return { modem, effects: [...stepped.effects, { kind: "service-changed", from, to: service, own }] };
}

const known = (service: Service): Pick<Modem, "lastData"> =>
  service.data === "up" || service.data === "down" ? { lastData: service.data } : {};

const wordsOf = (service: Service): string =>
  service.data === "up" ? "" : service.data === "down" ? service.text : service.why;
const isSame = (one: Service, other: Service): boolean => one.data === other.data && wordsOf(one) === wordsOf(other);

/** Not knowing for a while is no change; another reason for the same absence is. */
function differs(from: Service, to: Service): boolean {
  if (to.data === "unknown" || to.data === "not-observable") return false;
  return from.data !== to.data || (from.data === "down" && to.data === "down" && from.text !== to.text);
}

function apply(modem: Modem, message: AtMessage): Stepped {
  switch (message.kind) {
    case "registration":
      return registration(modem, message);
    case "packet-event":
      return packetEvent(modem, message);
    case "attach":
      // Detached means that every context is gone, also on modems that go on listing them.
      return quiet({
        ...modem,
        attached: message.attached,
        ...(message.attached ? {} : { contexts: allInactive(modem) }),
      });
    case "pdp-context":
      // A definition (+CGDCONT) says nothing about whether the context is up.
      if (message.active === undefined) return quiet(modem);
      return quiet({
        ...modem,
        contexts: { ...modem.contexts, [message.cid]: message.active && modem.attached !== false },
      });
    case "signal":
      return quiet({ ...modem, signal: signalAfter(modem.signal, message) });
    case "counters":
      return quiet(counted(modem, message));
    case "sim-state":
      return sim(modem, { ...modem.sim, state: message.state, detail: message.text });
    case "iccid":
      return iccid(modem, message.iccid);
    case "operator":
      return quiet({ ...modem, operator: defined({ name: message.name, plmn: message.plmn, act: message.act }) });
    case "identity":
      return quiet(identified(modem, message));
    case "sim-presence":
      return presence(modem, message);
    case "power":
      return power(modem, message);
    case "function": {
      const { radioOff: _was, ...rest } = modem;
      return quiet(message.fun === 0 || message.fun === 4 ? { ...rest, radioOff: true } : rest);
    }
    case "ready":
      return { modem, effects: readyOf(message) };
    case "restart":
      return { modem: UNKNOWN_MODEM, effects: [{ kind: "restarted", text: restartWord(message.raw) }] };
    case "back-off":
      return { modem, effects: backOff(message) };
    case "extended-error":
      return quiet({ ...modem, lastFailure: message.report });
    case "access":
    case "clock":
    case "error":
    case "neighbour-cell":
    case "cell-measurement":
    // The registration that fails with it says so, too, where it matters.
    case "network-error":
    case "pin-retries":
    case "result":
    case "sim-io":
    // What says nothing about whether there is service.
    case "bearer":
    case "bearer-addresses":
    case "power-saving":
    case "edrx":
    case "tau-timer":
    case "signalling-connection":
    case "bearer-state":
    case "cell-broadcast":
    case "character-set":
    case "indicator":
    case "operator-scan":
    case "pdp-address":
    case "range":
    case "sms":
    case "sms-list":
    case "sms-reference":
    case "sms-settings":
    case "sms-storage":
    case "subscriber-number":
    case "ussd":
    case "unknown":
      return quiet(modem);
    default:
      return unreachable(message);
  }
}

const quiet = (modem: Modem): Stepped => ({ modem, effects: [] });

function identified(modem: Modem, { field, value }: IdentityMessage): Modem {
  switch (field) {
    case "imsi":
      return { ...modem, sim: { ...modem.sim, imsi: value } };
    case "manufacturer":
    case "model":
    case "revision":
    case "imei":
      return { ...modem, [field]: value };
    case "imeisv":
      return { ...modem, imei: imeiOfImeisv(value) };
    case "svn":
    case "serial":
    case "meid":
    case "esn":
    case "capabilities":
    case "information":
      return modem;
    default:
      return unreachable(field);
  }
}

/** Of all sessions; what comes by itself is of one session (^DSFLOWRPT). */
function counted(modem: Modem, { command, unsolicited, cid, sentBytes, receivedBytes }: CountersMessage): Modem {
  if (unsolicited || sentBytes === undefined || receivedBytes === undefined) return modem;
  const { counted: before } = modem;
  const earlier = before?.command === command ? before.said : {};
  const said = { ...earlier, [cid ?? 0]: { up: BigInt(sentBytes), down: BigInt(receivedBytes) } };
  return { ...modem, counted: { command, said } };
}

function registration(modem: Modem, message: RegistrationMessage): Stepped {
  const domain = DOMAINS[message.command];
  const before = modem.registration[domain];
  const { stat, tac, lac, ci, act, causeType, rejectCause } = message;
  // An answer read with n below 3 carries no cause: what the last denial said stays until the state changes.
  const kept =
    before?.stat === stat && stat === 3 && rejectCause === undefined
      ? { causeType: before.causeType, rejectCause: before.rejectCause }
      : { causeType, rejectCause };
  const seen = defined({ stat, tac, lac, ci, act, ...kept });
  const next: Modem = { ...modem, registration: { ...modem.registration, [domain]: seen } };
  if (before?.stat === stat) return quiet(next);
  const effects: ModemEffect[] = [{ kind: "registration-changed", domain, from: before?.stat, to: message }];
  if (message.unsolicited) effects.push({ kind: "ask", what: "bearer" });
  return { modem: next, effects };
}

function allInactive(modem: Modem): Readonly<Record<number, boolean>> {
  return Object.fromEntries(Object.keys(modem.contexts ?? {}).map((cid) => [cid, false]));
}

function packetEvent(modem: Modem, message: PacketEventMessage): Stepped {
  const { event, scope, cid } = message;
  const text = packetEventWords(message);
  const ask: ModemEffect = { kind: "ask", what: "bearer" };
  switch (event) {
    case "detach": {
      // A detach ends all contexts; they are not reported one by one (27.007 10.1.19).
      const next: Modem = { ...modem, attached: false, contexts: allInactive(modem) };
      return { modem: next, effects: scope === "mobile" ? [ask] : [{ kind: "network-detached", text }, ask] };
    }
    case "deactivated":
    case "pdn-deactivated": {
      const contexts = cid === undefined ? modem.contexts : { ...modem.contexts, [cid]: false };
      const lost: ModemEffect = { kind: "context-lost", ...(cid === undefined ? {} : { cid }), text };
      return {
        modem: contexts === undefined ? modem : { ...modem, contexts },
        effects: scope === "mobile" ? [ask] : [lost, ask],
      };
    }
    case "activated":
    case "pdn-activated":
    case "reactivate":
    case "modified":
    case "rejected":
    case "class":
      return { modem, effects: [ask] };
    case "other":
      return quiet(modem);
    default:
      return unreachable(event);
  }
}

/** A SIM that is not ready is not the one we knew: its identity is read anew, and until then it has none. */
function sim(modem: Modem, to: Sim): Stepped {
  const from = modem.sim;
  if (from.state === to.state) return quiet({ ...modem, sim: to });
  const gone = to.state === "absent";
  const next: Sim = gone ? { state: "absent" } : to;
  const effects: ModemEffect[] = [{ kind: "sim-state-changed", from, to: next }];
  // Ready: who is it. Locked: whoever unlocks it waits for that.
  if (to.state === "ready" || to.state === "pin") effects.push({ kind: "ask", what: "sim" });
  return { modem: { ...modem, sim: next }, effects };
}

/**
 * A card that was taken out is nobody at once. Which level of a switch means "out" is wiring (Quectel +QSIMDET), so that it is
 * not called absent before the modem was asked; and one that was put in says by itself who it is.
 */
function presence(modem: Modem, { present }: SimPresenceMessage): Stepped {
  const ask: ModemEffect = { kind: "ask", what: "sim" };
  if (present !== false) return { modem, effects: [ask] };
  if (modem.sim.state === "absent") return quiet(modem);
  const { modem: without, effects } = sim(modem, { state: "unknown" });
  return { modem: without, effects: [...effects, ask] };
}

/** Of a modem that is off nothing is known; whether there was service is kept, so that its loss is noticed. */
function power(modem: Modem, { event, because, text }: PowerMessage): Stepped {
  const effects: readonly ModemEffect[] = [{ kind: "power", event, ...defined({ because }), text }];
  if (event === "warning") return { modem, effects };
  const { lastData } = modem;
  return { modem: { ...UNKNOWN_MODEM, ...defined({ lastData }) }, effects };
}

const STOPPED = 1;
/** 24.008 10.5.7.4a, 31 times 320 hours: no timer of the network's is longer. */
const LONGEST = Hours(31 * 320);

/** 27.007 10.1.41, of T3396 alone. Its end by time is no news: whoever waits for it knows when, and waits a little longer. */
function backOff({
  command,
  apn,
  eventType,
  running,
  residualBackoffTime,
  procedure,
}: BackOffMessage): readonly ModemEffect[] {
  if (command !== "+CABTSRI" || apn === undefined || (procedure ?? 0) !== 0) return [];
  if (running !== true) return eventType === STOPPED ? [{ kind: "back-off", apn, running: false }] : [];
  const left = residualBackoffTime === undefined ? undefined : Seconds(residualBackoffTime);
  if (left !== undefined && left > LONGEST) return [];
  return [{ kind: "back-off", apn, running: true, ...defined({ left }) }];
}

function readyOf({ what }: ReadyMessage): readonly ModemEffect[] {
  switch (what) {
    case "sms":
    case "phonebook":
      // Both lie on the card.
      return [{ kind: "ask", what: "sim" }];
    case "call":
    case "registration":
      return [{ kind: "ask", what: "bearer" }];
    case "all":
      return [
        { kind: "ask", what: "sim" },
        { kind: "ask", what: "bearer" },
      ];
    default:
      return unreachable(what);
  }
}

function iccid(modem: Modem, value: string): Stepped {
  if (modem.sim.iccid === value) return quiet(modem);
  const { imsi: _imsi, ...rest } = modem.sim;
  return { modem: { ...modem, sim: { ...rest, iccid: value } }, effects: [{ kind: "sim-identified", iccid: value }] };
}
