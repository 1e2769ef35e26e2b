import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import { readFile, swappedDigits } from "../elementary-files.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { type CardState, cardState, enterPin, enterPuk, type SimCard } from "../sim-card.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";

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
  const state = cardState(mt.card);
  return state === "ready" ? answer(mt.card) : cme(LOCKED[state]);
}

function iccid(prefix: string): CommandRow {
  const answer = (mt: MobileTermination): Answer => {
    // EF ICCID may be read without a PIN (3GPP TS 31.102 4.2.1).
    if (mt.card === undefined) return cme(10);
    const { iccidForm } = mt.personality;
    const digits = mt.card.iccid;
    const written = {
      plain: digits,
      quoted: `"${digits}"`,
      padded: digits.padEnd(20, "F"),
      swapped: swappedDigits(digits, 10),
    }[iccidForm];
    return ok(`${prefix}: ${written}`);
  };
  return { execute: ({ mt }) => answer(mt), read: ({ mt }) => answer(mt), test: () => ok() };
}

/** 27.007 8.3: the PIN, or the PUK and a new PIN. */
function unlock(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const { card } = mt;
  if (card === undefined) return cme(10);
  const [first, second] = [textAt(parameters, 0), textAt(parameters, 1)];
  const state = cardState(card);
  if (state === "blocked") return cme(13);
  if (state === "ready") return cme(3);
  if (first === undefined || (state === "puk" && !/^\d{4,8}$/.test(second ?? ""))) return cme(50);
  const tried = state === "pin" ? enterPin(card, first) : enterPuk(card, first, second ?? "");
  if (!tried.accepted) {
    mt.noteCard(tried.card);
    return cme(cardState(tried.card) === "puk" && state === "pin" ? 12 : 16);
  }
  mt.setCard(tried.card);
  return ok();
}

/** 27.007 8.18: READ BINARY only. 6A82 (106,130) is "file not found", 6D00 (109,0) "instruction not supported". */
function restrictedAccess(card: SimCard, parameters: readonly Parameter[]): Answer {
  if (numberAt(parameters, 0) !== 176) return ok("+CRSM: 109,0");
  const [high, low, length] = [2, 3, 4].map((index) => numberAt(parameters, index) ?? 0);
  const content = readFile(card, numberAt(parameters, 1) ?? 0, (high ?? 0) * 256 + (low ?? 0), length ?? 0);
  return ok(content === undefined ? "+CRSM: 106,130" : `+CRSM: 144,0,"${content}"`);
}

export const CARD_COMMANDS: CommandRows = {
  "+CPIN": {
    read: ({ mt }) => (mt.card === undefined ? cme(10) : ok(`+CPIN: ${SHOWN[cardState(mt.card)]}`)),
    set: ({ mt }, parameters) => unlock(mt, parameters),
    test: () => ok(),
  },
  "+CIMI": { execute: ({ mt }) => unlocked(mt, (card) => ok(card.imsi)), test: () => ok() },
  "+CCID": iccid("+CCID"),
  "+ICCID": iccid("+ICCID"),
  "+QCCID": iccid("+QCCID"),
  "+CRSM": {
    set: ({ mt }, parameters) => (mt.card === undefined ? cme(10) : restrictedAccess(mt.card, parameters)),
    test: () => ok(),
  },
};
