import { Millis } from "../../base/duration.ts";
import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { contextOf } from "../pdp-contexts.ts";
import type { CommandRows } from "./command-row.ts";
import { RESOLVERS } from "../context-addresses.ts";
import { turned } from "./packet.ts";
import { definedContext } from "./own-context.ts";

/** The module's own TCP/IP stack runs over the first context. */
const OWN = 1;
/** OK comes at once, what became of it a moment later. */
const SOON = Millis(200);

const isOpen = ({ radio, settings }: MobileTermination): boolean =>
  settings.kept["+NETOPEN"] === "1" && contextOf(radio.contexts, OWN)?.active === true;

const noteOpen = (mt: MobileTermination, open: boolean): void =>
  mt.configure({ kept: { ...mt.settings.kept, "+NETOPEN": open ? "1" : "0" } });

const ipError = (text: string): Answer => ({ kind: "own", lines: [`+IP ERROR: ${text}`], text: "ERROR" });

function netOpen(mt: MobileTermination): Answer {
  if (isOpen(mt)) return ipError("Network is already opened");
  const outcome = turned(mt, [OWN], true);
  if (outcome.kind === "ok") noteOpen(mt, true);
  mt.after(SOON, () => mt.tell(`+NETOPEN: ${outcome.kind === "ok" ? 0 : 1}`));
  return ok();
}

function netClose(mt: MobileTermination): Answer {
  if (!isOpen(mt)) return ipError("Network is already closed");
  turned(mt, [OWN], false);
  noteOpen(mt, false);
  mt.after(SOON, () => mt.tell("+NETCLOSE: 0"));
  return ok();
}

/** After SIMCom's TCP/IP application notes for SIM7500/SIM7600 and A76xx; +CIPSHUT is SIM800's. */
export const SIMCOM_STACK: CommandRows = {
  "+NETOPEN": {
    execute: ({ mt }) => netOpen(mt),
    read: ({ mt }) => ok(`+NETOPEN: ${isOpen(mt) ? 1 : 0}`),
    test: () => ok(),
  },
  "+NETCLOSE": { execute: ({ mt }) => netClose(mt), test: () => ok() },
  "+IPADDR": {
    execute: ({ mt }) =>
      isOpen(mt) ? ok(`+IPADDR: ${contextOf(mt.radio.contexts, OWN)?.address ?? ""}`) : ipError("Network not opened"),
    test: () => ok(),
  },
  "+CIPSHUT": {
    execute: ({ mt }) => {
      if (isOpen(mt)) turned(mt, [OWN], false);
      noteOpen(mt, false);
      return { kind: "own", lines: [], text: "SHUT OK" };
    },
    test: () => ok(),
  },
};

const PROFILES = 7;
/** `<action>` of +UPSDA. */
const [RESET, STORE, LOAD, ACTIVATE, DEACTIVATE] = [0, 1, 2, 3, 4];
/** `<param_tag>` of +UPSD and +UPSND. */
const [APN, PASSWORD] = [1, 3];
const [ADDRESS, DNS1, DNS2, ACTIVE] = [0, 1, 2, 8];

const profileOf = (parameters: readonly Parameter[]): number | undefined => {
  const profile = numberAt(parameters, 0);
  return profile !== undefined && profile >= 0 && profile < PROFILES ? profile : undefined;
};
/** A profile has a context of its own: the first the first. */
const cidOf = (profile: number): number => profile + 1;
const place = (profile: number, tag: number): string => `+UPSD/${profile}/${tag}`;

/** `+UPSD=<profile>[,<tag>[,<value>]]`: told without a value, kept with one. */
function profileParameter(mt: MobileTermination, parameters: readonly Parameter[], text: string): Answer {
  const [profile, tag] = [profileOf(parameters), numberAt(parameters, 1)];
  if (profile === undefined) return cme(50);
  if (parameters.length > 2 && tag !== undefined) {
    const value = text.split(",").slice(2).join(",");
    mt.configure({ kept: { ...mt.settings.kept, [place(profile, tag)]: value } });
    return ok();
  }
  const tags = tag === undefined ? [0, APN, 2, 4, 5, 6, 7] : [tag];
  // A password is never told.
  if (tags.includes(PASSWORD)) return cme(3);
  const shown = (one: number): string => mt.settings.kept[place(profile, one)] ?? (one === 0 || one === 6 ? "0" : '""');
  return ok(...tags.map((one) => `+UPSD: ${profile},${one},${shown(one)}`));
}

function profileAction(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const [profile, action] = [profileOf(parameters), numberAt(parameters, 1)];
  if (profile === undefined || action === undefined) return cme(50);
  const cid = cidOf(profile);
  switch (action) {
    case RESET:
    case STORE:
    case LOAD:
      return ok();
    case ACTIVATE: {
      const apn = /^"(.*)"$/.exec(mt.settings.kept[place(profile, APN)] ?? "")?.[1];
      if (apn !== undefined || contextOf(mt.radio.contexts, cid) === undefined)
        definedContext(mt, cid, "IP", apn ?? "");
      return turned(mt, [cid], true);
    }
    case DEACTIVATE:
      return contextOf(mt.radio.contexts, cid)?.active === true ? turned(mt, [cid], false) : cme(3);
    default:
      return cme(50);
  }
}

function profileState(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const [profile, tag] = [profileOf(parameters), numberAt(parameters, 1)];
  if (profile === undefined || tag === undefined) return cme(50);
  const context = contextOf(mt.radio.contexts, cidOf(profile));
  const told = (value: string): Answer => ok(`+UPSND: ${profile},${tag},${value}`);
  if (tag === ACTIVE) return told(context?.active === true ? "1" : "0");
  if (context?.active !== true) return cme(3);
  if (tag === ADDRESS) return told(`"${context.address}"`);
  if (tag === DNS1) return told(`"${RESOLVERS[0]}"`);
  return tag === DNS2 ? told(`"${RESOLVERS[1]}"`) : cme(50);
}

/** After u-blox' AT commands manual, "Internet suite": profiles of the module's own stack. */
export const UBLOX_STACK: CommandRows = {
  "+UPSD": {
    set: ({ mt }, parameters, text) => profileParameter(mt, parameters, text),
    test: () => ok("+UPSD: (0-6),(0-19)"),
  },
  "+UPSDA": {
    set: ({ mt }, parameters) => profileAction(mt, parameters),
    test: () => ok("+UPSDA: (0-6),(0-4)"),
  },
  "+UPSND": {
    set: ({ mt }, parameters) => profileState(mt, parameters),
    test: () => ok("+UPSND: (0-6),(0-8)"),
  },
};
