import * as v from "valibot";
import { maybeWhole, unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters, whole } from "./parameters.ts";

/** The protocols whose causes are told, each under a name of its own (3GPP TS 27.007 9.1B). */
const PROTOCOLS = ["MM", "GMM", "SM", "EMM", "ESM", "5GMM", "5GSM"] as const;
type Protocol = (typeof PROTOCOLS)[number];
const NAMES = new Map<string, Protocol>(PROTOCOLS.map((protocol) => [`+CNEC_${protocol}`, protocol]));

/** `+CNEC_EMM: <Error_code>[,<cid>]`: why the network refused, unasked, where +CNEC has it told. */
export const networkErrorSchema = v.strictObject({
  kind: v.literal("network-error"),
  command: v.string(),
  unsolicited,
  protocol: v.picklist(PROTOCOLS),
  errorCode: v.pipe(wholeNumber, v.description("a cause of that protocol: src/codes has their names")),
  cid: maybeWhole,
});

export type NetworkErrorMessage = Readonly<v.InferOutput<typeof networkErrorSchema>>;

function parseNetworkError(line: string): NetworkErrorMessage | undefined {
  const parts = splitLine(line);
  const protocol = parts && NAMES.get(parts.name);
  if (parts === undefined || protocol === undefined) return undefined;
  const [code, context, ...more] = splitParameters(parts.body);
  const errorCode = whole(code, 255);
  const cid = whole(context, 255);
  if (errorCode === undefined || more.length > 0 || (context !== undefined && cid === undefined)) return undefined;
  return {
    kind: "network-error",
    command: parts.name,
    // Told by themselves, and by nothing else; only the setting is read.
    unsolicited: true,
    protocol,
    errorCode,
    ...(cid === undefined ? {} : { cid }),
  };
}

export const networkErrorGrammar: Grammar<NetworkErrorMessage> = { names: [...NAMES.keys()], parse: parseNetworkError };
