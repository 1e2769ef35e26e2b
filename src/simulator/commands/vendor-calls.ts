import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { addressesOf, RESOLVERS } from "../context-addresses.ts";
import { contextOf, type PdpContext } from "../pdp-contexts.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";
import { definedContext } from "./own-context.ts";
import { turned } from "./packet.ts";

interface Wanted {
  readonly cid: number;
  readonly up: boolean;
}

/** `<state>,<cid>` or `<cid>,<state>`, by which of them stands first. */
const inOrder =
  (first: "state" | "cid") =>
  (parameters: readonly Parameter[]): Wanted | undefined => {
    const [state, cid] = first === "state" ? [0, 1] : [1, 0];
    const [up, found] = [numberAt(parameters, state), numberAt(parameters, cid)];
    return (up !== 0 && up !== 1) || found === undefined ? undefined : { cid: found, up: up === 1 };
  };

interface CallForm {
  readonly wanted: (parameters: readonly Parameter[]) => Wanted | undefined;
  readonly range: string;
  /** A line of the answer to the question for each context; no such question when left out. */
  readonly shown?: (context: PdpContext) => string;
  /** What stands before OK, or comes behind it, when the call was put up or down. */
  readonly lines?: (mt: MobileTermination, wanted: Wanted) => readonly string[];
  readonly after?: (mt: MobileTermination, wanted: Wanted) => string;
}

/** A maker's own command for a data call: the context goes up or down, and with it the network interface. */
function callRow(name: string, form: CallForm): CommandRow {
  const { shown, lines, after } = form;
  const set = (mt: MobileTermination, parameters: readonly Parameter[]): Answer => {
    const wanted = form.wanted(parameters);
    if (wanted === undefined) return cme(50);
    const outcome = turned(mt, [wanted.cid], wanted.up);
    if (outcome.kind !== "ok") return outcome;
    if (after !== undefined) mt.tell(after(mt, wanted));
    return ok(...(lines?.(mt, wanted) ?? []));
  };
  return {
    test: () => ok(`${name}: ${form.range}`),
    set: ({ mt }, parameters) => set(mt, parameters),
    ...(shown === undefined
      ? {}
      : { read: ({ mt }) => ok(...mt.radio.contexts.map((context) => `${name}: ${shown(context)}`)) }),
  };
}

const STATE_FIRST = { wanted: inOrder("state"), range: "(0,1),(1-16)" };
const CID_FIRST = { wanted: inOrder("cid"), range: "(1-16),(0,1)" };
const flag = ({ active }: PdpContext): 0 | 1 => (active ? 1 : 0);
const cidAndState = (context: PdpContext): string => `${context.cid},${flag(context)}`;
function addressOf(mt: MobileTermination, cid: number): string {
  const context = contextOf(mt.radio.contexts, cid);
  return context === undefined ? "" : addressesOf(context, mt.carrier.addresses, mt.settings.addressForm).join(",");
}

/** After the manuals that config/modems names, by maker. */
export const CINTERION_CALLS: CommandRows = {
  "^SWWAN": callRow("^SWWAN", { ...STATE_FIRST, range: "(0,1),(1-16),(1,2)", shown: cidAndState }),
};
export const FIBOCOM_CALLS: CommandRows = {
  "+GTRNDIS": callRow("+GTRNDIS", {
    ...STATE_FIRST,
    shown: (context) => (context.active ? `1,${context.cid},"${context.address}"` : "0"),
  }),
};
const NDISDUP = callRow("^NDISDUP", {
  ...CID_FIRST,
  lines: (mt, { cid, up }) => {
    mt.configure({ kept: { ...mt.settings.kept, "^NDISDUP": up ? String(cid) : "" } });
    return [];
  },
  after: (_mt, { up }) => `^NDISSTAT: ${up ? 1 : 0},,,"IPV4"`,
});

/** The context of the call that ^NDISDUP has made, as long as it is up. */
function dialled({ radio, settings }: MobileTermination): PdpContext | undefined {
  const context = contextOf(radio.contexts, Number(settings.kept["^NDISDUP"] ?? 0));
  return context?.active === true ? context : undefined;
}

const reversedHex = (address: string): string =>
  address
    .split(".")
    .toReversed()
    .map((octet) => Number(octet).toString(16).toUpperCase().padStart(2, "0"))
    .join("");

