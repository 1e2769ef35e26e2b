import { maskText } from "../base/mask.ts";

/** Lines whose quoted parts are what somebody writes to somebody, who that is, or a secret of the card's (27.005, 27.007 7.15, 8.3, 7.4, 7.5). */
const PRIVATE = /^(?:\+(?:CMT|CDS|CMGR|CMGL|CUSD|CMGS|CSCA):|AT\+(?:CUSD|CPIN|CLCK|CPWD|CMGS|CSCA)=)/i;
/** Words of 27.005 3.1 `<stat>`: no secret, and what one looks for in a trace. */
const STATUS = /^"(?:REC|STO) [A-Z]{4,6}"$/;

/** A line as a trace may show it: long numbers masked, words of people and PINs left out. `inside`: it goes on a text that began before. */
export function tracedLine(line: string, inside = false): string {
  if (inside) return `(${line.length} characters of a text)`;
  if (!PRIVATE.test(line)) return maskText(line);
  return maskText(line.replace(/"[^"]*"?/g, (quoted) => (STATUS.test(quoted) ? quoted : `"(${quoted.length})"`)));
}
