import type { PublishedEvent } from "../base/events.ts";
import { maskSender } from "../base/mask.ts";
import type { Modem } from "../modem/modem.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { EventBudget } from "../report/event-budget.ts";
import type { Said } from "../report/picture.ts";
import type { Settings } from "../settings/declaration.ts";
import type { EventTicket } from "./event-ticket.ts";
import { messageEvidence } from "./journal-words.ts";
import type { Evidence } from "./journal-side.ts";
import type { ReadingSide } from "./reading-side.ts";
import { SmsLoop } from "./sms-loop.ts";
import type { SmsShelf } from "./sms-shelf.ts";

interface Telling {
  said(): Said;
  modem(): Modem;
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
  /** `fields` undefined: for the journal alone. */
  ticket(type: PublishedEvent, fields: Readonly<Record<string, unknown>> | undefined, evidence: Evidence): EventTicket;
  readings(): Pick<ReadingSide, "heard" | "reported">;
}

/** The loop of the messages, where the settings want one. */
export function smsSide(
  ports: { readonly shelf: SmsShelf; readonly clock: Clock; readonly log: Log },
  { modem }: Settings,
  tell: Telling,
): SmsLoop | undefined {
  if (modem.sms === "off" || modem.port === "none") return undefined;
  const log = ports.log.station("modem");
  const budget = new EventBudget();
  return new SmsLoop(
    { ...ports, log },
    { mode: modem.sms, tellText: modem.smsText },
    {
      said: () => tell.said(),
      card: () => tell.modem().sim.iccid,
      received: (fields, message) => {
        // Who wrote, and what, is no business of the log.
        log.info("sms-received", { parts: fields["parts"] });
        const suppressed = budget.spend("sms-received", ports.clock.monoMs());
        const evidence = messageEvidence(message);
        if (suppressed === undefined) return tell.ticket("sms-received", undefined, evidence);
        return tell.ticket("sms-received", suppressed === 0 ? fields : { ...fields, suppressed }, evidence);
      },
      storageFull: (fields) => tell.event("sms-storage-full", fields),
      report: (report) => {
        const told = tell.readings().reported(report);
        if (told?.delivery !== undefined)
          tell.event("sms-report", { to: maskSender(told.to ?? ""), delivery: told.delivery });
        return told?.ops;
      },
      reads: (message) => tell.readings().heard(message),
    },
  );
}
