import { defined } from "../base/defined.ts";
import { isoInstant, WallMs } from "../base/instant.ts";
import { maskSender } from "../base/mask.ts";
import type { StorageUse } from "../modem/sms-conversation.ts";
import type { ReceivedSms } from "../modem/sms-inbox.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import type { SmsShelf } from "./sms-shelf.ts";

export interface SmsOptions {
  /** `read` leaves every message in the modem, `take` deletes what is safe on the disk. */
  readonly mode: "read" | "take";
  /** The text goes into the event, too. */
  readonly tellText: boolean;
}

/** How many of the newest a person is shown. */
const SHOWN = 5;

/** What the fleet is told of a message; who wrote it only where that is a service's short code. */
export const receivedFields = (message: ReceivedSms, { tellText }: SmsOptions): Readonly<Record<string, unknown>> =>
  defined({
    from: maskSender(message.from),
    centreTime: message.centreTime,
    parts: message.parts,
    missing: message.missing,
    message: tellText ? readable(message.text) : undefined,
  });

export const storageFields = (use: StorageUse, { mode }: SmsOptions): Readonly<Record<string, unknown>> => ({
  ...use,
  detail:
    mode === "read"
      ? 'modem.sms = "read" leaves every message in the modem, and a full one refuses new ones. Delete old messages there, or let the agent do it: modem.sms = "take".'
      : "What the agent may delete is deleted; the rest are drafts, sent messages, or messages it could not read. Delete them with the program that wrote them.",
});

/** For a person on the device: texts whole, the newest last. */
export const smsStatus = (
  shelf: SmsShelf,
  { mode }: SmsOptions,
  storage: StorageUse | undefined,
): NonNullable<AgentStatus["sms"]> =>
  defined({
    mode,
    storage,
    kept: shelf.messages.length,
    waitingParts: shelf.parts.length,
    last: shelf.messages.slice(-SHOWN).map(({ from, text, parts, centreTime, at, missing }) =>
      defined({
        at: isoInstant(WallMs(at)),
        centreTime,
        from: maskSender(from),
        parts,
        missing: missing && [...missing],
        text: readable(text),
      }),
    ),
  });

/** No control character that a terminal would obey. */
const readable = (text: string): string => text.replace(/\p{Cc}/gu, (found) => (found === "\n" ? found : " "));
