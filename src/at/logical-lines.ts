import type { LineEnd } from "../line/line-splitter.ts";
import { parseFinalResult } from "./final-result.ts";

/** Lines whose message goes on in the next line (27.005 3.4.1-3.4.3, 4.1, 4.2): the header, then the PDU or the text. */
const HEADER = /^\+(CMT|CDS|CBM|CMGR|CMGL):/;
/** Solicited texts may have several lines, up to the next header or the final result. */
const LISTED = /^\+(CMGR|CMGL):/;
/** The last parameter is a length and no quoted parameter stands where text mode has one: the body is one line of hexadecimal digits. */
const PDU_HEADER =
  /^\+(?:CMT: ?(?:"[^"]*"|[^",]*)?,|CDS: ?,?|CBM: ?,?|CMGR: ?|CMGR: ?\d+,(?:\d,)?(?:"[^"]*"|[^",]*)?,|CMGL: ?\d+,\d+,(?:"[^"]*"|[^",]*)?,) ?(\d{1,3})$/;
/** Its PDU is in the same line (ModemManager's tests). */
const PDU_INSIDE = /,\s*\d{1,3}\s+[0-9A-Fa-f]{12,}$/;
/** A PDU that lost a digit is still one; some modems leave its Ctrl-Z behind it, or a quote. */
const PDU_BODY = /^[0-9A-Fa-f]{4,}[\p{Cc}"]?$/u;
/** The number of a modem or a card, alone on its line as the answer to a question. */
const IDENTITY = /^\d{14,20}$/;
/** Menus of USSD hold line ends inside their quotes (27.007 7.15). Of other lines an open quote is only a lost one (Nokia). */
const USSD = /^\+CUSD: ?\d *, *"/;
/** A quote inside the text cannot be told from the closing one, but by what follows that, and by how many there are. */
const CLOSED = /" *, *"?\d{1,3}"? *$/;
const isOpen = (text: string): boolean => !CLOSED.test(text) && text.split('"').length % 2 === 0;

/** Nokia's phones break the list of operators in two, after a comma (27.007 7.3 has it in one line). */
const SCAN_OPEN = /^\+COPS: ?\(.*\),$/;
const SCAN_MORE = /^ *\(.*[^,]/;

/** A USSD text has 182 characters at most (23.038 5); a menu of theirs has fewer lines than that. */
const MAX_MENU = 24;
/**
 * What no line of a menu is. A bare OK may be one, and taken out of somebody's text it would end a command that is not
 * over; one that is lost costs a timeout.
 */
const ENDS_MENU = /^(?:\+CM[ES] ERROR(?::.*)?|[+^*#%$!][A-Z][A-Z0-9]{2,}: ?.*)$/;

const MAX_LENGTH = 4_096;
const MAX_LINES = 64;

interface Held {
  readonly text: string;
  readonly lines: number;
  readonly waitsFor: "pdu" | "text" | "texts" | "quote" | "scan";
  /** What stood behind the last line: inside quotes it is part of the text. */
  readonly end: LineEnd;
  /** Of the PDU, as its header says; without the service centre's address, which the PDU may begin with. */
  readonly octets?: number;
}

/**
 * Lines of the modem to logical lines: a header and its body, or a quoted text with line ends inside, become one string
 * with `\r\n` between, or inside of quotes with what stood there. What is held is bounded, and given up as it is by `flush` when nothing more comes.
 */
export class LogicalLines {
  readonly #emit: (line: string) => void;
  #held: Held | undefined;

  constructor(emit: (line: string) => void) {
    this.#emit = emit;
  }

  feed(line: string, end: LineEnd = "\r\n"): void {
    const held = this.#held;
    if (held === undefined) return this.#begin(line, end);
    if (held.waitsFor === "quote" && (held.lines >= MAX_MENU || ENDS_MENU.test(line))) {
      // The closing quote was lost: what the modem says next is none of the menu.
      this.flush();
      return this.#begin(line, end);
    }
    if (held.waitsFor === "quote") {
      this.#hold(held, line, end);
      if (line.includes('"') && this.#held !== undefined && !isOpen(this.#held.text)) this.flush();
      return;
    }
    if (held.waitsFor === "scan" && SCAN_MORE.test(line)) {
      this.#hold(held, line, end);
      if (!line.endsWith("),")) this.flush();
      return;
    }
    if (held.waitsFor === "texts" && parseFinalResult(line) === undefined && !LISTED.test(line))
      return this.#hold(held, line, end);
    const isBody =
      held.waitsFor === "pdu" ? isPduBody(line, held.octets) : held.waitsFor === "text" && !HEADER.test(line);
    if (isBody) {
      this.#hold(held, line, end);
      return this.flush();
    }
    this.flush();
    this.#begin(line, end);
  }

  /** What comes now may be somebody's words. */
  get insideText(): boolean {
    const waitsFor = this.#held?.waitsFor;
    return waitsFor !== undefined && waitsFor !== "pdu" && waitsFor !== "scan";
  }

  /** What is held is all there will be. */
  flush(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#emit(held.text);
  }

  #begin(line: string, end: LineEnd): void {
    const waitsFor = waits(line);
    if (waitsFor === undefined) return this.#emit(line);
    const octets = Number(PDU_HEADER.exec(line)?.[1]);
    this.#held = { text: line, lines: 1, waitsFor, end, ...(waitsFor === "pdu" ? { octets } : {}) };
  }

  #hold(held: Held, line: string, end: LineEnd): void {
    const between = held.waitsFor === "quote" ? held.end : "\r\n";
    this.#held = { ...held, text: held.text + between + line, lines: held.lines + 1, end };
    if (this.#held.text.length > MAX_LENGTH || this.#held.lines > MAX_LINES) this.flush();
  }
}

/** Where the body was lost and a number comes that was asked for, the number is not taken for the body. */
function isPduBody(line: string, octets = 0): boolean {
  if (!PDU_BODY.test(line)) return false;
  return !IDENTITY.test(line) || line.length === 2 * octets || line.length === 2 * (octets + 1 + centreLength(line));
}

const centreLength = (pdu: string): number => Number.parseInt(pdu.slice(0, 2), 16);

/** Whose lines may go on; every line of the modem comes by here. */
const MAY_GO_ON: ReadonlySet<string> = new Set("+CUSD +COPS +CMT +CDS +CBM +CMGR +CMGL".split(" "));

function waits(line: string): Held["waitsFor"] | undefined {
  if (!MAY_GO_ON.has(line.slice(0, Math.max(0, line.indexOf(":"))))) return undefined;
  if (USSD.test(line) && isOpen(line)) return "quote";
  if (SCAN_OPEN.test(line)) return "scan";
  if (!HEADER.test(line)) return undefined;
  if (PDU_HEADER.test(line)) return "pdu";
  if (PDU_INSIDE.test(line)) return undefined;
  if (LISTED.test(line)) return "texts";
  // A status report in text mode is its header alone (27.005 3.4.1); a text or a cell broadcast page follows.
  return line.startsWith("+CDS:") ? undefined : "text";
}
