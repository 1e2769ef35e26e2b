import { Millis, Seconds } from "../../base/duration.ts";
import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import type { UssdEntry, UssdForm } from "../network/carrier-plan.ts";
import { serviceAnswer } from "../network/service-session.ts";
import { gsmCodes } from "../sms/gsm-alphabet.ts";
import { dataCoding } from "../sms/data-coding.ts";
import { hexOf, octetsOf, ucs2Octets, ucs2Text } from "../sms/octets.ts";
import { packSeptets } from "../sms/septets.ts";
import { forDte, fromDte } from "../sms/te-charset.ts";
import type { CommandRows } from "./command-row.ts";

/** 27.007 7.15 `<m>`. */
const NO_FURTHER_ACTION = 0;
const FURTHER_ACTION = 1;
const TERMINATED = 2;
const NOT_SUPPORTED = 4;

/** How long the network waits for an answer to a menu (3GPP TS 24.090 leaves it to the operator). */
const PATIENCE = Seconds(60);

/** Text outside the default alphabet comes as UCS2 in hexadecimal, with its coding beside it. */
function shown(mt: MobileTermination, text: string, form?: UssdForm): string {
  const { charset } = mt.settings;
  const codes = gsmCodes(text);
  if (form === "unclosed") return `"${forDte(text, charset)}`;
  // A last octet with seven spare bits would read as one more `@`: CR fills it (23.038 6.1.2.3.1).
  if (form === "packed" && codes !== undefined)
    return `"${hexOf(packSeptets(codes.length % 8 === 7 ? [...codes, 13] : codes))}",15`;
  if (form === "ucs2") return `"${hexOf(ucs2Octets(text))}",72`;
  if (codes === undefined) return `"${hexOf(ucs2Octets(text))}",72`;
  return `"${forDte(text, charset)}",15`;
}

function tell(mt: MobileTermination, status: number, text?: string, form?: UssdForm): void {
  if (mt.settings.serviceReports) mt.tell(`+CUSD: ${status}${text === undefined ? "" : `,${shown(mt, text, form)}`}`);
}

/** The network begins by itself (24.090 5): a notice, or a question that waits for an answer. */
export function pushService(mt: MobileTermination, { says, form }: UssdEntry, waits: boolean): void {
  if (mt.registered) tell(mt, waits ? FURTHER_ACTION : NO_FURTHER_ACTION, says, form);
}

/** A code or an answer, as the DTE wrote it: in its own alphabet, in UCS2 where it says so, or plainly. */
function asked(mt: MobileTermination, written: string, dcs: number): string | undefined {
  const octets = dataCoding(dcs).alphabet === "ucs2" ? octetsOf(written) : undefined;
  const read = octets === undefined ? fromDte(written, mt.settings.charset) : ucs2Text(octets);
  return [read, written].find((text) => text !== undefined && /^[\d*#+A-Za-z ]{1,182}$/.test(text));
}

function begin(mt: MobileTermination, text: string): void {
  const session = mt.serviceSession;
  session?.expire();
  mt.serviceSession = undefined;
  const answer = serviceAnswer(mt.carrier.plan.ussd, session?.menu, text);
  mt.after(Millis(mt.carrier.messageDelay + (answer?.afterMs ?? 0)), () => {
    if (mt.card === undefined || !mt.registered) return;
    const { imsi } = mt.card;
    if (answer === undefined) return tell(mt, session === undefined ? NOT_SUPPORTED : TERMINATED);
    if (answer.menu !== undefined) {
      const expire = mt.after(PATIENCE, () => {
        mt.serviceSession = undefined;
        tell(mt, TERMINATED);
      });
      mt.serviceSession = { menu: answer.menu, expire };
    }
    tell(
      mt,
      answer.menu === undefined ? NO_FURTHER_ACTION : FURTHER_ACTION,
      mt.carrier.say(answer.says, imsi),
      answer.form,
    );
  });
}

function set(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const mode = numberAt(parameters, 0) ?? 0;
  if (mode < 0 || mode > 2) return cme(50);
  if (mode === 2) {
    mt.serviceSession?.expire();
    mt.serviceSession = undefined;
    return ok();
  }
  mt.configure({ serviceReports: mode === 1 });
  const written = textAt(parameters, 1);
  if (written === undefined) return ok();
  if (!mt.registered) return cme(30);
  const text = asked(mt, written, numberAt(parameters, 2) ?? 15);
  if (text === undefined) return cme(50);
  begin(mt, text);
  return ok();
}

/** A code that was dialled; what comes of it is told as of one that +CUSD sent. */
export function dialledService(mt: MobileTermination, code: string): Answer {
  if (!mt.registered) return cme(30);
  begin(mt, code);
  return ok();
}

export const SERVICE_CODE_COMMANDS: CommandRows = {
  "+CUSD": {
    read: ({ mt }) => ok(`+CUSD: ${mt.settings.serviceReports ? 1 : 0}`),
    test: () => ok("+CUSD: (0-2)"),
    set: ({ mt }, parameters) => set(mt, parameters),
  },
};
