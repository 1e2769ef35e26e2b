import { type AtCommand, type AtOutcome, listing, prefixed, query } from "../at/command.ts";
import { unreachable } from "../base/unreachable.ts";
import { QUERIES } from "../modem/queries.ts";
import { QUERY_TIMES } from "../modem/query-times.ts";
import type { ModemReply, ModemRequests } from "../ports/modem-requests.ts";

const { signal, cs } = QUERY_TIMES;

/** Every line that others may have asked; each is the agent's own, or as harmless. What comes unasked meanwhile is nobody's answer. */
const QUESTIONS: Readonly<Record<string, AtCommand>> = {
  "+CSQ": QUERIES.signal,
  "+CSQ=?": listing("AT+CSQ=?", prefixed("+CSQ:"), signal.within),
  "+CESQ": QUERIES.extendedSignal,
  "+CESQ=?": listing("AT+CESQ=?", prefixed("+CESQ:"), signal.within),
  "+COPS?": QUERIES.operator,
  "+CREG?": QUERIES.cs,
  "+CREG=?": listing("AT+CREG=?", prefixed("+CREG: ("), cs.within),
  "+CGREG?": QUERIES.ps,
  "+CGREG=?": listing("AT+CGREG=?", prefixed("+CGREG: ("), cs.within),
  "+CEREG?": QUERIES.eps,
  "+CEREG=?": listing("AT+CEREG=?", prefixed("+CEREG: ("), cs.within),
  "+C5GREG?": QUERIES.fiveGs,
  "+C5GREG=?": listing("AT+C5GREG=?", prefixed("+C5GREG: ("), cs.within),
  "+CGATT?": QUERIES.attach,
  "+CGATT=?": listing("AT+CGATT=?", prefixed("+CGATT:"), cs.within),
  "+CPIN?": QUERIES.simState,
  "+CFUN?": query("AT+CFUN?", prefixed("+CFUN:"), signal.within),
  "+CGMI": QUERIES.manufacturer,
  "+CGMM": QUERIES.model,
  "+CGMR": QUERIES.revision,
  "+CCLK?": QUERIES.clock,
};

/** Other programs' questions in the dialogue's own queue; undefined from `send`: there is no modem that could be asked now. */
export const modemQuestions = (send: (command: AtCommand) => Promise<AtOutcome> | undefined): ModemRequests => ({
  request: async (line) => {
    const command = Object.hasOwn(QUESTIONS, line) ? QUESTIONS[line] : undefined;
    const outcome = command === undefined ? undefined : await send(command);
    return outcome === undefined ? { kind: "absent" } : replyOf(outcome);
  },
});

function replyOf(outcome: AtOutcome): ModemReply {
  switch (outcome.kind) {
    case "ok":
      return { kind: "answered", lines: outcome.lines, final: { kind: "ok" } };
    case "error": {
      const { scheme, code } = outcome;
      const coded = (scheme === "cme" || scheme === "cms") && code !== undefined;
      return { kind: "answered", lines: [], final: coded ? { kind: scheme, code } : { kind: "error" } };
    }
    case "timeout":
      return { kind: "timeout" };
    case "gone":
      return { kind: "absent" };
    default:
      return unreachable(outcome);
  }
}
