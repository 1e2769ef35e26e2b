import type { AtLine } from "../at/at-line.ts";
import type { RangeMessage, SmsStorageMessage } from "../at/message.ts";
import { indicate } from "../at/outgoing/write-command.ts";

/** Where received messages lie: the first is what is read and deleted from (27.005 3.2.2 `<mem1>`). */
export interface StorageChoice {
  readonly reading: string;
  /** Also the place for what is to come; only where the modem's own is one that cannot be read. */
  readonly receiving: boolean;
}

/** Of equal ones the modem's own memory first: it holds more than a card. */
const PREFERRED: readonly string[] = ["ME", "SM", "MT"];

/**
 * Reads where the modem keeps what it receives now, and moves nothing: another program may rely on the place. Undefined: the
 * modem says nothing that could be gone by, and what is set is left as it is.
 */
export function chooseStorage(
  now: SmsStorageMessage | undefined,
  offered: SmsStorageMessage | undefined,
): StorageChoice | undefined {
  const readable = offered?.mem1s ?? [];
  const receiving = now?.mem3 ?? now?.mem1;
  if (receiving !== undefined && (readable.length === 0 || readable.includes(receiving)))
    return { reading: receiving, receiving: false };
  const able = offered?.mem3s ?? readable;
  const found = PREFERRED.find((mem) => readable.includes(mem) && able.includes(mem));
  return found === undefined ? undefined : { reading: found, receiving: true };
}

/**
 * +CNMI lines in the order in which they are worth trying (27.005 3.4.1): stored and announced, from what the modem says it can.
 * Some list mode 2 and refuse it (Qualcomm, oFono drivers/atmodem/sms.c), so that the next is tried whatever was listed.
 */
export function indicationLines(offered: RangeMessage | undefined): readonly AtLine[] {
  const allows = (at: number, value: number): boolean =>
    offered?.ranges[at]?.some((item) =>
      typeof item === "object" ? item[0] <= value && value <= item[1] : item === value,
    ) ?? false;
  const known = offered !== undefined && offered.ranges.length > 0;
  const modes = ([2, 1, 3] as const).filter((mode) => !known || allows(0, mode));
  // Where nothing is stored and announced (no <mt> 1), messages come whole.
  const received = !known || allows(1, 1) ? 1 : allows(1, 2) ? 2 : 0;
  const reports = known ? (([2, 1] as const).find((ds) => allows(3, ds)) ?? 0) : 2;
  const buffer = !known || allows(4, 0) || offered.ranges.length < 5 ? 0 : 1;
  const full = modes.map((mode) => indicate(mode, received, 0, reports, buffer));
  const plain = modes.flatMap((mode) => [indicate(mode, received, 0, 0, buffer), indicate(mode, received)]);
  return [...new Set([...full, ...plain])];
}
