import { Millis, Seconds } from "../../base/duration.ts";
import { elapsed, type MonoMs } from "../../base/instant.ts";
import { type Answer, cme, later, ok, type Outcome } from "../../dce/answer.ts";
import { numberAt, type Parameter } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { contextOf } from "../pdp-contexts.ts";
import type { CommandRows } from "./command-row.ts";
import { causeAnswer, contextRefused } from "./context-refusal.ts";
import { CONTEXT_COMMANDS } from "./contexts.ts";

/** EMM causes that have a +CME of their own at 100 + cause (3GPP TS 27.007 9.2.2). */
const NUMBERED: ReadonlySet<number> = new Set([3, 6, 7, 8, 11, 12, 13]);

const noService = ({ lastCause }: MobileTermination): Outcome =>
  cme(lastCause !== undefined && NUMBERED.has(lastCause) ? 100 + lastCause : 148);

/** 27.007 10.1.10: `<state>[,<cid>...]`; without a cid it concerns all that are defined. */
function activate(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const state = numberAt(parameters, 0);
  const given = parameters.slice(1).map((_, index) => numberAt(parameters, index + 1) ?? -1);
  const cids = given.length > 0 ? given : mt.radio.contexts.map((context) => context.cid);
  return state === 0 || state === 1 ? turned(mt, cids, state === 1) : cme(50);
}

/** Puts contexts up or down, as +CGACT and the makers' own commands for a data call do. */
export function turned(mt: MobileTermination, cids: readonly number[], up: boolean): Outcome {
  if (cids.some((cid) => contextOf(mt.radio.contexts, cid) === undefined)) return cme(143);
  if (up && !mt.radio.attached) return noService(mt);
  if (!up && keepsLast(mt, cids)) return cme(LAST_PDN);
  for (const cid of up ? cids : []) {
    const context = contextOf(mt.radio.contexts, cid);
    const refused = context?.active === false ? contextRefused(mt, context) : undefined;
    if (refused !== undefined) return causeAnswer(mt, refused);
  }
  for (const cid of cids) mt.act({ kind: "context", cid, active: up, by: "ME" });
  return ok();
}

const LAST_PDN = 171;

const keepsLast = ({ personality, radio }: MobileTermination, down: readonly number[]): boolean =>
  personality.keepsLastPdn &&
  radio.camp.packet !== "gprs" &&
  radio.contexts.some(({ active }) => active) &&
  radio.contexts.every(({ cid, active }) => !active || down.includes(cid));

function attach(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const state = numberAt(parameters, 0);
  if (state !== 0 && state !== 1) return cme(50);
  // 10.1.9: a state that the modem is in already is OK at once.
  if (mt.radio.attached === (state === 1)) return ok();
  if (state === 1 && mt.card === undefined) return cme(10);
  mt.act({ kind: "attach", attach: state === 1 });
  return state === 0 ? ok() : attached(mt, mt.now());
}

/** How often it is looked whether the network has answered, and how long a client is kept waiting for it. */
const LOOKING = Millis(100);
const MOST_ATTACHING = Seconds(75);

/** 27.007 10.1.9: OK once the modem is attached; an error when the network said no, or nothing for too long. */
function attached(mt: MobileTermination, since: MonoMs): Answer {
  if (mt.radio.attached) return ok();
  const searching = mt.radio.registration[mt.radio.camp.packet].stat === 2;
  if (!searching || elapsed(since, mt.now()) >= MOST_ATTACHING) return noService(mt);
  return later(LOOKING, () => attached(mt, since));
}

/** 27.007 10.1.19: `[<mode>[,<bfr>]]`. */
function packetEvents(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const mode = numberAt(parameters, 0);
  const buffer = numberAt(parameters, 1) ?? 0;
  if (mode === undefined || mode < 0 || mode > 2 || buffer < 0 || buffer > 1) return cme(50);
  mt.configure({ packetEvents: { mode, flush: buffer === 1 } });
  return ok();
}

export const PACKET_COMMANDS: CommandRows = {
  ...CONTEXT_COMMANDS,
  "+CGATT": {
    read: ({ mt }) => ok(`+CGATT: ${mt.radio.attached ? 1 : 0}`),
    test: () => ok("+CGATT: (0,1)"),
    set: ({ mt }, parameters) => attach(mt, parameters),
  },
  "+CGACT": {
    read: ({ mt }) => ok(...mt.radio.contexts.map(({ cid, active }) => `+CGACT: ${cid},${active ? 1 : 0}`)),
    test: () => ok("+CGACT: (0,1)"),
    set: ({ mt }, parameters) => activate(mt, parameters),
  },
  "+CGEREP": {
    read: ({ mt }) => ok(`+CGEREP: ${mt.settings.packetEvents.mode},${mt.settings.packetEvents.flush ? 1 : 0}`),
    test: () => ok("+CGEREP: (0-2),(0,1)"),
    set: ({ mt }, parameters) => packetEvents(mt, parameters),
  },
};
