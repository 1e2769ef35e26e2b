import { type EventRow, EVENTS, type PublishedEvent } from "../base/events.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { EventBudget } from "../report/event-budget.ts";
import type { EventTicket } from "./event-ticket.ts";
import { type Milestone, milestoneFields } from "./milestones.ts";
import type { Evidence } from "./journal-side.ts";
import type { ReportLoop } from "./report-loop.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What happened is told once to everybody: the log, the broker, the journal; and what happens too often is counted. */
export class Telling {
  readonly #ports: { readonly clock: Clock; readonly log: Log };
  readonly #report: () => ReportLoop;
  readonly #budget = new EventBudget();

  constructor(ports: { readonly clock: Clock; readonly log: Log }, report: () => ReportLoop) {
    this.#ports = ports;
    this.#report = report;
  }

  event(type: PublishedEvent, fields: Fields, evidence?: Evidence): void {
    const suppressed = this.#budget.spend(type, this.#ports.clock.monoMs());
    if (suppressed === undefined) return;
    const told = suppressed === 0 ? fields : { ...fields, suppressed };
    this.#log(type, told);
    this.#report().event(type, told, evidence);
  }

  /** It is also seen in the state. */
  tell(type: PublishedEvent, fields: Fields): void {
    this.event(type, fields);
    this.#report().changed();
  }

  changed(): void {
    this.#report().changed();
  }

  /** For the batch of the bytes that crossed the line. */
  milestone(milestone: Milestone, iccid: string | undefined): EventTicket {
    const { kind } = milestone;
    const fields = milestoneFields(milestone, iccid);
    this.#log(kind, fields);
    return this.#report().ticket(kind, fields);
  }

  #log(type: PublishedEvent, fields: Fields): void {
    const row: EventRow = EVENTS[type];
    this.#ports.log[row.severity ?? "info"](type, fields);
  }
}
