import { type Duration, Seconds, typedDuration } from "../base/duration.ts";
import { parseBytes } from "../base/bytes.ts";
import type { Clock } from "../ports/clock.ts";
import type { Bridge } from "./bridge.ts";
import type { ScriptedMessages } from "./scripted-messages.ts";
import type { ScriptedModem } from "./scripted-modem.ts";
import type { ScriptedSource } from "./scripted-source.ts";
import {
  CAUSE_CODES,
  CLASS_CODES,
  type ClassWord,
  LEVEL_CODES,
  REASON_CODES,
  type ReasonWord,
  SERVICE_CODES,
  wordOf,
} from "./wire-codes.ts";

export interface ScriptParts {
  readonly clock: Clock;
  readonly bridge: Bridge;
  readonly source: ScriptedSource;
  readonly modem: ScriptedModem;
  readonly messages: ScriptedMessages;
}

/** `undefined`: done. A text: what was wrong with the line, and what is allowed. */
type Refused = string | undefined;
type Row = {
  readonly usage: string;
  readonly does: string;
  readonly run: (parts: ScriptParts, words: readonly string[], line: string) => Refused;
};

const allowed = (table: object): string => Object.keys(table).join(", ");
const found = (text: string | undefined, wanted: string): string =>
  text === undefined ? `a word is missing; allowed: ${wanted}` : `found "${text}"; allowed: ${wanted}`;

/** Says that what was done has no answer. */
const done = (_did: unknown): undefined => undefined;

/** `600`, `10s`, `5min`. */
function timeOf(text: string | undefined): Duration | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Seconds(Number(text)) : typedDuration(text);
}
const TIME = "seconds, or a time such as 10s or 5min";

const forClass = (text: string | undefined, then: (of: ClassWord) => Refused): Refused => {
  const of = text === "alarm" ? "payment" : wordOf(CLASS_CODES, text ?? "");
  return of === undefined ? found(text, allowed(CLASS_CODES)) : then(of);
};

function refuse(parts: ScriptParts, [name, ...rest]: readonly string[]): Refused {
  return forClass(name, (of) => {
    const lasts = timeOf(rest[0]);
    const [word, extra] = lasts === undefined ? rest : rest.slice(1);
    const reason: ReasonWord | undefined = word === undefined ? "level" : wordOf(REASON_CODES, word);
    if (reason === undefined || reason === "granted" || reason === "granted-less" || extra !== undefined)
      return found(extra ?? word, `${TIME}, then one of ${allowed(REASON_CODES)}`);
    parts.source.refuse(of, reason, lasts);
    return undefined;
  });
}

function limit(parts: ScriptParts, [name, amount, rate]: readonly string[]): Refused {
  return forClass(name, (of) => {
    if (amount === "none") return done(parts.source.limit(of, undefined));
    const left = /^\d{1,15}$/.test(amount ?? "") ? BigInt(amount ?? "") : parseBytes(amount ?? "");
    if (left === undefined) return found(amount, "bytes, such as 20000 or 20KiB, or none");
    if (rate !== undefined && !/^\d{1,9}$/.test(rate)) return found(rate, "bytes per second");
    parts.source.limit(of, { left, ...(rate === undefined ? {} : { bytesPerSecond: Number(rate) }) });
    return undefined;
  });
}

function silent({ bridge, clock }: ScriptParts, [text]: readonly string[]): Refused {
  const lasts = timeOf(text);
  if (lasts === undefined) return found(text, TIME);
  bridge.silence(true);
  clock.after(lasts, () => {
    bridge.silence(false);
    bridge.restart();
  });
  return undefined;
}

function cause({ source }: ScriptParts, [name, sure]: readonly string[]): Refused {
  const word = wordOf(CAUSE_CODES, name ?? "");
  if (word === undefined) return found(name, allowed(CAUSE_CODES));
  const confidence = sure === undefined ? (word === "none" ? 0 : 0.5) : Number(sure);
  if (!(confidence >= 0 && confidence <= 1)) return found(sure, "a confidence from 0 to 1");
  return done(source.change({ cause: word, confidence }));
}

const SMS = "to NUMBER[*]..., none, cap N, answer sent, answer refused [CODE], answer unsure, answer untried";

const PERMITTED = /^\+?\d{3,20}\*?$/;
const NUMBERS = "3 to 20 digits, perhaps with a + before or a * behind them";

