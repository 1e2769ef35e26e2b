import { defined } from "../base/defined.ts";
import { isoInstant } from "../base/instant.ts";
import { maskIccid, maskImei, maskSender, maskText } from "../base/mask.ts";
import { told } from "../base/told.ts";
import type { Draft } from "../journal/journal-entry.ts";
import { both } from "../meter/amount.ts";
import type { Modem } from "../modem/modem.ts";
import type { ReceivedSms } from "../modem/sms-inbox.ts";
import { driftPercent } from "../plan/reading/compare.ts";
import type { BookView } from "../report/picture.ts";
import type { KeptReading } from "./reading-shelf.ts";
import type { UssdOutcome } from "./ussd-request.ts";

type Told = Pick<Draft, "fields" | "private">;

/** Only what its masked form hides is private. */
function hiding(fields: Draft["fields"], whole: Readonly<Record<string, string | undefined>>): Told {
  const hidden = Object.entries(whole).filter(([name, value]) => value !== undefined && value !== fields[name]);
  return { fields, private: defined(Object.fromEntries(hidden)) as Record<string, string> };
}

/** A service of the carrier's or of a firm's (10086, 1069...): what it writes is evidence and nobody's private word. */
const SERVICE = /^(\d{1,6}|106\d{4,17})$/;
const LONGEST = 2_000;

/** A message: who wrote it and what, whole for an unmasked copy. */
export function messageEvidence({ from, text, data, parts, missing, centreTime }: ReceivedSms): Told {
  const words = (text === "" && data !== undefined ? `(data) ${data}` : text).slice(0, LONGEST);
  const shown = SERVICE.test(from) ? maskText(words) : `(${words.length} characters)`;
  const fields = defined({ from: maskSender(from), text: shown, parts, missing, centreTime });
  return hiding(fields, { from, text: words });
}

/** A question to the network by USSD, and its answer. */
export function ussdEvidence(code: string, outcome: UssdOutcome): Told {
  const text = outcome.kind === "answer" ? outcome.text.slice(0, LONGEST) : undefined;
  const masked = text === undefined ? undefined : maskText(text);
  return hiding(defined({ code: maskText(code), outcome: outcome.kind, text: masked }), { code, text });
}

/** What a person adds; a number that was typed into it is no matter of everybody's. */
export function noteEvidence(text: string, by: string, file: { readonly name: string } | undefined): Told {
  const named = file && { file: { ...file, name: maskText(file.name) } };
  return hiding({ text: maskText(text), by: maskText(by), ...named }, { text, by });
}

export const cardEvidence = (iccid: string): Told => hiding({ iccid: maskIccid(iccid) }, { iccid });

export const swapEvidence = (from: string, to: string): Told =>
  hiding({ from: maskIccid(from), to: maskIccid(to) }, { from, to });

export function modemEvidence({ manufacturer, model, revision, imei }: Modem): Told {
  const masked = imei === undefined ? undefined : maskImei(imei);
  const fields = defined({
    manufacturer: told(manufacturer),
    model: told(model),
    revision: told(revision),
    imei: masked,
  });
  return hiding(fields, { imei });
}

/** Where the meter stands, in bytes. */
export const meterEvidence = ({ iccid, standing, total, plan, books }: BookView): Draft["fields"] =>
  defined({
    used: Number(standing.used),
    quota: standing.quota === undefined ? undefined : Number(standing.quota),
    overLimit: standing.overLimit,
    cycleFrom: isoInstant(standing.cycle.from),
    cycleTo: isoInstant(standing.cycle.to),
    total: Number(both(total)),
    plan: plan.known ? books.plan.name : undefined,
    card: iccid === undefined ? undefined : maskIccid(iccid),
  });

/** What the carrier says, or a person says that it says. */
export function readingEvidence({ source, asOf, used, remaining, total, comparison }: KeptReading): Told {
  const amount = (bytes: bigint | undefined): number | undefined => (bytes === undefined ? undefined : Number(bytes));
  const fields = defined({
    source,
    asOf: isoInstant(asOf),
    used: amount(used),
    remaining: amount(remaining),
    total: amount(total),
    ours: amount(comparison?.ours),
    driftPercent: comparison && driftPercent(comparison),
  });
  return { fields };
}
