import { maskText } from "../base/mask.ts";
import type { AtCommand } from "./command.ts";
import { parseFinalResult } from "./final-result.ts";
import { tracedLine } from "./traced-line.ts";

/** Commands whose parameters hold a PIN, a password, or what unlocks something (27.007 7.4, 7.5, 8.3, 10.1.31). */
const SECRET = /(\+CPIN|\+CPWD|\+CLCK|\+CGAUTH|\^SGAUTH|\+UAUTHREQ|\+QICSGP)=.*$/i;

/** What the log may show of a line, in either direction: an echo, late, glued to something or torn, is no less secret than the line. */
export function traceable(line: string, insideText = false): string {
  const cut = line.replace(SECRET, "$1=(not shown)");
  return insideText || cut === line ? tracedLine(line, insideText) : maskText(cut);
}

/** While a secret is on its way, a line that is neither a result nor information may be a piece of its echo. */
export function traceableAnswer(line: string, inFlight: AtCommand | undefined, insideText: boolean): string {
  if (inFlight?.secret !== true) return traceable(line, insideText);
  const known = parseFinalResult(line) !== undefined || /^[+^*#%$!][A-Z][A-Z0-9]*: /.test(line);
  return known ? traceable(line) : `(a line of ${line.length} characters)`;
}
