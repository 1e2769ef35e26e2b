import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { type Parameter, splitLine, splitParameters, whole } from "./parameters.ts";

const amount = v.exactOptional(
  v.pipe(v.string(), v.regex(/^\d{1,20}$/), v.description("bytes, decimal; a string, since it may pass 2^53")),
);
const hex = v.exactOptional(
  v.pipe(v.string(), v.regex(/^[0-9A-Fa-f]{1,16}$/), v.description("hexadecimal, unchanged")),
);

/**
 * Bytes as the modem counts them. The vendor's names as its manual has them; `sentBytes` and `receivedBytes` are the
 * same totals from the device's side, for whoever does not want to know the vendor.
 */
export const countersSchema = v.strictObject({
  kind: v.literal("counters"),
  command: v.string(),
  unsolicited: v.boolean(),
  cid: v.exactOptional(v.number()),
  tot: amount,
  sent: amount,
  received: amount,
  bytesSent: amount,
  bytesRecv: amount,
  sentSessBytes: amount,
  receivedSessBytes: amount,
  sentTotalBytes: amount,
  receivedTotalBytes: amount,
  lastDsTime: hex,
  lastTxFlow: hex,
  lastRxFlow: hex,
  totalDsTime: hex,
  totalTxFlow: hex,
  totalRxFlow: hex,
  currDsTime: hex,
  txRate: hex,
  rxRate: hex,
  currTxFlow: hex,
  currRxFlow: hex,
  qosTxRate: hex,
  qosRxRate: hex,
  durationS: v.exactOptional(v.pipe(v.number(), v.description("seconds that sentBytes and receivedBytes are of"))),
  sentBytes: amount,
  receivedBytes: amount,
});

export type CountersMessage = Readonly<v.InferOutput<typeof countersSchema>>;
type Found = Omit<CountersMessage, "kind" | "command" | "unsolicited">;

const LAYOUTS: ReadonlyMap<string, (parameters: readonly Parameter[]) => Found | undefined> = new Map([
  ["+QGDCNT", quectel],
  ["+QGDNRCNT", quectel],
  ["+UGCNTRD", ublox],
  ["#GDATAVOL", telit],
  ["^DSFLOWQRY", huaweiTotal],
  ["^DSFLOWRPT", huaweiCurrent],
]);

function parseCounters(line: string, asked?: string): CountersMessage | undefined {
  const parts = splitLine(line);
  const found = parts && LAYOUTS.get(parts.name)?.(splitParameters(parts.body));
  if (parts === undefined || found === undefined) return undefined;
  const unsolicited = parts.name === "^DSFLOWRPT" || cameUnasked(parts.name, asked);
  return { kind: "counters", command: parts.name, unsolicited, ...found };
}

export const countersGrammar: Grammar<CountersMessage> = {
  names: [...LAYOUTS.keys()],
  parse: parseCounters,
};

/** A decimal of 64 bits, without leading zeros. */
function decimalText(parameter: Parameter | undefined): string | undefined {
  const text = parameter?.text.trim() ?? "";
  if (!/^\d{1,20}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < 1n << 64n ? value.toString() : undefined;
}

/** `+QGDCNT: <bytes_sent>,<bytes_recv>` (EC2x manual 10.18), `+QGDNRCNT` alike for NR (RG50x manual). */
function quectel(parameters: readonly Parameter[]): Found | undefined {
  const bytesSent = decimalText(parameters[0]);
  const bytesRecv = decimalText(parameters[1]);
  return bytesSent === undefined || bytesRecv === undefined
    ? undefined
    : { bytesSent, bytesRecv, sentBytes: bytesSent, receivedBytes: bytesRecv };
}

/** `+UGCNTRD: <cid>,<sent_sess>,<received_sess>,<sent_total>,<received_total>` (u-blox), one line a context. */
function ublox(parameters: readonly Parameter[]): Found | undefined {
  const cid = whole(parameters[0], 255);
  const [sentSessBytes, receivedSessBytes, sentTotalBytes, receivedTotalBytes] = parameters
    .slice(1, 5)
    .map(decimalText);
  if (cid === undefined || sentTotalBytes === undefined || receivedTotalBytes === undefined) return undefined;
  if (sentSessBytes === undefined || receivedSessBytes === undefined) return undefined;
  const derived = { sentBytes: sentTotalBytes, receivedBytes: receivedTotalBytes };
  return { cid, sentSessBytes, receivedSessBytes, sentTotalBytes, receivedTotalBytes, ...derived };
}

/** `#GDATAVOL: <cid>,<tot>,<sent>,<received>` (Telit AT guide 80000ST10025a), one line a context, of the session or of all. */
function telit(parameters: readonly Parameter[]): Found | undefined {
  const cid = whole(parameters[0], 255);
  const [tot, sent, received] = parameters.slice(1, 4).map(decimalText);
  if (cid === undefined || tot === undefined || sent === undefined || received === undefined) return undefined;
  return { cid, tot, sent, received, sentBytes: sent, receivedBytes: received };
}

const hexText = (parameter: Parameter | undefined): string | undefined => {
  const text = parameter?.text.trim() ?? "";
  return /^[0-9A-Fa-f]{1,16}$/.test(text) ? text : undefined;
};

const bytesOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : BigInt(`0x${text}`).toString();

const secondsOf = (text: string | undefined): number | undefined =>
  text === undefined || text.length > 8 ? undefined : Number.parseInt(text, 16);

/** `^DSFLOWQRY:` last session's seconds, sent, received, then the totals of all; hexadecimal, 32 or 64 bits (Huawei, MeiG). */
function huaweiTotal(parameters: readonly Parameter[]): Found | undefined {
  const read = parameters.map(hexText);
  const [lastDsTime, lastTxFlow, lastRxFlow, totalDsTime, totalTxFlow, totalRxFlow] = read;
  if (lastDsTime === undefined || lastTxFlow === undefined || lastRxFlow === undefined) return undefined;
  if (read.length !== 3 && (totalTxFlow === undefined || totalRxFlow === undefined)) return undefined;
  return defined({
    lastDsTime,
    lastTxFlow,
    lastRxFlow,
    totalDsTime,
    totalTxFlow,
    totalRxFlow,
    durationS: secondsOf(totalDsTime),
    sentBytes: bytesOf(totalTxFlow),
    receivedBytes: bytesOf(totalRxFlow),
  });
}

/** `^DSFLOWRPT:` this session: seconds, rates in bytes a second, sent, received, the QoS's rates; hexadecimal. */
function huaweiCurrent(parameters: readonly Parameter[]): Found | undefined {
  const [currDsTime, txRate, rxRate, currTxFlow, currRxFlow, qosTxRate, qosRxRate] = parameters.map(hexText);
  if (currDsTime === undefined || txRate === undefined || rxRate === undefined) return undefined;
  return defined({
    currDsTime,
    txRate,
    rxRate,
    currTxFlow,
    currRxFlow,
    qosTxRate,
    qosRxRate,
    durationS: secondsOf(currDsTime),
    sentBytes: bytesOf(currTxFlow),
    receivedBytes: bytesOf(currRxFlow),
  });
}
