import { describeDuration } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Heard } from "../bridge/scripted-source.ts";

/** What a client of a scripted bridge did, as a line for a person. */
export function heardText(heard: Heard): string {
  switch (heard.heard) {
    case "ask": {
      const { class: of, bytes, grant, from } = heard.request;
      const { outcome } = heard;
      const answer =
        outcome.kind === "granted"
          ? `grant ${grant}, ${outcome.bytes} bytes for ${describeDuration(outcome.lasts)}`
          : `refused (${outcome.reason}), again in ${describeDuration(outcome.retry)}`;
      return `heard ask ${of} ${bytes} on ${from}: ${answer}`;
    }
    case "use": {
      const { grant, up, down, last, beyond, from } = heard.report;
      const what = grant === 0 ? "while the agent was silent" : `of grant ${grant}`;
      const more = beyond > 0 ? `, ${beyond} beyond it` : "";
      return `heard use ${up} up ${down} down ${what}${more}${last ? ", the last" : ""} on ${from}`;
    }
    case "transaction": {
      const { grant, ok, took, from } = heard.report;
      return `heard transaction ${grant} ${ok ? "ok" : "failed"} in ${took} ms on ${from}`;
    }
    case "recheck":
      return `heard recheck ${heard.why} on ${heard.from}`;
    case "message": {
      const { to, text, from } = heard.order;
      return `heard message to ${to} ${JSON.stringify(text)} on ${from}: ${heard.answer}`;
    }
    default:
      return unreachable(heard);
  }
}
