import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import { accessFile } from "../card/card-access.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import {
  type CardState,
  cardState,
  changePin,
  enterPin,
  enterPuk,
  lockCard,
  PIN_TRIES,
  PUK_TRIES,
  type SimCard,
  type Tried,
} from "../card/sim-card.ts";
import type { CommandRows } from "./command-row.ts";

const LOCKED: Readonly<Record<Exclude<CardState, "ready">, number>> = { pin: 11, puk: 12, blocked: 13 };
const SHOWN: Readonly<Record<CardState, string>> = {
  ready: "READY",
  pin: "SIM PIN",
  puk: "SIM PUK",
  blocked: "SIM PUK",
};

/** Most of a card can be read only when it is there and unlocked (3GPP TS 27.007 9.2.1: 10 to 13). */
function unlocked(mt: MobileTermination, answer: (card: SimCard) => Answer): Answer {
  if (mt.card === undefined) return cme(10);
  if (mt.cardBusy) return cme(14);
  const state = cardState(mt.card);
  return state === "ready" ? answer(mt.card) : cme(LOCKED[state]);
}

/** 27.007 8.3: the PIN, or the PUK and a new PIN. */
function unlock(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const { card } = mt;
  if (card === undefined) return cme(10);
  const [first, second] = [textAt(parameters, 0), textAt(parameters, 1)];
  const state = cardState(card);
  if (state === "blocked") return cme(13);
  if (state === "ready") return cme(3);
  // One code alone is a PIN, and it is the PUK that is asked for.
  if (state === "puk" && second === undefined) return cme(12);
  const unfit = state === "pin" ? unfitPin(first) : (unfitPuk(first) ?? unfitPin(second));
  if (first === undefined || unfit !== undefined) return unfit ?? cme(50);
  const tried = state === "pin" ? enterPin(card, first) : enterPuk(card, first, second ?? "");
  if (!tried.accepted && state === "puk") {
    mt.noteCard(tried.card);
    return cme(16);
  }
  return settled(mt, tried);
}

/**
 * The modem itself refuses what cannot be a PIN (4 to 8 digits, 3GPP TS 31.101 9.5.1) or a PUK (8 digits): the card is
 * not asked and no try is lost.
 */
const unfitPin = (pin: string | undefined): Answer | undefined => unfitCode(pin, /^\d{4,8}$/);
const unfitPuk = (puk: string | undefined): Answer | undefined => unfitCode(puk, /^\d{8}$/);

function unfitCode(code: string | undefined, form: RegExp): Answer | undefined {
  if (form.test(code ?? "")) return undefined;
  return cme(/^\d+$/.test(code ?? "") ? 16 : 50);
}

/** What came of a PIN or PUK that was given to the card: OK, 16 (wrong), 12 (blocked by it). */
function settled(mt: MobileTermination, tried: Tried): Answer {
  const before = mt.card === undefined ? "ready" : cardState(mt.card);
  if (tried.accepted && before !== "ready") mt.setCard(tried.card);
  else mt.noteCard(tried.card);
  if (tried.accepted) return ok();
  return cme(cardState(tried.card) === "puk" ? 12 : 16);
}

const hexWord = (value: number): string => `${value >> 8},${value & 0xff}`;

/** 27.007 8.18: `<command>[,<fileid>[,<P1>,<P2>,<P3>[,<data>[,<pathid>]]]]`. */
function restrictedAccess(mt: MobileTermination, card: SimCard, parameters: readonly Parameter[]): Answer {
  const [instruction = 0, file = MASTER_FILE, p1 = 0, p2 = 0, p3 = 0] = [0, 1, 2, 3, 4].map((index) =>
    numberAt(parameters, index),
  );
  const data = (textAt(parameters, 5) ?? "").toUpperCase();
  if (!/^([0-9A-F]{2})*$/.test(data)) return cme(50);
  // STATUS names no file; it is the directory that it asks about.
  if (instruction === 0xf2 && file === MASTER_FILE) return ok("+CRSM: 144,0");
  const answer = accessFile(card, { instruction, file, p1, p2, p3, data });
  if (answer.card !== undefined) mt.noteCard(answer.card);
  return ok(`+CRSM: ${hexWord(answer.status)}${answer.data === "" ? "" : `,"${answer.data}"`}`);
}

const MASTER_FILE = 0x3f00;

/** 27.007 8.17: `<length>,<command>`, both in characters; the answer the same way. */
function genericAccess(mt: MobileTermination, card: SimCard, parameters: readonly Parameter[]): Answer {
  const apdu = (textAt(parameters, 1) ?? "").toUpperCase();
  if (numberAt(parameters, 0) !== apdu.length || !/^([0-9A-F]{2}){4,260}$/.test(apdu)) return cme(50);
  const before = cardState(card);
  const answer = mt.cardChannel.transmit(card, apdu.length === 8 ? `${apdu}00` : apdu);
  if (answer.card !== undefined) {
    if (cardState(answer.card) === "ready" && before !== "ready") mt.setCard(answer.card);
    else mt.noteCard(answer.card);
  }
  const said = answer.data + answer.status.toString(16).toUpperCase().padStart(4, "0");
  return ok(`+CSIM: ${said.length},"${said}"`);
}

