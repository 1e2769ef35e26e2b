import { type Answer, cms, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { type Indications, MEMORY_NAMES, type MemoryName, type MessageSettings } from "../sms/message-settings.ts";
import { addressOf } from "../sms/sms-address.ts";
import { forDte, fromDte } from "../sms/te-charset.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";
import { withCard } from "./message-card.ts";

const settingsOf = (mt: MobileTermination): MessageSettings => mt.settings.messages;

function change(mt: MobileTermination, changed: Partial<MessageSettings>): void {
  mt.configure({ messages: { ...mt.settings.messages, ...changed } });
}

/** A command with one value, 0 or 1; without one it is set to 0. */
function zeroOrOne(
  name: string,
  shown: (settings: MessageSettings) => 0 | 1,
  changed: (value: 0 | 1) => Partial<MessageSettings>,
): CommandRow {
  const set = (mt: MobileTermination, value: number | undefined): Answer => {
    if (value !== 0 && value !== 1) return cms(302);
    change(mt, changed(value));
    return ok();
  };
  return {
    read: ({ mt }) => ok(`${name}: ${shown(settingsOf(mt))}`),
    test: () => ok(`${name}: (0,1)`),
    execute: ({ mt }) => set(mt, 0),
    set: ({ mt }, parameters) => set(mt, parameters.length === 1 ? numberAt(parameters, 0) : undefined),
  };
}

const isMemory = (name: string | undefined): name is MemoryName => MEMORY_NAMES.some((known) => known === name);

const counts = (mt: MobileTermination, name: MemoryName): string => {
  const { used, places } = mt.messages.memory(name);
  return `${used},${places}`;
};

/** 27.005 3.2.2: one to three memories; those that are not named stay. */
function chooseMemories(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const names = parameters.map((_, index) => textAt(parameters, index));
  if (names.length > 3 || names.length === 0 || !names.every(isMemory)) return cms(302);
  return withCard(mt, () => {
    const [reading, writing, receiving] = settingsOf(mt).memories;
    const [first = reading, second = writing, third = receiving] = names.filter(isMemory);
    change(mt, { memories: [first, second, third] });
    return ok(`+CPMS: ${[first, second, third].map((name) => counts(mt, name)).join(",")}`);
  });
}

const MEMORIES = `(${MEMORY_NAMES.map((name) => `"${name}"`).join(",")})`;

const MOST: readonly (readonly [keyof Indications, readonly number[]])[] = [
  ["mode", [0, 1, 2, 3]],
  ["received", [0, 1, 2, 3]],
  ["broadcast", [0, 2]],
  ["reports", [0, 1, 2]],
  ["buffer", [0, 1]],
];

/** 27.005 3.4.1: values that are left out at the end are 0, as modules take them. */
function indicate(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  if (parameters.length > MOST.length) return cms(302);
  const values = MOST.map(([, allowed], index) => {
    const value = parameters[index] === undefined ? 0 : (numberAt(parameters, index) ?? 0);
    return allowed.includes(value) ? value : undefined;
  });
  if (values.includes(undefined)) return cms(302);
  const [mode = 0, received = 0, broadcast = 0, reports = 0, buffer = 0] = values;
  change(mt, { indications: { mode, received, broadcast, reports, buffer } });
  mt.messages.indicationsChanged();
  return ok();
}

function indications(mt: MobileTermination): string {
  const { mode, received, broadcast, reports, buffer } = settingsOf(mt).indications;
  return [mode, received, broadcast, reports, buffer].join(",");
}

function setCentre(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const written = textAt(parameters, 0);
  const text = written === undefined ? undefined : fromDte(written, mt.settings.charset);
  const type = numberAt(parameters, 1);
  if (text === undefined || !/^\+?[0-9*#]{1,20}$/.test(text)) return cms(304);
  return withCard(mt, (card) => {
    const plus = type === 145 && !text.startsWith("+") ? `+${text}` : text;
    mt.noteCard({ ...card, centre: addressOf(plus) });
    return ok();
  });
}

function setParameters(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const before = settingsOf(mt).parameters;
  const [first, validity, pid, dcs] = [before.first, before.validity, before.pid, before.dcs].map((value, index) =>
    parameters[index] === undefined || parameters[index]?.kind === "omitted" ? value : numberAt(parameters, index),
  );
  const values = [first, validity, pid, dcs];
  if (parameters.length > 4 || values.some((value) => value === undefined || value < 0 || value > 255)) return cms(302);
  change(mt, { parameters: { first: first ?? 17, validity: validity ?? 167, pid: pid ?? 0, dcs: dcs ?? 0 } });
  return ok();
}

export const MESSAGE_SETUP_COMMANDS: CommandRows = {
  "+CMGF": zeroOrOne(
    "+CMGF",
    ({ format }) => format,
    (format) => ({ format }),
  ),
  "+CSDH": zeroOrOne(
    "+CSDH",
    ({ details }) => (details ? 1 : 0),
    (value) => ({ details: value === 1 }),
  ),
  // 27.005 3.2.1: mobile-terminated, mobile-originated and broadcast messages are all there.
  "+CSMS": {
    read: ({ mt }) => ok(`+CSMS: ${settingsOf(mt).service},1,1,1`),
    test: () => ok("+CSMS: (0,1)"),
    set: ({ mt }, parameters) => {
      const service = numberAt(parameters, 0);
      if (service !== 0 && service !== 1) return cms(302);
      change(mt, { service });
      return ok("+CSMS: 1,1,1");
    },
  },
  "+CPMS": {
    read: ({ mt }) =>
      withCard(mt, () =>
        ok(
          `+CPMS: ${settingsOf(mt)
            .memories.map((name) => `"${name}",${counts(mt, name)}`)
            .join(",")}`,
        ),
      ),
    test: () => ok(`+CPMS: ${MEMORIES},${MEMORIES},${MEMORIES}`),
    set: ({ mt }, parameters) => chooseMemories(mt, parameters),
  },
  "+CNMI": {
    read: ({ mt }) => ok(`+CNMI: ${indications(mt)}`),
    test: () => ok(`+CNMI: ${MOST.map(([, allowed]) => `(${allowed.join(",")})`).join(",")}`),
    set: ({ mt }, parameters) => indicate(mt, parameters),
    execute: ({ mt }) => indicate(mt, []),
  },
  "+CSCA": {
    read: ({ mt }) =>
      withCard(mt, ({ centre }) => ok(`+CSCA: "${forDte(centre.number, mt.settings.charset)}",${centre.type}`)),
    test: () => ok(),
    set: ({ mt }, parameters) => setCentre(mt, parameters),
  },
  "+CSMP": {
    read: ({ mt }) => {
      const { first, validity, pid, dcs } = settingsOf(mt).parameters;
      return ok(`+CSMP: ${first},${validity},${pid},${dcs}`);
    },
    test: () => ok(),
    set: ({ mt }, parameters) => setParameters(mt, parameters),
  },
};
