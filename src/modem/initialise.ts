import { action, type AtCommand } from "../at/command.ts";
import { Seconds } from "../base/duration.ts";

/** One thing to be set, and what to try when the modem refuses the better form. */
export interface InitStep {
  readonly name: string;
  readonly alternatives: readonly AtCommand[];
}

const QUICK = Seconds(5);
const step = (name: string, ...lines: readonly string[]): InitStep => ({
  name,
  alternatives: lines.map((line) => action(line, QUICK)),
});

/**
 * What the agent sets on a modem that it only reads: how lines look and which changes are told unasked. Nothing here
 * touches the radio, the contexts or the SIM. n=3 adds the reject cause (27.007 10.1.22 Release 12); older modems refuse
 * it. +CGEREP=2,1 buffers events while the line is busy; some know only `=1`.
 */
export const STANDARD_INIT: readonly InitStep[] = [
  step("echo", "ATE0"),
  step("verbose", "ATV1"),
  step("numeric-errors", "AT+CMEE=1"),
  step("eps", "AT+CEREG=3", "AT+CEREG=2", "AT+CEREG=1"),
  step("ps", "AT+CGREG=3", "AT+CGREG=2", "AT+CGREG=1"),
  step("cs", "AT+CREG=2", "AT+CREG=1"),
  step("packet-events", "AT+CGEREP=2,1", "AT+CGEREP=1,0", "AT+CGEREP=1"),
];