const present = (mt: MobileTermination, answer: (card: SimCard) => Answer): Answer => {
  if (mt.card === undefined) return cme(10);
  return mt.cardBusy ? cme(14) : answer(mt.card);
};

const FACILITIES = ["SC", "FD", "PN", "PU", "PP", "PC", "PS", "AO", "OI", "OX", "AI", "IR"];

/** 27.007 7.4: only the PIN can be locked and unlocked; the others can be asked for and are off. */
function facilityLock(mt: MobileTermination, card: SimCard, parameters: readonly Parameter[]): Answer {
  const [facility, mode, pin] = [textAt(parameters, 0)?.toUpperCase(), numberAt(parameters, 1), textAt(parameters, 2)];
  if (facility === undefined || !FACILITIES.includes(facility) || mode === undefined) return cme(50);
  if (mode === 2) return ok(`+CLCK: ${facility === "SC" && card.pinEnabled ? 1 : 0}`);
  if (facility !== "SC") return cme(4);
  if ((mode !== 0 && mode !== 1) || pin === undefined) return cme(50);
  const state = cardState(card);
  if (state === "puk" || state === "blocked") return cme(LOCKED[state]);
  const unfit = unfitPin(pin);
  if (unfit !== undefined) return unfit;
  return settled(mt, lockCard(card, mode === 1, pin));
}

/** 27.007 7.5. A PIN can be changed only while it is asked for (TS 102 221 11.1.10). */
function changePassword(mt: MobileTermination, card: SimCard, parameters: readonly Parameter[]): Answer {
  const [facility, old, fresh] = [0, 1, 2].map((index) => textAt(parameters, index));
  if (facility?.toUpperCase() !== "SC" || old === undefined) return cme(50);
  const unfit = unfitPin(fresh) ?? unfitPin(old);
  if (unfit !== undefined) return unfit;
  if (!card.pinEnabled) return cme(3);
  const state = cardState(card);
  if (state === "puk" || state === "blocked") return cme(LOCKED[state]);
  return settled(mt, changePin(card, old, fresh ?? ""));
}

/** 27.007 8.65. The second PIN is never tried by anybody here. */
function tries(card: SimCard, wanted: string | undefined): readonly string[] {
  const rows = [
    ["SIM PIN", card.pinTries, PIN_TRIES],
    ["SIM PUK", card.pukTries, PUK_TRIES],
    ["SIM PIN2", PIN_TRIES, PIN_TRIES],
    ["SIM PUK2", PUK_TRIES, PUK_TRIES],
  ] as const;
  return rows.filter(([code]) => wanted === undefined || code === wanted).map((row) => `+CPINR: ${row.join(",")}`);
}

export const CARD_COMMANDS: CommandRows = {
  "+CPIN": {
    read: ({ mt }) => present(mt, (card) => ok(`+CPIN: ${SHOWN[cardState(card)]}`)),
    set: ({ mt }, parameters) => unlock(mt, parameters),
    test: () => ok(),
  },
  "+CIMI": { execute: ({ mt }) => unlocked(mt, (card) => ok(card.imsi)), test: () => ok() },
  "+CRSM": {
    set: ({ mt }, parameters) => present(mt, (card) => restrictedAccess(mt, card, parameters)),
    test: () => ok(),
  },
  "+CSIM": {
    set: ({ mt }, parameters) => present(mt, (card) => genericAccess(mt, card, parameters)),
    test: () => ok(),
  },
  "+CLCK": {
    set: ({ mt }, parameters) => present(mt, (card) => facilityLock(mt, card, parameters)),
    test: () => ok(`+CLCK: (${FACILITIES.map((name) => `"${name}"`).join(",")})`),
  },
  "+CPWD": {
    set: ({ mt }, parameters) => present(mt, (card) => changePassword(mt, card, parameters)),
    test: () => ok('+CPWD: ("SC",8)'),
  },
  "+CPINR": {
    execute: ({ mt }) => present(mt, (card) => ok(...tries(card, undefined))),
    set: ({ mt }, parameters) => present(mt, (card) => ok(...tries(card, textAt(parameters, 0)))),
    test: () => ok(),
  },
  // 27.007 7.1: the name is empty on cards that nobody wrote to, and empty in every alphabet; the number is in digits
  // whatever +CSCS says: ModemManager, which chooses UCS2, takes it so.
  "+CNUM": {
    execute: ({ mt }) =>
      unlocked(mt, ({ number }) => ok(`+CNUM: "","${number}",${number.startsWith("+") ? 145 : 129}`)),
    test: () => ok(),
  },
};
