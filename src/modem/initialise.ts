import type { FixedLine } from "../at/at-line.ts";
import { action, type AtCommand, formless } from "../at/command.ts";
import { Seconds } from "../base/duration.ts";

/** One thing to be set, and what to try when the modem refuses the better form. */
export interface InitStep {
  readonly name: string;
  /** Nothing is set when this is answered by a line of its own: it is set already. */
  readonly unless?: AtCommand;
  readonly alternatives: readonly AtCommand[];
}

const QUICK = Seconds(5);
const quick = <const T extends string>(line: FixedLine<T>): AtCommand => action<T>(line, QUICK);
const step = (name: string, ...alternatives: readonly AtCommand[]): InitStep => ({ name, alternatives });

/**
 * What the agent sets on a modem that it only reads: how lines look and which changes are told unasked. Nothing here
 * touches the radio, the contexts or the SIM. n=3 adds the reject cause (27.007 10.1.22 Release 12); older modems refuse
 * it, and +C5GREG (10.1.47, Release 15) altogether where there is no 5G. +CGEREP=2,1 buffers events while the line is busy; some know only `=1`. +CABTSR (10.1.41, Release 13) has the network's
 * back-off timers told; most makes refuse it.
 */
export const STANDARD_INIT: readonly InitStep[] = [
  step("echo", formless("ATE0", QUICK)),
  step("verbose", formless("ATV1", QUICK)),
  step("numeric-errors", quick("AT+CMEE=1")),
  step("fiveGs", quick("AT+C5GREG=3"), quick("AT+C5GREG=2"), quick("AT+C5GREG=1")),
  step("eps", quick("AT+CEREG=3"), quick("AT+CEREG=2"), quick("AT+CEREG=1")),
  step("ps", quick("AT+CGREG=3"), quick("AT+CGREG=2"), quick("AT+CGREG=1")),
  step("cs", quick("AT+CREG=2"), quick("AT+CREG=1")),
  step("packet-events", quick("AT+CGEREP=2,1"), quick("AT+CGEREP=1,0"), quick("AT+CGEREP=1")),
  step("back-off-timers", quick("AT+CABTSR=1")),
];
