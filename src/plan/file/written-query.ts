import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { describeFound } from "../../base/found.ts";
import { type Document, isTable } from "../../toml/document.ts";
import type { FileFault } from "../../toml/file-fault.ts";
import { faultAt, readTable } from "../../toml/table.ts";
import {
  ASKED_BESIDE,
  type AskedBeside,
  type CarrierQuery,
  type CarrierQuestion,
  type ReplyPattern,
} from "../reading/carrier-query.ts";
import { BALANCE_FORM, replyTemplate, TEMPLATE_FORM } from "../reading/reply-template.ts";
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
const BESIDE = { to: v.optional(Digits), text: Line, source: v.optional(Line) };
const REPLY = {
  pattern: v.string(TEMPLATE_FORM),
  unless: listOf(Line, "a list of at most 20 words"),
  source: v.optional(Line),
};
const MOST_REPLIES = 20;

interface Part<T> {
  readonly read?: T;
  readonly faults: readonly FileFault[];
}

/**
 * `[query]` with its `[[query.reply]]`: how a carrier is asked by SMS how much was used, and what it answers; `[query.balance]` and the
 * like, what else it can be asked. Absent: nothing is known.
 */
export function readQuery(
  document: Opened,
  given: unknown,
): { readonly query?: CarrierQuery; readonly faults: readonly FileFault[] } {
  if (given === undefined) return { faults: [] };
  const head = readTable(document, ["query"], given, QUERY, ["reply", ...ASKED_BESIDE]);
  const replies = readReplies(document, ["query"], given, "data");
  const table = isTable(given) ? given : {};
  const written = ASKED_BESIDE.filter((about) => table[about] !== undefined);
  const beside = written.map((about) => readBeside(document, about, table[about], head.values.to));
  const faults = [head, replies, ...beside].flatMap((part) => part.faults);
  if (faults.length > 0 || head.whole === undefined) return { faults };
  const { to, text, source, senders = [to], imsi = [] } = head.whole;
  const others = Object.fromEntries(written.map((about, at) => [about, beside[at]?.read]));
  return { query: defined({ to, text, source, senders, imsi, replies: replies.read ?? [], beside: others }), faults };
}

function readBeside(document: Opened, about: AskedBeside, given: unknown, carriers?: string): Part<CarrierQuestion> {
  const path = ["query", about];
  const { whole, faults } = readTable(document, path, given, BESIDE, ["reply"]);
  const replies = readReplies(document, path, given, about === "balance" ? "money" : "data");
  if (whole === undefined || replies.read === undefined) return { faults: [...faults, ...replies.faults] };
  const { to = carriers ?? "", text, source } = whole;
  return { read: defined({ to, text, source, replies: replies.read }), faults };
}

type Tells = "data" | "money";

function readReplies(
  document: Opened,
  path: readonly string[],
  given: unknown,
  tells: Tells,
): Part<readonly ReplyPattern[]> {
  const listed: unknown = isTable(given) ? given["reply"] : undefined;
  if (!Array.isArray(listed) || listed.length === 0 || listed.length > MOST_REPLIES) {
    const found = Array.isArray(listed) ? `${listed.length} of them` : describeFound(listed);
    const place = [...path, "reply"];
    return { faults: [faultAt(document, place, found, `1 to ${MOST_REPLIES} tables [[${place.join(".")}]]`)] };
  }
  const replies = listed.map((reply: unknown, at) => readReplyPattern(document, [...path, "reply", at], reply, tells));
  const faults = replies.flatMap((reply) => reply.faults);
  return faults.length > 0 ? { faults } : { read: replies.flatMap(({ read }) => read ?? []), faults };
}

function readReplyPattern(
  document: Opened,
  path: readonly (string | number)[],
  given: unknown,
  tells: Tells,
): Part<ReplyPattern> {
  const { whole, faults } = readTable(document, path, given, REPLY);
  if (whole === undefined) return { faults };
  const read = replyTemplate(whole.pattern, tells);
  const form = tells === "money" ? BALANCE_FORM : TEMPLATE_FORM;
  if (!read.ok) return { faults: [faultAt(document, [...path, "pattern"], read.why, form)] };
  return { read: defined({ template: read.template, unless: whole.unless ?? [], source: whole.source }), faults: [] };
}
