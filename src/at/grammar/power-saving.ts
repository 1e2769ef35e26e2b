import * as v from "valibot";
import { withDefined } from "../../base/defined.ts";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters, whole, withoutLostQuotes } from "./parameters.ts";

const bits = (timer: string, clause: string) =>
  v.exactOptional(v.pipe(v.string(), v.description(`${timer} as eight bits, 24.008 ${clause}`)));

/** `+CPSMS` (3GPP TS 27.007 7.38): what the device asks for; what the network grants stands in +CEREG with n 4 and 5. */
export const powerSavingSchema = v.strictObject({
  kind: v.literal("power-saving"),
  command: v.literal("+CPSMS"),
  unsolicited,
  mode: v.pipe(wholeNumber, v.description("0: not asked for, 1: asked for")),
  requestedPeriodicRau: bits("GPRS timer 3", "10.5.7.4a"),
  requestedGprsReadyTimer: bits("GPRS timer", "10.5.7.3"),
  requestedPeriodicTau: bits("GPRS timer 3", "10.5.7.4a"),
  requestedActiveTime: bits("GPRS timer 2", "10.5.7.4"),
});

export type PowerSavingMessage = Readonly<v.InferOutput<typeof powerSavingSchema>>;

function parsePowerSaving(line: string, asked?: string): PowerSavingMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CPSMS" || isTestAnswer("+CPSMS", asked)) return undefined;
  const [first, ...timers] = splitParameters(withoutLostQuotes(parts.body));
  const mode = whole(first, 2);
  if (mode === undefined) return undefined;
  const [rau, ready, tau, active] = timers.map(({ text }) => (/^[01]{8}$/.test(text) ? text : undefined));
  return withDefined(
    { kind: "power-saving" as const, command: "+CPSMS" as const, unsolicited: cameUnasked("+CPSMS", asked), mode },
    {
      requestedPeriodicRau: rau,
      requestedGprsReadyTimer: ready,
      requestedPeriodicTau: tau,
      requestedActiveTime: active,
    },
  );
}

export const powerSavingGrammar: Grammar<PowerSavingMessage> = { names: ["+CPSMS"], parse: parsePowerSaving };
