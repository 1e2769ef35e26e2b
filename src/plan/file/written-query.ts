import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { describeFound } from "../../base/found.ts";
import { type Document, isTable } from "../../toml/document.ts";
import type { FileFault } from "../../toml/file-fault.ts";
import { faultAt, readTable } from "../../toml/table.ts";
import type { CarrierQuery, ReplyPattern } from "../reading/carrier-query.ts";
import { replyTemplate, TEMPLATE_FORM } from "../reading/reply-template.ts";
import { Line } from "./written-values.ts";

type Opened = Extract<Document, { kind: "document" }>;

const NUMBER = "a service's number of 3 to 20 digits in quotes";
const Digits = v.pipe(v.string(NUMBER), v.regex(/^\d{3,20}$/, NUMBER));
const NETWORK = 'the first 5 or 6 digits of an IMSI, such as "46000"';
const Network = v.pipe(v.string(NETWORK), v.regex(/^\d{5,6}$/, NETWORK));
const listOf = <const S extends v.GenericSchema>(of: S, what: string) =>
  v.optional(v.pipe(v.array(of, what), v.maxLength(20, what)));

const QUERY = {
  to: Digits,
  text: Line,
  source: v.optional(Line),
  senders: listOf(Digits, "a list of at most 20 numbers"),
  imsi: listOf(Network, "a list of at most 20 beginnings of an IMSI"),
};
const REPLY = {
  pattern: v.string(TEMPLATE_FORM),
  unless: listOf(Line, "a list of at most 20 words"),
  source: v.optional(Line),
};
const MOST_REPLIES = 20;

/** `[query]` with its `[[query.reply]]`: how a carrier is asked by SMS, and what it answers. Absent: nothing is known. */
export function readQuery(
  document: Opened,
  given: unknown,
): { readonly query?: CarrierQuery; readonly faults: readonly FileFault[] } {
  if (given === undefined) return { faults: [] };
  const head = readTable(document, ["query"], given, QUERY, ["reply"]);
  const listed: unknown = isTable(given) ? given["reply"] : undefined;
  if (!Array.isArray(listed) || listed.length === 0 || listed.length > MOST_REPLIES) {
    const found = Array.isArray(listed) ? `${listed.length} of them` : describeFound(listed);
    const many = faultAt(document, ["query", "reply"], found, `1 to ${MOST_REPLIES} tables [[query.reply]]`);
    return { faults: [...head.faults, many] };
  }
  const replies = listed.map((reply: unknown, at) => readReplyPattern(document, at, reply));
  const faults = [...head.faults, ...replies.flatMap((reply) => reply.faults)];
  if (faults.length > 0 || head.whole === undefined) return { faults };
  const { to, text, source, senders = [to], imsi = [] } = head.whole;
  return {
    query: defined({ to, text, source, senders, imsi, replies: replies.flatMap(({ reply }) => reply ?? []) }),
    faults,
  };
}

function readReplyPattern(
  document: Opened,
  at: number,
  given: unknown,
): { readonly reply?: ReplyPattern; readonly faults: readonly FileFault[] } {
  const path = ["query", "reply", at];
  const { whole, faults } = readTable(document, path, given, REPLY);
  if (whole === undefined) return { faults };
  const read = replyTemplate(whole.pattern);
  if (!read.ok) return { faults: [faultAt(document, [...path, "pattern"], read.why, TEMPLATE_FORM)] };
  return { reply: defined({ template: read.template, unless: whole.unless ?? [], source: whole.source }), faults: [] };
}
