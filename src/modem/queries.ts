import type { AtCommand } from "../at/command.ts";
import { action, bare, formless, freeText, listing, prefixed, query } from "../at/command.ts";
import { parseIdentity } from "../at/grammar/identity.ts";
import { answersRegistration } from "../at/grammar/registration.ts";
import type { IdentityMessage } from "../at/message.ts";
import { Seconds } from "../base/duration.ts";
import type { InitStep } from "./initialise.ts";
import type { FamilyQuestion, ModemProfile } from "./profile.ts";
import { QUERY_TIMES as T } from "./query-times.ts";

/** What is read from a modem; how long it may take, and why, is a table of its own. */
export const QUERIES = {
  alive: action("AT", T.alive.within),
  /**
   * Whoever spoke last may have left the results switched off or made digits of them (V.250 6.2.5, 6.2.6), in which nothing
   * else would ever be answered. The result of this line has the form that the line asks for.
   */
  words: formless("ATQ0V1E0", T.words.within),
  manufacturer: query("AT+CGMI", freeText("+CGMI:"), T.manufacturer.within),
  model: query("AT+CGMM", freeText("+CGMM:"), T.model.within),
  revision: query("AT+CGMR", freeText("+CGMR:"), T.revision.within),
  imei: query("AT+CGSN", (line) => /^(?:\+CGSN: ?)?"?\d{15,17}"?$/.test(line), T.imei.within),
  simState: query("AT+CPIN?", prefixed("+CPIN:"), T.simState.within),
  imsi: query("AT+CIMI", (line) => /^(?:\+CIMI: ?)?"?\d{6,15}"?$/.test(line), T.imsi.within),
  fiveGs: query("AT+C5GREG?", answersRegistration("+C5GREG"), T.fiveGs.within),
  eps: query("AT+CEREG?", answersRegistration("+CEREG"), T.eps.within),
  ps: query("AT+CGREG?", answersRegistration("+CGREG"), T.ps.within),
  cs: query("AT+CREG?", answersRegistration("+CREG"), T.cs.within),
  attach: query("AT+CGATT?", prefixed("+CGATT:"), T.attach.within),
  contexts: listing("AT+CGACT?", prefixed("+CGACT:"), T.contexts.within),
  signal: query("AT+CSQ", prefixed("+CSQ:"), T.signal.within),
  extendedSignal: query("AT+CESQ", prefixed("+CESQ:"), T.extendedSignal.within),
  operator: query("AT+COPS?", prefixed("+COPS:"), T.operator.within),
  lastFailure: listing("AT+CEER", prefixed("+CEER:"), T.lastFailure.within),
  clock: query("AT+CCLK?", prefixed("+CCLK:"), T.clock.within),
} as const satisfies Record<string, AtCommand>;

/**
 * The ways to the card's number, tried in this order: +CRSM took more than 10 s on a SIMCom A7600E-H (MM commit 7c490818),
 * the makers' own commands wait for the card as +CIMI does. The last is the card's own file (EF ICCID, 27.007 8.18, 31.102). */
export const ICCID_QUERIES: readonly AtCommand[] = [
  query("AT+CCID", (line) => /^\+?CCID|^\d/.test(line), Seconds(5)),
  query("AT+ICCID", (line) => /^\+?ICCID|^\d/.test(line), Seconds(5)),
  query("AT+QCCID", prefixed("+QCCID:"), Seconds(5)),
  query("AT+CRSM=176,12258,0,0,10", prefixed("+CRSM:"), Seconds(20)),
];

/** 27.007 8.65. */
export const STANDARD_PIN_TRIES: AtCommand = listing("AT+CPINR", prefixed("+CPINR"), Seconds(5));

const FAMILY_WITHIN = Seconds(5);

/** A question of a modem family's own. */
export const familyQuery = ({ ask, answer, within }: FamilyQuestion): AtCommand =>
  listing(ask, answer === "" ? bare : prefixed(answer), within ?? FAMILY_WITHIN);

/** What a family wants set on top of the standard. */
export const familyInit = (family: ModemProfile | undefined): readonly InitStep[] =>
  [...(family?.init ?? []), ...(family?.sim.hot_swap === undefined ? [] : [family.sim.hot_swap])].map((step) => ({
    name: step.name,
    ...(step.unless === undefined ? {} : { unless: familyQuery(step.unless) }),
    alternatives: step.try.map((line) => action(line, step.within ?? FAMILY_WITHIN)),
  }));

/** What the modem and the subscriber are asked about themselves. */
export type IdentityField = Extract<IdentityMessage["field"], keyof typeof QUERIES>;

/** Free-text answers have no grammar of their own: the question says what they are. */
export function identityOf(field: IdentityField, line: string): IdentityMessage | undefined {
  // A number of 16 digits is an IMEISV; one grammar says which is which.
  if (field === "imei") return parseIdentity(line, QUERIES.imei.line);
  const value = line
    .replace(/^\+[A-Z0-9]+:\s*/, "")
    .replaceAll('"', "")
    .trim();
  return value === "" ? undefined : { kind: "identity", field, value };
}
