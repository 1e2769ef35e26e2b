import * as v from "valibot";
import { withDefined } from "../../base/defined.ts";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { maybeWritten, unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { canonicalAddress } from "./ip-address.ts";
import { splitLine, splitParameters, whole, withPairsInOne, written } from "./parameters.ts";

/** `+CGPADDR` (3GPP TS 27.007 10.1.14), one line a context. */
export const pdpAddressSchema = v.strictObject({
  kind: v.literal("pdp-address"),
  command: v.literal("+CGPADDR"),
  unsolicited,
  cid: wholeNumber,
  pdpAddr1: maybeWritten,
  pdpAddr2: maybeWritten,
  addresses: v.pipe(
    v.array(v.string()),
    v.description("the addresses in canonical text form; none where the modem gave none or only zeros"),
  ),
});

export type PdpAddressMessage = Readonly<v.InferOutput<typeof pdpAddressSchema>>;

/** `+CGPADDR: <cid>[,<PDP_addr_1>[,<PDP_addr_2>]]`, quoted or bare; IPv6 with colons or as 16 dotted decimals. */
function parsePdpAddress(line: string, asked?: string): PdpAddressMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CGPADDR" || isTestAnswer("+CGPADDR", asked)) return undefined;
  const [first, ...rest] = splitParameters(withPairsInOne(parts.body));
  const cid = whole(first, 65_535);
  if (cid === undefined) return undefined;
  const [pdpAddr1, pdpAddr2] = rest.map(written);
  const addresses: string[] = [];
  for (const { text } of rest)
    // A modem may put both addresses into one string.
    for (const one of /[ ,]/.test(text) ? text.split(/[ ,]+/, 8) : [text]) {
      const address = canonicalAddress(one);
      if (address !== undefined) addresses.push(address);
    }
  const head = { kind: "pdp-address", command: "+CGPADDR", unsolicited: cameUnasked("+CGPADDR", asked), cid } as const;
  return withDefined(head, { pdpAddr1, pdpAddr2, addresses });
}

export const pdpAddressGrammar: Grammar<PdpAddressMessage> = {
  names: ["+CGPADDR"],
  parse: parsePdpAddress,
};
