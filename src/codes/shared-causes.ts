import type { CodeTable } from "./code-table.ts";

/** The causes that close every table, under the clause of the table that they stand in. */
export const protocolErrors = (clause: string): CodeTable => ({
  95: { name: "Semantically incorrect message", clause },
  96: { name: "Invalid mandatory information", clause },
  97: { name: "Message type non-existent or not implemented", clause },
  98: { name: "Message type not compatible with the protocol state", clause },
  99: { name: "Information element non-existent or not implemented", clause },
  100: { name: "Conditional IE error", clause },
  101: { name: "Message not compatible with the protocol state", clause },
  111: { name: "Protocol error, unspecified", clause },
});

const NEW_CELL_RETRIES = [48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63];

/** The sixteen numbers of one meaning in the tables of 24.008. */
export const newCellRetries = (clause: string): CodeTable =>
  Object.fromEntries(NEW_CELL_RETRIES.map((cause) => [cause, { name: "Retry upon entry into a new cell", clause }]));
