import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { decodeBroadcast } from "../sms/cell-broadcast.ts";
import type { Grammar } from "./grammar.ts";
import { decimal, splitParameters } from "./parameters.ts";
import { pduOf, smsLines, textOf } from "./sms-body.ts";

const sixteen = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));

/** A page of a cell broadcast (3GPP TS 27.005 3.4.1, 4.2): serial number, message identifier, coding, page of pages. */
export const cellBroadcastSchema = v.strictObject({
  kind: v.literal("cell-broadcast"),
  command: v.literal("+CBM"),
  unsolicited: v.literal(true),
  length: v.exactOptional(sixteen),
  pdu: v.exactOptional(v.string()),
  sn: v.exactOptional(sixteen),
  mid: v.exactOptional(sixteen),
  dcs: v.exactOptional(sixteen),
  page: v.exactOptional(sixteen),
  pages: v.exactOptional(sixteen),
  language: v.exactOptional(v.pipe(v.string(), v.description("ISO 639"))),
  text: v.exactOptional(v.string()),
  data: v.exactOptional(v.string()),
});

export type CellBroadcastMessage = Readonly<v.InferOutput<typeof cellBroadcastSchema>>;

function parseCellBroadcast(line: string): CellBroadcastMessage | undefined {
  const lines = smsLines(line);
  if (lines?.name !== "+CBM") return undefined;
  const base = { kind: "cell-broadcast", command: "+CBM", unsolicited: true } as const;
  const numbers = splitParameters(lines.header).map((parameter) => decimal(parameter, 65_535));
  const [first, mid, dcs, page, pages] = numbers;
  if (numbers.length === 1 && first !== undefined) {
    const pdu = pduOf(lines.body);
    return { ...base, length: first, ...(pdu === undefined ? {} : { pdu, ...decodeBroadcast(pdu) }) };
  }
  if (numbers.length < 5) return undefined;
  return {
    ...base,
    ...defined({ sn: first, mid, dcs, page, pages, text: textOf(lines.body)?.replace(/[\r\n]+$/, "") }),
  };
}

export const cellBroadcastGrammar: Grammar<CellBroadcastMessage> = { names: ["+CBM"], parse: parseCellBroadcast };
