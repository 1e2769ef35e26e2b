import { Millis } from "../../base/duration.ts";
import { type Answer, cms, later, ok, prompt } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { STATUS_WORDS } from "../sms/message-lines.ts";
import type { MessagePlaces, MessageStatus, StoredMessage } from "../sms/message-memory.ts";
import { octetsOf } from "../sms/octets.ts";
import { readCentreField, type SmsAddress } from "../sms/sms-address.ts";
import { readUnit, type Submit, unitOctets } from "../sms/transfer-unit.ts";
import { typedSubmit, typedAddress } from "../sms/typed-message.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";
import { withCard } from "./message-card.ts";

/** On air one to three seconds; long enough here for a client to have to wait. */
const SENDING = Millis(300);

interface Written {
  readonly centre: SmsAddress | undefined;
  readonly unit: Uint8Array;
}

const writing = (mt: MobileTermination): MessagePlaces => mt.messages.memory(mt.settings.messages.memories[1]);

/** The network takes a message or says why not; its reference is the modem's own count (27.005 3.5.1). */
function send(mt: MobileTermination, name: string, written: Written, sent: () => void = () => undefined): Answer {
  const submit = readUnit(written.unit);
  if (submit?.kind !== "submit") return cms(304);
  return withCard(mt, (card) => {
    if ((written.centre ?? card.centre).number === "") return cms(330);
    return later(SENDING, () => {
      if (!mt.registered) return cms(331);
      if (!mt.carrier.mayOriginate(card.imsi)) return cms(50);
      const reference = mt.messages.nextReference();
      mt.carrier.messages.submit(card.number, { ...submit, reference });
      sent();
      return ok(`${name}: ${reference}`);
    });
  });
}

/** A PDU in hexadecimal whose length must be what was said (304 is "invalid PDU mode parameter"). */
function pdu(text: string, length: number): Written | undefined {
  const octets = octetsOf(text.trim());
  const found = octets === undefined ? undefined : readCentreField(octets);
  if (octets === undefined || found === undefined) return undefined;
  const unit = octets.subarray(found.end);
  return unit.length === length ? { centre: found.centre, unit: Uint8Array.from(unit) } : undefined;
}

const MOST_LENGTH = 164;

/** +CMGS and the PDU form of +CMGW: a length, then the PDU behind the prompt. */
function pduBehindPrompt(parameters: readonly Parameter[], taken: (written: Written) => Answer): Answer {
  const length = numberAt(parameters, 0);
  if (length === undefined || length < 7 || length > MOST_LENGTH) return cms(304);
  return prompt(false, (text) => {
    if (text === undefined) return ok();
    const written = pdu(text, length);
    return written === undefined ? cms(304) : taken(written);
  });
}

/** The text form: a number, then the text behind the prompt, line by line. */
function textBehindPrompt(
  mt: MobileTermination,
  to: SmsAddress | undefined,
  taken: (written: Written) => Answer,
): Answer {
  if (to === undefined) return cms(305);
  return prompt(true, (text) => {
    if (text === undefined) return ok();
    const submit = typedSubmit(to, text, mt.settings.messages.parameters, mt.settings.charset);
    return submit === undefined ? cms(305) : taken({ centre: undefined, unit: unitOctets(submit) });
  });
}

function recipient(mt: MobileTermination, parameters: readonly Parameter[], at = 0): SmsAddress | undefined {
  const written = textAt(parameters, at);
  return written === "" ? undefined : typedAddress(written, numberAt(parameters, at + 1), mt.settings.charset);
}

function store(mt: MobileTermination, written: Written, status: MessageStatus): Answer {
  if (readUnit(written.unit) === undefined) return cms(304);
  return withCard(mt, (card) => {
    const index = writing(mt).add({ status, centre: written.centre ?? card.centre, unit: written.unit });
    return index === undefined ? cms(322) : ok(`+CMGW: ${index}`);
  });
}

const STATUSES: readonly MessageStatus[] = [0, 1, 2, 3];

/** `<stat>` of +CMGW; stored unsent when nothing is said. */
function statusAt(mt: MobileTermination, parameters: readonly Parameter[], at: number): MessageStatus {
  const word = textAt(parameters, at)?.toUpperCase();
  const number =
    mt.settings.messages.format === 0 ? numberAt(parameters, at) : STATUS_WORDS.findIndex((w) => w === word);
  return STATUSES.find((status) => status === number) ?? 2;
}

function write(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  if (mt.settings.messages.format === 0) {
    const status = statusAt(mt, parameters, 1);
    return withCard(mt, () => pduBehindPrompt(parameters, (written) => store(mt, written, status)));
  }
  const status = statusAt(mt, parameters, 2);
  const to = parameters.length === 0 ? typedAddress("", undefined, "IRA") : recipient(mt, parameters);
  return withCard(mt, () => textBehindPrompt(mt, to, (written) => store(mt, written, status)));
}

/** 27.005 3.5.2: a stored message, perhaps to somebody else than it was stored for. */
function sendStored(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  return withCard(mt, () => {
    const index = numberAt(parameters, 0);
    const memory = writing(mt);
    const message: StoredMessage | undefined = index === undefined ? undefined : memory.at(index);
    if (index === undefined || message === undefined) return cms(321);
    const unit = readUnit(message.unit);
    if (unit?.kind !== "submit") return cms(302);
    const to = parameters.length > 1 ? recipient(mt, parameters, 1) : unit.to;
    if (to === undefined) return cms(305);
    const readdressed: Submit = { ...unit, to };
    return send(mt, "+CMSS", { centre: message.centre, unit: unitOctets(readdressed) }, () => {
      if (message.status === 2) memory.put(index, { ...message, status: 3 });
    });
  });
}

const sending: CommandRow = {
  set: ({ mt }, parameters) =>
    withCard(mt, () => {
      const taken = (written: Written): Answer => send(mt, "+CMGS", written);
      if (mt.settings.messages.format === 0) return pduBehindPrompt(parameters, taken);
      return textBehindPrompt(mt, recipient(mt, parameters), taken);
    }),
  test: () => ok(),
};

/** 27.005 3.4.4: 0 and 1 take a message, 2 refuses it; 340 says that none was waiting. */
function acknowledge(mt: MobileTermination, value: number): Answer {
  if (value < 0 || value > 2) return cms(302);
  return mt.messages.acknowledge(value < 2) ? ok() : cms(340);
}

export const MESSAGE_SENDING_COMMANDS: CommandRows = {
  "+CMGS": sending,
  "+CMGW": {
    set: ({ mt }, parameters) => write(mt, parameters),
    execute: ({ mt }) => (mt.settings.messages.format === 0 ? cms(304) : write(mt, [])),
    test: () => ok(),
  },
  "+CMSS": { set: ({ mt }, parameters) => sendStored(mt, parameters), test: () => ok() },
  "+CNMA": {
    execute: ({ mt }) => acknowledge(mt, 0),
    set: ({ mt }, parameters) => acknowledge(mt, numberAt(parameters, 0) ?? -1),
    test: () => ok("+CNMA: (0-2)"),
  },
};
