import { type Answer, cms, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { listLines, readLines, STATUS_WORDS } from "../sms/message-lines.ts";
import type { MessagePlaces, MessageStatus, StoredMessage } from "../sms/message-memory.ts";
import type { CommandRows } from "./command-row.ts";
import { withCard } from "./message-card.ts";

const reading = (mt: MobileTermination): MessagePlaces => mt.messages.memory(mt.settings.messages.memories[0]);

function markRead(memory: MessagePlaces, index: number, message: StoredMessage): void {
  if (message.status === 0) memory.put(index, { ...message, status: 1 });
}

/** 27.005 3.4.2 and 4.1: 0 to 3 are the states, 4 is all of them; text mode says it in words. */
function wanted(mt: MobileTermination, parameters: readonly Parameter[]): number | undefined {
  if (mt.settings.messages.format === 0) {
    const state = numberAt(parameters, 0);
    return state !== undefined && state >= 0 && state <= 4 ? state : undefined;
  }
  const word = textAt(parameters, 0)?.toUpperCase();
  const at = [...STATUS_WORDS, "ALL"].findIndex((known) => known === word);
  return at === -1 ? undefined : at;
}

function list(mt: MobileTermination, state: number | undefined): Answer {
  if (state === undefined) return cms(mt.settings.messages.format === 0 ? 304 : 305);
  return withCard(mt, () => {
    const memory = reading(mt);
    const found = memory.list().filter(([, message]) => state === 4 || message.status === state);
    const lines = found.flatMap(([index, message]) => listLines(index, message, mt.messages.writing));
    found.forEach(([index, message]) => markRead(memory, index, message));
    return ok(...lines);
  });
}

function read(mt: MobileTermination, index: number | undefined): Answer {
  return withCard(mt, () => {
    const memory = reading(mt);
    const message = index === undefined ? undefined : memory.at(index);
    if (index === undefined || message === undefined) return cms(321);
    const lines = readLines(message, mt.messages.writing);
    markRead(memory, index, message);
    return ok(...lines);
  });
}

/** 27.005 3.5.4 `<delflag>`: which states go, whatever the index is. */
const DELETED: Readonly<Record<number, readonly MessageStatus[]>> = {
  1: [1],
  2: [1, 3],
  3: [1, 2, 3],
  4: [0, 1, 2, 3],
};

function remove(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const [index, flag] = [numberAt(parameters, 0), numberAt(parameters, 1) ?? 0];
  if (flag < 0 || flag > 4 || (flag === 0 && index === undefined)) return cms(302);
  return withCard(mt, (card) => {
    const memory = reading(mt);
    if (flag === 0) {
      // An empty place may be emptied: modules answer OK where the index is possible.
      if (index === undefined || index < 0 || index > memory.places) return cms(321);
      memory.remove(index);
    } else {
      const gone = memory.list().filter(([, { status }]) => DELETED[flag]?.includes(status) === true);
      gone.forEach(([place]) => memory.remove(place));
    }
    mt.carrier.messages.wake(card.number);
    return ok();
  });
}

function indexes(mt: MobileTermination): string {
  return reading(mt)
    .list()
    .map(([index]) => index)
    .join(",");
}

export const MESSAGE_READING_COMMANDS: CommandRows = {
  "+CMGL": {
    execute: ({ mt }) => list(mt, 0),
    set: ({ mt }, parameters) => list(mt, wanted(mt, parameters)),
    test: ({ mt }) =>
      ok(
        `+CMGL: (${mt.settings.messages.format === 0 ? "0-4" : [...STATUS_WORDS, "ALL"].map((word) => `"${word}"`).join(",")})`,
      ),
  },
  "+CMGR": { set: ({ mt }, parameters) => read(mt, numberAt(parameters, 0)), test: () => ok() },
  "+CMGD": {
    set: ({ mt }, parameters) => remove(mt, parameters),
    test: ({ mt }) => ok(`+CMGD: (${indexes(mt)}),(0-4)`),
  },
};
