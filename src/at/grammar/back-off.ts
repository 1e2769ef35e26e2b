import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked, formAsked, isTestAnswer } from "./asked.ts";
import { maybeWhole, unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { hasLostQuote, type Parameter, splitLine, splitParameters, whole } from "./parameters.ts";

/** `+CABTRDP` and `+CABTSRI` (3GPP TS 27.007 10.1.42, 10.1.41): the timers during which an APN is not asked for again. */
export const backOffSchema = v.strictObject({
  kind: v.literal("back-off"),
  command: v.picklist(["+CABTRDP", "+CABTSRI", "+CABTSR"]),
  unsolicited,
  n: v.exactOptional(v.pipe(wholeNumber, v.description("+CABTSR: whether +CABTSRI is told"))),
  apn: v.exactOptional(v.pipe(v.string(), v.description("empty: requests without an APN"))),
  eventType: v.exactOptional(v.pipe(wholeNumber, v.description("0 started, 1 stopped, 2 expired, 3 deactivated"))),
  residualBackoffTime: v.exactOptional(v.pipe(wholeNumber, v.description("seconds"))),
  running: v.exactOptional(
    v.pipe(v.boolean(), v.description("false: ended; true without a time: until the modem or the card goes off")),
  ),
  reAttemptRatIndicator: maybeWhole,
  reAttemptEplmnIndicator: maybeWhole,
  nslpi: maybeWhole,
  procedure: v.exactOptional(v.pipe(wholeNumber, v.description("0: T3396"))),
});

export type BackOffMessage = Readonly<v.InferOutput<typeof backOffSchema>>;

const MOST = 4_294_967_295;

function parseBackOff(line: string, asked?: string): BackOffMessage | undefined {
  const parts = splitLine(line);
  if (parts === undefined || isTestAnswer(parts.name, asked) || hasLostQuote(parts.body)) return undefined;
  const parameters = splitParameters(parts.body);
  switch (parts.name) {
    case "+CABTSR":
      return setting(parameters, asked);
    case "+CABTRDP":
    case "+CABTSRI":
      return timer(parts.name, parameters, asked);
    default:
      return undefined;
  }
}

function setting([first, ...more]: readonly Parameter[], asked: string | undefined): BackOffMessage | undefined {
  const n = whole(first, 255);
  if (n === undefined || more.length > 0 || formAsked("+CABTSR", asked) === "set") return undefined;
  return { kind: "back-off", command: "+CABTSR", unsolicited: cameUnasked("+CABTSR", asked), n };
}

function timer(
  command: "+CABTRDP" | "+CABTSRI",
  [apn, ...rest]: readonly Parameter[],
  asked: string | undefined,
): BackOffMessage | undefined {
  const told = command === "+CABTSRI";
  const [event, time, ...more] = told ? rest : [undefined, ...rest];
  const eventType = whole(event, 255);
  const residualBackoffTime = whole(time, MOST);
  if (apn === undefined || /[()]/.test(apn.text) || (told && eventType === undefined)) return undefined;
  // Before Release 15 two indicators of a re-attempt stood in front of the priority.
  const [rat, eplmn, nslpi, procedure] = more.length > 2 ? more : [undefined, undefined, ...more];
  return {
    kind: "back-off",
    command,
    unsolicited: told || cameUnasked(command, asked),
    apn: apn.text,
    running: told ? eventType === 0 || eventType === 3 : residualBackoffTime !== 0,
    ...defined({
      eventType,
      residualBackoffTime,
      reAttemptRatIndicator: whole(rat, 255),
      reAttemptEplmnIndicator: whole(eplmn, 255),
      nslpi: whole(nslpi, 255),
      procedure: whole(procedure, 255),
    }),
  };
}

export const backOffGrammar: Grammar<BackOffMessage> = {
  names: ["+CABTRDP", "+CABTSRI", "+CABTSR"],
  parse: parseBackOff,
};
