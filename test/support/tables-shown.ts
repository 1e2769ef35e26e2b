import type { HourTable } from "../../src/meter/hour-table.ts";
import type { PendingTable } from "../../src/meter/pending-table.ts";

/** Every row and piece of two tables, and what is closed; equal for tables that hold the same. */
export const tablesShown = ({ hours, pending }: { readonly hours: HourTable; readonly pending: PendingTable }) => ({
  rows: [...hours.rows(-Infinity, Infinity)],
  closed: hours.closed,
  pending: pending.list(),
});
