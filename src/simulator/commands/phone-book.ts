import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { BOOK_NAMES, type BookName, type PhoneBook, type PhoneBookEntry } from "../phone-book.ts";
import { forDte, fromDte } from "../sms/te-charset.ts";
import type { CommandRows } from "./command-row.ts";

const INTERNATIONAL = 145;
const NUMBER_LENGTH = 40;
const NAME_LENGTH = 14;

const book = (mt: MobileTermination): PhoneBook => mt.phoneBook(mt.settings.phoneBook);

function lines(mt: MobileTermination, first: number, last: number): readonly string[] {
  const { charset } = mt.settings;
  return book(mt)
    .between(first, last)
    .map(([index, { number, type, name }]) => `+CPBR: ${index},"${number}",${type},"${forDte(name, charset)}"`);
}

function read(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const first = numberAt(parameters, 0);
  const last = numberAt(parameters, 1) ?? first;
  if (first === undefined || last === undefined || first < 1 || first > book(mt).places) return cme(21);
  return ok(...lines(mt, first, last));
}

/** 27.007 8.14: `[<index>][,<number>[,<type>[,<text>]]]`; an index alone empties its place. */
function write(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const index = numberAt(parameters, 0);
  const written = textAt(parameters, 1);
  if (index === undefined && written === undefined) return cme(50);
  const number = written === undefined ? "" : [fromDte(written, mt.settings.charset), written].find(isNumber);
  const name = fromDte(textAt(parameters, 3) ?? "", mt.settings.charset);
  if (number === undefined) return cme(27);
  if (name === undefined || name.length > NAME_LENGTH) return cme(24);
  const type = numberAt(parameters, 2) ?? (number.startsWith("+") ? INTERNATIONAL : 129);
  const entry: PhoneBookEntry | undefined = written === undefined ? undefined : { number, type, name };
  if (book(mt).put(index, entry)) return ok();
  return cme(index === undefined ? 20 : 21);
}

const isNumber = (text: string | undefined): text is string => /^\+?[0-9*#pPwW,]{1,40}$/.test(text ?? "");

const isBook = (name: string | undefined): name is BookName => BOOK_NAMES.some((known) => known === name);

export const PHONE_BOOK_COMMANDS: CommandRows = {
  "+CPBS": {
    read: ({ mt }) => ok(`+CPBS: "${mt.settings.phoneBook}",${book(mt).used},${book(mt).places}`),
    test: () => ok(`+CPBS: (${BOOK_NAMES.map((name) => `"${name}"`).join(",")})`),
    set: ({ mt }, parameters) => {
      const name = textAt(parameters, 0)?.toUpperCase();
      if (!isBook(name)) return cme(50);
      mt.configure({ phoneBook: name });
      return ok();
    },
  },
  "+CPBR": {
    test: ({ mt }) => ok(`+CPBR: (1-${book(mt).places}),${NUMBER_LENGTH},${NAME_LENGTH}`),
    set: ({ mt }, parameters) => read(mt, parameters),
  },
  "+CPBW": {
    test: ({ mt }) => ok(`+CPBW: (1-${book(mt).places}),${NUMBER_LENGTH},(129,145),${NAME_LENGTH}`),
    set: ({ mt }, parameters) => write(mt, parameters),
  },
};