/** OK at once; ^NDISSTAT tells later whether the call is there. */
export const HUAWEI_CALLS: CommandRows = {
  "^NDISDUP": {
    ...NDISDUP,
    // `<cid>,<state>[,<APN>[,<user>,<password>,<type>]]`: the APN becomes the context's.
    set: (context, parameters, text) => {
      const [cid, apn] = [numberAt(parameters, 0), textAt(parameters, 2)];
      const known = contextOf(context.mt.radio.contexts, cid ?? 0);
      if (apn !== undefined && apn !== "" && known?.active !== true)
        definedContext(context.mt, cid, known?.type ?? "IP", apn);
      return NDISDUP.set?.(context, parameters, text) ?? cme(50);
    },
  },
  // One line of the one interface; 0 until somebody has dialled, whatever the network gave at the attach.
  "^NDISSTATQRY": {
    read: ({ mt }) => ok(`^NDISSTATQRY: ${dialled(mt) === undefined ? 0 : 1},,,"IPV4"`),
    execute: ({ mt }) => ok(`^NDISSTATQRY: ${dialled(mt) === undefined ? 0 : 1},,,"IPV4"`),
    test: () => ok("^NDISSTATQRY: (0-1)"),
  },
  // Address, mask, gateway, server, resolvers as hexadecimal with the last octet first, then the most bit/s each way.
  "^DHCP": {
    read: ({ mt }) => {
      const context = dialled(mt);
      if (context === undefined) return cme(3);
      const v4 = addressesOf(context, mt.carrier.addresses, mt.settings.addressForm)[0] ?? "";
      if (!/^\d+\.\d+\.\d+\.\d+$/.test(v4)) return cme(3);
      const gateway = v4.replace(/\d+$/, "1");
      return ok(
        `^DHCP: ${[v4, "255.255.255.0", gateway, gateway, ...RESOLVERS].map(reversedHex).join(",")},150000000,50000000`,
      );
    },
    test: () => ok(),
  },
};
export const MEIG_CALLS: CommandRows = {
  "+ECMDUP": callRow("+ECMDUP", { ...CID_FIRST, shown: cidAndState }),
};
/** The first number is the interface; there is one, and it is the first context's. */
export const NEOWAY_CALLS: CommandRows = {
  $MYUSBNETACT: callRow("$MYUSBNETACT", {
    wanted: (parameters) => {
      const [place, up] = [numberAt(parameters, 0), numberAt(parameters, 1)];
      return place !== 0 || (up !== 0 && up !== 1) ? undefined : { cid: 1, up: up === 1 };
    },
    range: "(0),(0,1)",
    shown: (context) => `${context.cid - 1},${flag(context)}`,
  }),
};
export const SIERRA_CALLS: CommandRows = {
  "!SCACT": callRow("!SCACT", { ...STATE_FIRST, shown: cidAndState }),
};
export const SIMCOM_CALLS: CommandRows = {
  $QCRMCALL: callRow("$QCRMCALL", {
    ...STATE_FIRST,
    range: "(0-1),(1-8),(1-3),(1-2),(1-24)",
    lines: (_mt, { up }) => [`$QCRMCALL: ${up ? 1 : 0},V4`],
  }),
};
/** #SGACT tells the address. #ECM names the context, #ECMD the interface: there is one. */
export const TELIT_CALLS: CommandRows = {
  "#SGACT": callRow("#SGACT", {
    ...CID_FIRST,
    shown: cidAndState,
    lines: (mt, { cid, up }) => (up ? [`#SGACT: ${addressOf(mt, cid)}`] : []),
  }),
  "#ECM": callRow("#ECM", {
    wanted: (parameters) => {
      const [cid, place] = [numberAt(parameters, 0), numberAt(parameters, 1) ?? 0];
      return cid === undefined || place !== 0 ? undefined : { cid, up: true };
    },
    range: "(1-16),(0)",
    shown: (context) => `0,${flag(context)}`,
  }),
  "#ECMD": {
    set: ({ mt }, parameters) => {
      const up = mt.radio.contexts.filter(({ active }) => active).map(({ cid }) => cid);
      return numberAt(parameters, 0) === 0 ? turned(mt, up.slice(0, 1), false) : cme(50);
    },
    test: () => ok("#ECMD: (0)"),
  },
};

export const ZTE_CALLS: CommandRows = {
  "+ZGACT": callRow("+ZGACT", { ...STATE_FIRST, shown: cidAndState }),
  "+ZGDCONT": {
    set: ({ mt }, parameters) =>
      definedContext(mt, numberAt(parameters, 0), textAt(parameters, 1) ?? "IP", textAt(parameters, 2) ?? ""),
    test: () => ok('+ZGDCONT: (1-16),"IP",,,(0),(0)'),
  },
};

const QUECTEL_TYPES = ["IP", "IPV6", "IPV4V6"];

export const QUECTEL_CALLS: CommandRows = {
  "+QNETDEVCTL": callRow("+QNETDEVCTL", {
    ...STATE_FIRST,
    range: "(0-3),(1-16),(0,1)",
    shown: (context) => `${flag(context)},${context.cid},0,${flag(context)}`,
  }),
  "+QICSGP": {
    // With a cid alone it tells what is defined.
    set: ({ mt }, parameters) => {
      const cid = numberAt(parameters, 0);
      if (parameters.length > 1) {
        const type = QUECTEL_TYPES[(numberAt(parameters, 1) ?? 1) - 1];
        return type === undefined ? cme(50) : definedContext(mt, cid, type, textAt(parameters, 2) ?? "");
      }
      const context = contextOf(mt.radio.contexts, cid ?? 0);
      if (context === undefined) return cme(50);
      return ok(`+QICSGP: ${QUECTEL_TYPES.indexOf(context.type) + 1},"${context.apn}","","",0`);
    },
    test: () => ok("+QICSGP: (1-16),(1-3),<APN>,<username>,<password>,(0-3)"),
  },
  "+QIACT": {
    set: ({ mt }, parameters) => turned(mt, [numberAt(parameters, 0) ?? 0], true),
    read: ({ mt }) =>
      ok(
        ...mt.radio.contexts
          .filter(({ active }) => active)
          .map((context) => {
            const told = addressesOf(context, mt.carrier.addresses, mt.settings.addressForm).map(
              (address) => `"${address}"`,
            );
            return `+QIACT: ${context.cid},1,${QUECTEL_TYPES.indexOf(context.type) + 1},${told.join(",")}`;
          }),
      ),
    test: () => ok("+QIACT: (1-16)"),
  },
  "+QIDEACT": {
    set: ({ mt }, parameters) => turned(mt, [numberAt(parameters, 0) ?? 0], false),
    test: () => ok("+QIDEACT: (1-16)"),
  },
};
