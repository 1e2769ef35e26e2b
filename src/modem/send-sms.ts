import { action, type AtCommand, type AtOutcome, hexadecimalBody, prefixed, query } from "../at/command.ts";
import { decode } from "../at/decode.ts";
import { type EncodedSubmit, encodeSubmit, type SubmitRequest } from "../at/sms/encode-submit.ts";
import { sendSms as sendLine } from "../at/outgoing/write-command.ts";
import { Seconds } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import { CMS_ERROR } from "../codes/cms-error.ts";
import type { Asking } from "./interrogation.ts";

/** What became of a message. `references` are of the parts that the network took, in order, for their status reports. */
export type SendOutcome =
  | { readonly kind: "sent"; readonly references: readonly number[] }
  /** `code` is that of +CMS ERROR; the parts before went out and are paid for. */
  | {
      readonly kind: "refused";
      readonly code?: number;
      readonly text: string;
      readonly references: readonly number[];
    }
  /** The modem did not say: the message may have gone out, and sending it again may send it twice. */
  | { readonly kind: "unknown"; readonly references: readonly number[] }
  /** `unsent`: its turn never came. Else it may have gone out. */
  | { readonly kind: "gone"; readonly why: string; readonly unsent?: true };

/** The network has to take it meanwhile (Quectel's manuals give +CMGS 120 s). */
const WITHIN = Seconds(120);
const QUICK = Seconds(5);

/** Sends a text, in as many parts as it needs; stops at the first that is not taken. Nothing is ever sent twice. */
export async function sendSms(asking: Asking, request: SubmitRequest): Promise<SendOutcome> {
  const references: number[] = [];
  // Another program may have switched to text mode, in which the digits would be the text.
  const mode = await asking.send(action("AT+CMGF=0", QUICK));
  if (mode.kind !== "ok") return notSent(mode, references);
  for (const message of encodeSubmit(request)) {
    const command = submission(message);
    const outcome = await asking.send(command);
    if (outcome.kind !== "ok") return notSent(outcome, references);
    const taken = outcome.lines
      .map((line) => decode(line, command.line))
      .find((answer) => answer.kind === "sms-reference");
    if (taken?.mr !== undefined) references.push(taken.mr);
  }
  return { kind: "sent", references };
}

const submission = (message: EncodedSubmit): AtCommand => ({
  ...query(sendLine(message), prefixed("+CMGS:"), WITHIN),
  body: hexadecimalBody(message.pdu),
});

function notSent(outcome: Exclude<AtOutcome, { kind: "ok" }>, references: readonly number[]): SendOutcome {
  switch (outcome.kind) {
    case "gone":
      return { kind: "gone", why: outcome.why };
    case "timeout":
      return { kind: "unknown", references };
    case "error": {
      const { scheme, code } = outcome;
      const name = scheme === "cms" && code !== undefined ? CMS_ERROR[code]?.name : undefined;
      return { kind: "refused", ...(code === undefined ? {} : { code }), text: name ?? outcome.text, references };
    }
    default:
      return unreachable(outcome);
  }
}
