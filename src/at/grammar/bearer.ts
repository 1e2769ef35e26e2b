import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { maybeAddress, maybeWhole, maybeWritten, unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { canonicalAddress } from "./ip-address.ts";
import { localAddress } from "./local-address.ts";
import {
  hasLostQuote,
  type Parameter,
  splitLine,
  splitParameters,
  whole,
  withPairsInOne,
  written,
} from "./parameters.ts";

/** What one line says of the other address family, under the names of the first. */
const second = v.strictObject({
  localAddr: maybeWritten,
  subnetMask: maybeWritten,
  localAddress: maybeAddress,
  prefixLength: maybeWhole,
  gwAddress: maybeAddress,
  dnsPrimAddress: maybeAddress,
  dnsSecAddress: maybeAddress,
  pCscfPrimAddress: maybeAddress,
  pCscfSecAddress: maybeAddress,
});

/**
 * `+CGCONTRDP` (3GPP TS 27.007 10.1.23, through Release 18), one line a bearer and address family. `...Addr` is as the
 * modem wrote it, `...Address` the same in canonical text form. Some modems write both families of a context in one line:
 * then these fields are of the address that stands first, and `second` holds the other's.
 */
export const bearerSchema = v.strictObject({
  kind: v.literal("bearer"),
  command: v.literal("+CGCONTRDP"),
  unsolicited,
  cid: wholeNumber,
  bearerId: maybeWhole,
  apn: maybeWritten,
  localAddrAndSubnetMask: v.exactOptional(v.pipe(v.string(), v.description("one field since version 9.4"))),
  localAddr: maybeWritten,
  subnetMask: maybeWritten,
  localAddress: maybeAddress,
  prefixLength: v.exactOptional(v.pipe(wholeNumber, v.description("of subnetMask, bits"))),
  second: v.exactOptional(v.pipe(second, v.description("of a line that has both address families, the other one"))),
  gwAddr: maybeWritten,
  gwAddress: maybeAddress,
  dnsPrimAddr: maybeWritten,
  dnsPrimAddress: maybeAddress,
  dnsSecAddr: maybeWritten,
  dnsSecAddress: maybeAddress,
  pCscfPrimAddr: maybeWritten,
  pCscfPrimAddress: maybeAddress,
  pCscfSecAddr: maybeWritten,
  pCscfSecAddress: maybeAddress,
  imCnSignallingFlag: maybeWhole,
  lipaIndication: maybeWhole,
  ipv4Mtu: maybeWhole,
  wlanOffload: maybeWhole,
  localAddrInd: maybeWhole,
  nonIpMtu: maybeWhole,
  servingPlmnRateControlValue: maybeWhole,
  reliableDataService: maybeWhole,
  psDataOffSupport: maybeWhole,
  pduSessionId: maybeWhole,
  qfi: maybeWhole,
  sscMode: maybeWhole,
  sNssai: maybeWritten,
  accessType: maybeWhole,
  rqTimer: maybeWhole,
  alwaysOnInd: maybeWhole,
  ethernetMtu: maybeWhole,
  unstructuredLinkMtu: maybeWhole,
  pdpType: maybeWritten,
  edcPolicyInd: maybeWhole,
  rsn: maybeWhole,
  ecsConfInfoInd: maybeWhole,
});

export type BearerMessage = Readonly<v.InferOutput<typeof bearerSchema>>;

function parseBearer(line: string, asked?: string): BearerMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CGCONTRDP" || isTestAnswer("+CGCONTRDP", asked)) return undefined;
  const [first, bearerId, apn, ...rest] = splitParameters(withPairsInOne(parts.body));
  const cid = whole(first, 65_535);
  // A lone number is what a test command lists.
  if (cid === undefined || bearerId === undefined || hasLostQuote(parts.body)) return undefined;
  const local = localAddress(rest);
  return {
    kind: "bearer",
    command: "+CGCONTRDP",
    unsolicited: cameUnasked("+CGCONTRDP", asked),
    cid,
    ...defined({ bearerId: whole(bearerId, 255), apn: written(apn) }),
    ...local.fields,
    ...servers(rest.slice(local.taken), local),
    ...properties(rest.slice(local.taken + 5)),
  };
}

export const bearerGrammar: Grammar<BearerMessage> = {
  names: ["+CGCONTRDP"],
  parse: parseBearer,
};

const SERVERS = ["gw", "dnsPrim", "dnsSec", "pCscfPrim", "pCscfSec"] as const;

/** Of two addresses in one parameter, each belongs to the local address of its family; without two of those, the first is the first's. */
function servers(
  parameters: readonly Parameter[],
  { fields, second: other }: Pick<ReturnType<typeof localAddress>, "fields" | "second">,
): Partial<BearerMessage> {
  const first: Record<string, string> = {};
  const theOther: Record<string, string> = {};
  for (const [at, name] of SERVERS.entries()) {
    const text = written(parameters[at]);
    if (text === undefined) continue;
    first[`${name}Addr`] = text;
    const found = text.split(/\s+/, 2).map(canonicalAddress);
    const mine =
      other === undefined ? 0 : found.findIndex((address) => address !== undefined && sameFamily(address, fields));
    for (const [place, address] of found.entries())
      if (address !== undefined) (place === mine ? first : theOther)[`${name}Address`] = address;
  }
  const both = { ...other, ...theOther };
  return Object.keys(both).length === 0 ? first : { ...first, second: both };
}

const sameFamily = (address: string, { localAddress: local }: { readonly localAddress?: string }): boolean =>
  local === undefined || address.includes(":") === local.includes(":");

function properties(rest: readonly Parameter[]): Partial<BearerMessage> {
  const number = (at: number): number | undefined => whole(rest[at], 4_294_967_295);
  return defined({
    imCnSignallingFlag: number(0),
    lipaIndication: number(1),
    ipv4Mtu: number(2),
    wlanOffload: number(3),
    localAddrInd: number(4),
    nonIpMtu: number(5),
    servingPlmnRateControlValue: number(6),
    reliableDataService: number(7),
    psDataOffSupport: number(8),
    pduSessionId: number(9),
    qfi: number(10),
    sscMode: number(11),
    sNssai: written(rest[12]),
    accessType: number(13),
    rqTimer: number(14),
    alwaysOnInd: number(15),
    ethernetMtu: number(16),
    unstructuredLinkMtu: number(17),
    pdpType: written(rest[18]),
    edcPolicyInd: number(19),
    rsn: number(20),
    ecsConfInfoInd: number(21),
  });
}
