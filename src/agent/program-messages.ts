import { phoneNumber } from "../at/outgoing/phone-number.ts";
import { smsText } from "../at/outgoing/sms-text.ts";
import { maskSender } from "../base/mask.ts";
import { unreachable } from "../base/unreachable.ts";
import { MESSAGE_ERRORS } from "../bridge/wire-codes.ts";
import type { Modem, SimState } from "../modem/modem.ts";
import type { SendOutcome } from "../modem/send-sms.ts";
import type { Log } from "../ports/log.ts";
import type { SmsReply, SmsRequests } from "../ports/sms-requests.ts";
import type { JournalSide } from "./journal-side.ts";
import type { SmsLoop } from "./sms-loop.ts";

export interface ProgramMessagesPorts {
  readonly log: Log;
  readonly journal: Pick<JournalSide, "note">;
  /** Undefined: messages are left alone. */
  readonly sms: Pick<SmsLoop, "send"> | undefined;
  /** The modem answers. */
  ready(): boolean;
  modem(): Modem;
}

/** What a modem would answer itself (3GPP TS 27.005 3.2.5). */
const OF_CARD: Partial<Readonly<Record<SimState, number>>> = {
  absent: 310,
  pin: 311,
  "phone-locked": 312,
  "not-ready": 314,
  puk: 316,
};

/** Messages of the device's own firmware, in their turn among the modem's questions. Neither number nor text reaches the log. */
export const programMessages = (ports: ProgramMessagesPorts): SmsRequests => ({
  prepare: ({ to, text, from }) => {
    const { sms } = ports;
    const [da, body] = [phoneNumber(to), smsText(text, 1)];
    if (!da.ok || !body.ok) return MESSAGE_ERRORS.unfit.code;
    if (sms === undefined || !ports.ready()) return MESSAGE_ERRORS["not-now"].code;
    const card = OF_CARD[ports.modem().sim.state];
    if (card !== undefined) return card;
    return {
      send: async (wanted) => {
        const reply = replyOf(await sms.send({ da: da.value, text: body.value }, wanted));
        const masked = maskSender(to);
        const fields = { to: masked, characters: text.length, from, outcome: reply.kind };
        const why = reply.kind === "refused" && reply.code !== undefined ? { code: reply.code } : {};
        ports.log.station("bridge").info("program-message", { ...fields, ...why });
        const hidden = masked === to ? {} : { private: { to } };
        ports.journal.note("program-message", { fields: { ...fields, ...why }, ...hidden });
        return reply;
      },
    };
  },
});

function replyOf(outcome: SendOutcome): SmsReply {
  switch (outcome.kind) {
    case "sent": {
      const [reference] = outcome.references;
      return { kind: "sent", ...(reference === undefined ? {} : { reference }) };
    }
    case "refused":
      return { kind: "refused", ...(outcome.code === undefined ? {} : { code: outcome.code }) };
    case "unknown":
      return { kind: "unsure" };
    case "gone":
      return { kind: outcome.unsent === true ? "untried" : "unsure" };
    default:
      return unreachable(outcome);
  }
}
