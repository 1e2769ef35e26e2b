import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { maybeWhole, maybeWritten, unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { hasLostQuote, type Parameter, splitLine, splitParameters, whole, written } from "./parameters.ts";

/** The answers to `AT+CGDCONT?` (3GPP TS 27.007 10.1.1, through Release 18) and `AT+CGACT?` (10.1.10), one line a context. */
export const pdpContextSchema = v.strictObject({
  kind: v.literal("pdp-context"),
  command: v.picklist(["+CGDCONT", "+CGACT"]),
  unsolicited,
  cid: wholeNumber,
  state: v.exactOptional(v.pipe(v.picklist([0, 1]), v.description("+CGACT: 1 is activated"))),
  active: v.exactOptional(v.pipe(v.boolean(), v.description("state as a truth value"))),
  pdpType: maybeWritten,
  apn: maybeWritten,
  pdpAddr: maybeWritten,
  dComp: maybeWhole,
  hComp: maybeWhole,
  ipv4AddrAlloc: maybeWhole,
  requestType: maybeWhole,
  pCscfDiscovery: maybeWhole,
  imCnSignallingFlagInd: maybeWhole,
  nslpi: maybeWhole,
  securePco: maybeWhole,
  ipv4MtuDiscovery: maybeWhole,
  localAddrInd: maybeWhole,
  nonIpMtuDiscovery: maybeWhole,
  reliableDataService: maybeWhole,
  sscMode: maybeWhole,
  sNssai: maybeWritten,
  prefAccessType: maybeWhole,
  rqosInd: maybeWhole,
  mh6Pdu: maybeWhole,
  alwaysOnReq: maybeWhole,
  oldCid: maybeWhole,
  atsssSt: maybeWhole,
  ladnDnnInd: maybeWhole,
  maPduSessionInformation: maybeWhole,
  ethernetMtuDiscovery: maybeWhole,
  unstructuredLinkMtuDiscovery: maybeWhole,
  pduPairId: maybeWhole,
  rsn: maybeWhole,
  ecsConfInfoInd: maybeWhole,
});

export type PdpContextMessage = Readonly<v.InferOutput<typeof pdpContextSchema>>;

/** Some modems keep values of their own outside the standard's lists. */
const MOST = 65_535;

function parsePdpContext(line: string, asked?: string): PdpContextMessage | undefined {
  const parts = splitLine(line);
  const name = parts?.name;
  if (parts === undefined || (name !== "+CGDCONT" && name !== "+CGACT") || isTestAnswer(name, asked)) return undefined;
  const [first, ...rest] = splitParameters(parts.body);
  const cid = whole(first, MOST);
  if (cid === undefined) return undefined;
  const head = { kind: "pdp-context", command: name, unsolicited: cameUnasked(name, asked), cid } as const;
  // Where a quote is lost, the text of one field may stand where another belongs.
  if (name === "+CGDCONT")
    return isDefinition(rest) && !hasLostQuote(parts.body) ? Object.assign(head, definition(rest)) : undefined;
  const state = whole(rest[0], 1);
  return state === 0 || state === 1 ? Object.assign(head, { state, active: state === 1 } as const) : undefined;
}

export const pdpContextGrammar: Grammar<PdpContextMessage> = {
  names: ["+CGDCONT", "+CGACT"],
  parse: parsePdpContext,
};

/** `<PDP_type>` is a word (`IP`, `IPV4V6`, `Non-IP`, `Ethernet`); a context may be listed with nothing but its number. */
const isDefinition = ([type]: readonly Parameter[]): boolean => type === undefined || !/[()]|^\d+$/.test(type.text);

/** SIMCom's A7600 ends after the APN; whatever is missing or empty is left out. */
function definition(rest: readonly Parameter[]): Partial<PdpContextMessage> {
  const number = (at: number): number | undefined => whole(rest[at], MOST);
  return defined({
    pdpType: written(rest[0]),
    apn: written(rest[1]),
    pdpAddr: written(rest[2]),
    dComp: number(3),
    hComp: number(4),
    ipv4AddrAlloc: number(5),
    requestType: number(6),
    pCscfDiscovery: number(7),
    imCnSignallingFlagInd: number(8),
    nslpi: number(9),
    securePco: number(10),
    ipv4MtuDiscovery: number(11),
    localAddrInd: number(12),
    nonIpMtuDiscovery: number(13),
    reliableDataService: number(14),
    sscMode: number(15),
    sNssai: written(rest[16]),
    prefAccessType: number(17),
    rqosInd: number(18),
    mh6Pdu: number(19),
    alwaysOnReq: number(20),
    oldCid: number(21),
    atsssSt: number(22),
    ladnDnnInd: number(23),
    maPduSessionInformation: number(24),
    ethernetMtuDiscovery: number(25),
    unstructuredLinkMtuDiscovery: number(26),
    pduPairId: number(27),
    rsn: number(28),
    ecsConfInfoInd: number(29),
  });
}
