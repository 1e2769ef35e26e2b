import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { addressesOf, noAddress, parametersOf } from "../context-addresses.ts";
import { contextOf, type PdpContext, withContext, withoutContext } from "../pdp-contexts.ts";
import type { CommandRows } from "./command-row.ts";

const MOST_CID = 16;
const TYPES = ["IP", "IPV6", "IPV4V6", "PPP"];

/** 3GPP TS 27.007 10.1.1: `<cid>[,<PDP_type>[,<APN>[,<PDP_addr>...]]]`; a cid alone takes the definition away. */
function define(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const cid = numberAt(parameters, 0);
  const type = (textAt(parameters, 1) ?? "IP").toUpperCase();
  if (cid === undefined || cid < 1 || cid > MOST_CID || !TYPES.includes(type)) return cme(50);
  const { contexts } = mt.radio;
  const known = contextOf(contexts, cid);
  // Modules take a new definition of a context that is up; it holds from the next activation on. Only taking it away fails.
  if (known?.active === true && parameters.length === 1) return cme(3);
  const fresh: PdpContext = {
    automatic: false,
    active: false,
    address: `10.64.0.${cid + 1}`,
    ...known,
    cid,
    type,
    apn: textAt(parameters, 2) ?? "",
  };
  mt.act({
    kind: "define",
    contexts: parameters.length === 1 ? withoutContext(contexts, cid) : withContext(contexts, fresh),
  });
  return ok();
}

/** The contexts that a list of cids means: all when there is none. */
function named(mt: MobileTermination, parameters: readonly Parameter[]): readonly PdpContext[] {
  const cids = parameters.map((_, index) => numberAt(parameters, index));
  return mt.radio.contexts.filter(({ cid }) => cids.length === 0 || cids.includes(cid));
}

function addresses(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const defined = mt.radio.contexts.map(({ cid }) => cid);
  if (parameters.some((_, index) => !defined.includes(numberAt(parameters, index) ?? 0))) return cme(50);
  const lines = named(mt, parameters).map((context) => {
    const told = context.active ? addressesOf(context, mt.carrier.addresses, mt.settings.addressForm) : [];
    return [`+CGPADDR: ${context.cid}`, ...told.map((address) => `"${address}"`)].join(",");
  });
  return ok(...lines);
}

/** 27.007 10.1.23: one line a family, IPv4 first. EPS bearer identities begin at 5. */
function dynamic(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const lines = named(mt, parameters)
    .filter(({ active }) => active)
    .flatMap((context) =>
      parametersOf(context, mt.carrier.addresses, mt.settings.addressForm, mt.personality.separateMask).map((told) => {
        const fields = [context.apn, ...told].map((field) => `"${field}"`);
        return `+CGCONTRDP: ${context.cid},${4 + context.cid},${fields.join(",")}`;
      }),
    );
  return ok(...lines);
}

/** The +CGDCONT line of a context. */
function definition(mt: MobileTermination, context: PdpContext): string {
  const { cid, type, apn, active } = context;
  const [address = ""] = active
    ? addressesOf(context, mt.carrier.addresses, mt.settings.addressForm)
    : [noAddress(context)];
  return `+CGDCONT: ${cid},"${type}","${apn}","${address}",0,0`;
}

/** 27.007 8.62; what is left out is 0. */
function form(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const values = parameters.map((one) => (one.kind === "omitted" ? 0 : one.kind === "number" ? one.value : undefined));
  if (values.length > 4 || values.some((value) => value !== 0 && value !== 1)) return cme(50);
  const [colons = 0, stroke = 0, leadingZeros = 0, compressed = 0] = values;
  const addressForm = {
    colons: colons === 1,
    stroke: stroke === 1,
    leadingZeros: leadingZeros === 1,
    compressed: compressed === 1,
  };
  mt.configure({ addressForm });
  return ok();
}

const cidsUp = (mt: MobileTermination): string =>
  mt.radio.contexts
    .filter(({ active }) => active)
    .map(({ cid }) => cid)
    .join(",");

export const CONTEXT_COMMANDS: CommandRows = {
  "+CGDCONT": {
    read: ({ mt }) => ok(...mt.radio.contexts.map((context) => definition(mt, context))),
    test: () => ok(...TYPES.map((type) => `+CGDCONT: (1-${MOST_CID}),"${type}",,,(0-2),(0-4)`)),
    set: ({ mt }, parameters) => define(mt, parameters),
  },
  "+CGPADDR": {
    execute: ({ mt }) => addresses(mt, []),
    test: ({ mt }) => ok(`+CGPADDR: (${mt.radio.contexts.map(({ cid }) => cid).join(",")})`),
    set: ({ mt }, parameters) => addresses(mt, parameters),
  },
  "+CGCONTRDP": {
    execute: ({ mt }) => dynamic(mt, []),
    test: ({ mt }) => ok(`+CGCONTRDP: (${cidsUp(mt)})`),
    set: ({ mt }, parameters) => dynamic(mt, parameters),
  },
  "+CGPIAF": {
    read: ({ mt }) => {
      const { colons, stroke, leadingZeros, compressed } = mt.settings.addressForm;
      return ok(`+CGPIAF: ${[colons, stroke, leadingZeros, compressed].map(Number).join(",")}`);
    },
    test: () => ok("+CGPIAF: (0,1),(0,1),(0,1),(0,1)"),
    set: ({ mt }, parameters) => form(mt, parameters),
  },
};
