import { type Ticket } from "../report/outbox.ts";

/**
 * What goes into somebody else's batch: a message for the broker, entries of the journal. `commit` when it was written, `abandon`
 * when the batch was not taken. Made and handed to the store in one turn: the journal is a chain, written in its order.
 */
export type EventTicket = Ticket;

/** Of what is not to be told. */
export const NO_TICKET: EventTicket = { ops: [], commit: () => {}, abandon: () => {} };

export const joined = (...tickets: readonly EventTicket[]): EventTicket => ({
  ops: tickets.flatMap(({ ops }) => ops),
  commit: () => {
    for (const ticket of tickets) ticket.commit();
  },
  abandon: () => {
    for (const ticket of tickets) ticket.abandon();
  },
});

/** Resolves when the batch was written, and rejects when it was not taken. */
export async function carried(batch: Promise<unknown>, ticket: EventTicket): Promise<void> {
  try {
    await batch;
  } catch (thrown) {
    ticket.abandon();
    throw thrown;
  }
  ticket.commit();
}
