import { parseRegistration } from "./grammar/registration.ts";

/**
 * What no modem says but when it is asked (27.007, 27.005). Left out on purpose: what some report by themselves (+CSQ, +CESQ,
 * +CPIN, +CFUN, +CUSD, every maker's own), and what makes of a call or a message.
 */
const NAMES: ReadonlySet<string> = new Set(
  (
    "+CGATT +CGACT +CGDCONT +CGPADDR +CGCONTRDP +CGCLASS +CGEREP +COPS +COPN +CPOL +CCLK +CTZU +CTZR +CMEE +CSCS +CNUM +CIMI " +
    "+CPINR +CRSM +CSIM +CLCK +CPMS +CMGL +CMGR +CMGS +CMGW +CMGF +CNMI +CSCA +CSMP +CSMS +CSDH +CSAS +CPAS +CIND"
  ).split(" "),
);
/** Of an answer the second number stands bare (see there): what is told unasked, and often, is not read twice. */
const REGISTRATION = /^\+C(?:G|E|5G)?REG:\s*\d+[ ,]+\d/;

/** True for a line that only a question brings: an answer, whoever asked. */
export function isAnswerOnly(line: string): boolean {
  if (REGISTRATION.test(line)) return parseRegistration(line)?.n !== undefined;
  return NAMES.has(line.slice(0, Math.max(0, line.indexOf(":"))));
}
