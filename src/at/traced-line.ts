import { maskText } from "../base/mask.ts";

/**
 * Lines that hold what somebody writes to somebody, who that is, or a secret: messages (27.005), USSD (27.007 7.15), the phone book (8.14),
 * PIN and passwords (8.3, 7.4, 7.5), and what a data call signs in with (10.1.31, and the makers' own).
 */
const PRIVATE =
  /^(?:AT)?(?:\+(?:CMT|CDS|CMGR|CMGL|CUSD|CMGS|CMGW|CSCA|CPBR|CPBF|CPBW|CNUM|CPIN|CLCK|CPWD|CGAUTH|QICSGP|UAUTHREQ)|\^AUTHDATA|\$QCPDPP)[:=]/i;
/** Words of 27.005 3.1 `<stat>` and of 27.007 8.3: no secret, and what one looks for in a trace. */
const STATUS = /^"?(?:(?:REC|STO) [A-Z]{4,6}|READY|(?:SIM|PH-[A-Z]{2,6}) P[IU][NK]2?|NOT (?:INSERTED|READY))"?$/;

const FIELD = /"[^"]*"?|[^",]+/g;

/** A line as a trace may show it: long numbers masked, words of people and PINs left out. `inside`: it goes on a text that began before. */
export function tracedLine(line: string, inside = false): string {
  if (inside) return `(${line.length} characters of a text)`;
  const name = PRIVATE.exec(line)?.[0];
  if (name === undefined) return maskText(line);
  return maskText(name + line.slice(name.length).replace(FIELD, withoutWords));
}

/** Quoted or not (modems forget quotes): what is neither a state's name nor a short number is told by its length. */
function withoutWords(field: string): string {
  if (STATUS.test(field.trim())) return field;
  if (field.startsWith('"')) return `"(${field.length})"`;
  return /^\s*\d{0,3}\s*$/.test(field) ? field : `(${field.length})`;
}
