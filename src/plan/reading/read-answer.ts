import { ASKED_ABOUT, type AskedAbout, type CarrierQuery, questionAbout } from "./carrier-query.ts";
import { type ReplyReading, readReply } from "./read-reply.ts";
import type { ReplyContext } from "./reply-template.ts";

export type AnswerReading =
  | (Extract<ReplyReading, { readonly kind: "figures" }> & { readonly about: AskedAbout })
  | Extract<ReplyReading, { readonly kind: "unread" }>;

/**
 * What a text of the carrier's answers. Held first against the patterns of what was asked: the same words may tell what was used and,
 * in the answer to another question, what was carried over. What is no answer to that may be a notice about anything else.
 */
export function readAnswer(
  query: CarrierQuery,
  asked: AskedAbout | undefined,
  text: string,
  context: ReplyContext,
): AnswerReading {
  const order = asked === undefined ? ASKED_ABOUT : [asked, ...ASKED_ABOUT.filter((about) => about !== asked)];
  for (const about of order) {
    const question = questionAbout(query, about);
    const read = question && readReply(question, text, context);
    if (read === undefined || (read.kind === "unread" && read.why === "no-pattern")) continue;
    return read.kind === "figures" ? { ...read, about } : read;
  }
  return { kind: "unread", why: "no-pattern" };
}
