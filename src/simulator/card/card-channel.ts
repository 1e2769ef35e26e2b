import { FOLDERS, folderControl, MASTER, simHeader, simStatus } from "./card-folders.ts";
import { accessFile, type CardAnswer, says, UNKNOWN_INSTRUCTION } from "./card-access.ts";
import { cardFile } from "./elementary-files.ts";
import { cardState, changePin, enterPin, enterPuk, lockCard, type SimCard, type Tried } from "./sim-card.ts";

const BLOCKED = says(0x6983);
const DONE = 0x9000;

/** The basic logical channel of a card: APDUs one by one, with the file that was selected last (+CSIM). */
export class CardChannel {
  #selected = MASTER;
  #folder = MASTER;
  #response = "";

  reset(): void {
    this.#selected = MASTER;
    this.#folder = MASTER;
    this.#response = "";
  }

  /** An APDU in hexadecimal: class, instruction, P1, P2, and perhaps a length and data. */
  transmit(card: SimCard, apdu: string): CardAnswer {
    return apdu.startsWith("A0") ? this.#asSim(card, apdu) : this.#asUicc(card, apdu);
  }

  /** The same files in the older application's words. */
  #asSim(card: SimCard, apdu: string): CardAnswer {
    const [, instruction = 0, , , p3 = 0] = [...Buffer.from(apdu, "hex")];
    const answer = this.#asUicc(card, instruction === 0xa4 ? `${apdu.slice(0, 4)}0000${apdu.slice(8)}` : apdu);
    if (instruction === 0xf2) {
      const status = simHeader(card, this.#folder);
      return p3 > status.length / 2 ? says(0x6700 + status.length / 2) : says(DONE, status.slice(0, p3 * 2));
    }
    if (instruction !== 0xa4 || answer.status >> 8 !== 0x61) return { ...answer, status: simStatus(answer.status) };
    this.#response = simHeader(card, this.#selected);
    return says(0x9f00 + this.#response.length / 2);
  }

  #asUicc(card: SimCard, apdu: string): CardAnswer {
    const [, instruction = 0, p1 = 0, p2 = 0, p3 = 0] = [...Buffer.from(apdu, "hex")];
    const data = apdu.slice(10);
    switch (instruction) {
      case 0xa4:
        return this.#select(card, p1, p2, data);
      case 0xc0: {
        const response = this.#response;
        this.#response = "";
        return says(DONE, response.slice(0, p3 === 0 ? undefined : p3 * 2));
      }
      case 0x20:
        return verify(card, p2, data);
      case 0x2c:
        return unblock(card, p2, data);
      case 0x24:
        return secret(card, data, 16, (old, fresh) => changePin(card, old, fresh));
      case 0x26:
      case 0x28:
        return secret(card, data, 8, (pin) => lockCard(card, instruction === 0x28, pin));
      // STATUS tells of the directory; P2 0C wants nothing back (TS 102 221 11.1.2).
      case 0xf2: {
        const told = folderControl(card, this.#folder);
        if ((p2 & 0x0c) === 0x0c) return says(DONE);
        return p3 > told.length / 2 ? says(0x6c00 + told.length / 2) : says(DONE, told.slice(0, (p3 || 255) * 2));
      }
      // No second channel: 6881 says that logical channels are not supported.
      case 0x70:
        return says(0x6881);
      case 0xb0:
      case 0xb2:
      case 0xd6:
      case 0xdc:
        return accessFile(card, { instruction, file: this.#selected, p1, p2, p3, data });
      default:
        return UNKNOWN_INSTRUCTION;
    }
  }

  /** By file (P1 0), by name (4), by path (8, 9): the last two bytes say where a path leads. */
  #select(card: SimCard, p1: number, p2: number, data: string): CardAnswer {
    const file = p1 === 4 ? 0x7fff : Number.parseInt(data.slice(-4) || "3F00", 16);
    if (p1 === 4 && !data.toUpperCase().startsWith("A0000000871002")) return says(0x6a82);
    if (!FOLDERS.includes(file) && cardFile(card, file) === undefined) return says(0x6a82);
    this.#selected = file;
    if (FOLDERS.includes(file)) this.#folder = file;
    // P2 0C: no parameters are wanted back.
    if ((p2 & 0x0c) === 0x0c) return says(DONE);
    this.#response = FOLDERS.includes(file)
      ? folderControl(card, file)
      : accessFile(card, { instruction: 0xc0, file, p1: 0, p2: 0, p3: 0, data: "" }).data;
    return says(0x6100 + this.#response.length / 2);
  }
}

/** Eight bytes of ASCII, filled up with FF. */
const digitsOf = (hex: string): string => Buffer.from(hex.replace(/(FF)+$/i, ""), "hex").toString("latin1");

/** TS 102 221 11.1.9: without data it only tells how many tries are left, 63Cx. PIN2 (81) is never tried here. */
function verify(card: SimCard, reference: number, data: string): CardAnswer {
  const tries = (reference & 0x80) === 0 ? card.pinTries : 3;
  if (data === "") return tries === 0 ? BLOCKED : says(0x63c0 + tries);
  if (reference !== 1) return says(0x6a88);
  return secret(card, data, 8, (pin) => enterPin(card, pin));
}

function unblock(card: SimCard, reference: number, data: string): CardAnswer {
  const tries = (reference & 0x80) === 0 ? card.pukTries : 10;
  if (data === "") return tries === 0 ? BLOCKED : says(0x63c0 + tries);
  if (data.length !== 32 || reference !== 1) return says(0x6700);
  const tried = enterPuk(card, digitsOf(data.slice(0, 16)), digitsOf(data.slice(16)));
  if (tried.accepted) return { ...says(DONE), card: tried.card };
  return { ...(tried.card.pukTries === 0 ? BLOCKED : says(0x63c0 + tried.card.pukTries)), card: tried.card };
}

function secret(card: SimCard, data: string, bytes: number, tryOut: (one: string, two: string) => Tried): CardAnswer {
  if (data.length !== bytes * 2) return says(0x6700);
  if (["puk", "blocked"].includes(cardState(card))) return BLOCKED;
  const tried = tryOut(digitsOf(data.slice(0, 16)), digitsOf(data.slice(16)));
  if (tried.accepted) return { ...says(DONE), card: tried.card };
  return { ...(tried.card.pinTries === 0 ? BLOCKED : says(0x63c0 + tried.card.pinTries)), card: tried.card };
}