/** To whom messages may go, and what becomes of them. */
function sms({ messages }: ScriptParts, [what, ...rest]: readonly string[]): Refused {
  const [first = ""] = rest;
  if (what === "none" && first === "") return done((messages.to = []));
  if (what === "to") {
    const wrong = rest.find((number) => !PERMITTED.test(number));
    return wrong === undefined && first !== "" ? done((messages.to = rest)) : found(wrong, NUMBERS);
  }
  if (what === "cap" && /^\d{1,3}$/.test(first)) return done((messages.perDay = Number(first)));
  if (what !== "answer") return found(what, SMS);
  if (first === "sent" || first === "unsure" || first === "untried") return done((messages.answer = { kind: first }));
  const [, code] = rest;
  if (first !== "refused" || !/^\d{0,3}$/.test(code ?? "")) return found(code ?? first, SMS);
  return done((messages.answer = { kind: "refused", ...(code === undefined ? {} : { code: Number(code) }) }));
}

/** Every command of the script, once: the help text and the README come from here. */
export const SCRIPT_COMMANDS: Readonly<Record<string, Row>> = {
  level: {
    usage: "level LEVEL",
    does: `the level: ${allowed(LEVEL_CODES)}`,
    run: ({ source }, [name]) => {
      const level = wordOf(LEVEL_CODES, name ?? "");
      return level === undefined ? found(name, allowed(LEVEL_CODES)) : done(source.change({ level }));
    },
  },
  service: {
    usage: "service SERVICE",
    does: `whether data passes: ${allowed(SERVICE_CODES)}`,
    run: ({ source }, [name]) => {
      const service = wordOf(SERVICE_CODES, name ?? "");
      return service === undefined ? found(name, allowed(SERVICE_CODES)) : done(source.change({ service }));
    },
  },
  cause: {
    usage: "cause CAUSE [CONFIDENCE]",
    does: "what is wrong, and how sure that is (0 to 1): arrears 0.9",
    run: cause,
  },
  refuse: { usage: "refuse CLASS [TIME] [REASON]", does: "a class is refused, for ever or for so long", run: refuse },
  allow: {
    usage: "allow CLASS",
    does: "a class is refused no more",
    run: ({ source }, [name]) => forClass(name, (of) => done(source.allow(of))),
  },
  budget: { usage: "budget CLASS BYTES [BYTES/S]", does: "what a class may still send; none: no limit", run: limit },
  lasts: {
    usage: "lasts TIME",
    does: "how long a grant lasts",
    run: ({ source }, [text]) => {
      const time = timeOf(text);
      return time === undefined ? found(text, TIME) : done(source.lasts(time));
    },
  },
  withdraw: {
    usage: "withdraw",
    does: "every open grant is taken back",
    run: ({ source, bridge }) => {
      for (const grant of bridge.openGrants) source.withdraw(grant, "level");
      return undefined;
    },
  },
  check: {
    usage: "check TIME",
    does: "when the agent looks again; 0: nothing is due",
    run: ({ source }, [text]) => {
      const time = timeOf(text);
      return time === undefined ? found(text, TIME) : done(source.checkAgain(time > 0 ? time : undefined));
    },
  },
  clock: {
    usage: "clock trusted|distrusted",
    does: "whether the agent knows the time",
    run: ({ source }, [word]) =>
      word === "trusted" || word === "distrusted"
        ? done(source.change({ clockTrusted: word === "trusted" }))
        : found(word, "trusted, distrusted"),
  },
  silent: { usage: "silent TIME", does: "the agent is dead for so long, then starts (+WARDRDY)", run: silent },
  modem: {
    usage: "modem COMMAND ANSWER | absent | present",
    does: "what the modem answers to a command that is passed on: modem +CSQ +CSQ: 5,99",
    run: ({ modem }, [command, ...rest], line) => {
      if (command === "absent" || command === "present") return done(modem.absent(command === "absent"));
      if (command === undefined || rest.length === 0) return found(command, "a command and its answer");
      return done(modem.answer(command, line.slice(line.indexOf(command) + command.length).trim()));
    },
  },
  sms: {
    usage: "sms to NUMBER[*]... | none | cap N | answer sent|refused [CODE]|unsure|untried",
    does: "to whom AT+CMGS may send (nobody at first), how many a day, and what becomes of it: sms to 10086 106*",
    run: sms,
  },
};

const LONGEST = 512;

/** One line of a script; the text says what was wrong with it. Empty lines and those that begin with # do nothing. */
export function runScriptLine(parts: ScriptParts, text: string): Refused {
  const line = text.trim();
  if (line === "" || line.startsWith("#")) return undefined;
  if (line.length > LONGEST) return `found ${line.length} characters; allowed: ${LONGEST}`;
  const [verb = "", ...words] = line.split(/\s+/);
  const row = Object.hasOwn(SCRIPT_COMMANDS, verb) ? SCRIPT_COMMANDS[verb] : undefined;
  return row === undefined ? found(verb, allowed(SCRIPT_COMMANDS)) : row.run(parts, words, line);
}
