/** A word of this program and the number that stands for it on the bridge. A number is never given to another word. */
export interface WireCode {
  readonly code: number;
  readonly sentence: string;
}

type WireTable<Word extends string = string> = Readonly<Record<Word, WireCode>>;

/** What is spoken: a client that knows another major number uses nothing but `AT+WARDVER?`. */
export const WIRE_VERSION = { major: 1, minor: 0 } as const;

/** `<service>`: whether packet data passes. */
export const SERVICE_CODES = {
  unknown: { code: 0, sentence: "nothing was observed yet" },
  up: { code: 1, sentence: "packet data passes, as far as the modem tells" },
  down: { code: 2, sentence: "packet data does not pass; the cause says why" },
  "not-observable": { code: 3, sentence: "there is no modem that could be asked; nothing is known" },
} as const satisfies WireTable;

/** `<level>`: the policy's, each forbidding more than the one before. */
export const LEVEL_CODES = {
  normal: { code: 0, sentence: "every class may send" },
  conserve: { code: 1, sentence: "bulk waits" },
  essential: { code: 2, sentence: "payments or alarms, and management; the rest waits" },
  "reserve-only": { code: 3, sentence: "payments or alarms; management a trickle" },
  offline: { code: 4, sentence: "nothing can pass" },
} as const satisfies WireTable;

/** `<class>`: what the bytes are for, by rank; rank 1 owns the reserve. */
export const CLASS_CODES = {
  payment: { code: 1, sentence: "payments; alarms on a gateway" },
  management: { code: 2, sentence: "remote management, heartbeats, the time" },
  telemetry: { code: 3, sentence: "readings and logs that age" },
  bulk: { code: 4, sentence: "updates, pictures, whatever can wait for days" },
} as const satisfies WireTable;

/** `<reason>` of an answer to `AT+WARDASK`. */
export const REASON_CODES = {
  granted: { code: 0, sentence: "granted as asked" },
  "granted-less": { code: 1, sentence: "granted, and fewer bytes than asked for" },
  level: { code: 2, sentence: "the present level holds this class back" },
  plan: { code: 3, sentence: "the plan has nothing left for this class" },
  budget: { code: 4, sentence: "the class has used its allowance until the next review" },
  deferred: { code: 5, sentence: "the class waits for a window of time" },
  suspended: { code: 6, sentence: "the card is, or is thought to be, stopped by the carrier" },
  "no-service": { code: 7, sentence: "nothing can pass at the moment" },
  person: { code: 8, sentence: "a person holds the class back" },
  "too-large": { code: 9, sentence: "so many bytes are never granted at once; ask for less" },
  "too-many": { code: 10, sentence: "too many grants are open; close one by its last report" },
  "too-often": { code: 11, sentence: "grants were asked for faster than they can be kept" },
  busy: { code: 12, sentence: "the agent could not decide in time; ask again" },
  starting: { code: 13, sentence: "the agent is still starting" },
  store: { code: 14, sentence: "the grant could not be written down, so it was not given" },
  unguarded: {
    code: 100,
    sentence: "the client's own word, never the bridge's: the agent is silent, and its rule allows this",
  },
  "unguarded-held": { code: 101, sentence: "the client's own word: the agent is silent, and its rule holds this back" },
} as const satisfies WireTable;

/** `<cause>`: the likeliest reason why data does not pass as it should. */
export const CAUSE_CODES = {
  none: { code: 0, sentence: "nothing is wrong" },
  unknown: { code: 1, sentence: "something is wrong, and nothing tells what" },
  suspended: { code: 2, sentence: "the carrier seems to have stopped the card; for which reason is not known" },
  "over-limit": { code: 10, sentence: "stopped at the plan's limit" },
  "pool-exhausted": { code: 11, sentence: "the shared pool is used up" },
  "card-threshold": { code: 12, sentence: "cut at this card's own threshold" },
  arrears: { code: 13, sentence: "stopped for arrears" },
  "manual-stop": { code: 14, sentence: "stopped on the owner's request" },
  expired: { code: 15, sentence: "the plan has expired" },
  retention: { code: 16, sentence: "the number is only retained" },
  cancelled: { code: 17, sentence: "the card is cancelled" },
  "real-name": { code: 18, sentence: "stopped until the registration of the owner is completed" },
  violation: { code: 19, sentence: "stopped for a violation" },
  "imei-separation": { code: 20, sentence: "the card is in another device than the one it is bound to" },
  "area-control": { code: 21, sentence: "the card is outside the area where it may be used" },
  "not-activated": { code: 22, sentence: "the card was not activated yet" },
  sunset: { code: 23, sentence: "the network or the product is withdrawn" },
  "data-switched-off": { code: 24, sentence: "data or the APN is switched off on the platform" },
  "directed-only": { code: 25, sentence: "only listed destinations are allowed" },
  "rat-not-allowed": { code: 26, sentence: "the card may not use this kind of network" },
  "speed-capped": { code: 27, sentence: "slowed down by the carrier" },
  "own-limit": { code: 28, sentence: "the agent itself holds data back" },
  "no-coverage": { code: 40, sentence: "no coverage" },
  "roaming-barred": { code: 41, sentence: "roaming is barred" },
  congestion: { code: 42, sentence: "the network is congested" },
  "network-fault": { code: 43, sentence: "a fault or maintenance in the network" },
  "wrong-apn": { code: 44, sentence: "the APN is wrong" },
  "stale-denial": { code: 45, sentence: "the modem is still denied, although the card is back; a radio cycle helps" },
  "sim-absent": { code: 60, sentence: "no SIM" },
  "sim-locked": { code: 61, sentence: "the SIM asks for its PIN or PUK" },
  "sim-faulty": { code: 62, sentence: "the SIM cannot be read" },
  "modem-hung": { code: 63, sentence: "the modem does not answer" },
  "serial-fault": { code: 64, sentence: "the line to the modem is broken" },
  "wrong-clock": { code: 65, sentence: "the device's clock is wrong" },
  "dns-fault": { code: 80, sentence: "names are not resolved" },
  "broker-down": { code: 81, sentence: "the broker does not answer" },
  "server-down": { code: 82, sentence: "the server does not answer" },
} as const satisfies WireTable;

/** `<why>` of `AT+WARDCHK`: what is known at the counter. */
export const CHECK_CODES = {
  other: { code: 0, sentence: "no reason is told" },
  person: { code: 1, sentence: "a person pressed a key" },
  "topped-up": { code: 2, sentence: "the account was topped up" },
  resumed: { code: 3, sentence: "the carrier says that the card is open again" },
  "card-changed": { code: 4, sentence: "another card was put in" },
  failed: { code: 5, sentence: "a transaction failed" },
} as const satisfies WireTable;

/** `<kind>` of `+WARDEVT`; its bit in the mask of `AT+WARDSUB` is 1 << (kind - 1). */
export const EVENT_CODES = {
  level: { code: 1, values: "<level>", sentence: "the level changed" },
  service: { code: 2, values: "<service>", sentence: "the service changed" },
  cause: { code: 3, values: "<cause>,<confidence %>", sentence: "the cause, or how sure it is, changed" },
  budget: {
    code: 4,
    values: "<class>,<bytes left>,<bytes/s>,<retry s>",
    sentence: "a class was opened, closed or given another rate",
  },
  withdrawn: { code: 5, values: "<grant>,<reason>", sentence: "a grant holds no more; nothing further is sent on it" },
  clock: { code: 6, values: "<clock trusted>", sentence: "the clock became trusted, or lost its trust" },
  lost: { code: 7, values: "", sentence: "events were dropped because the client did not read; read the state anew" },
} as const satisfies Readonly<Record<string, WireCode & { readonly values: string }>>;

/** Bits of `<capability hex>`. */
export const CAPABILITY_CODES = {
  check: { code: 0x01, sentence: "lines may carry a check byte, `*hh`" },
  events: { code: 0x02, sentence: "`AT+WARDSUB`" },
  text: { code: 0x04, sentence: "`AT+WARDTEXT`" },
  recheck: { code: 0x08, sentence: "`AT+WARDCHK`" },
  modem: { code: 0x10, sentence: "harmless commands of the modem's own are passed on" },
  spell: { code: 0x20, sentence: "`AT+WARDUSE=0` takes the number of the unguarded spell as a fifth value" },
  messages: { code: 0x40, sentence: "messages may be sent to some numbers, by `+CMGS`" },
} as const satisfies WireTable;

/** `<lang>` of `AT+WARDTEXT`. */
export const LANGUAGE_CODES = {
  en: { code: 0, sentence: "English" },
  "zh-CN": { code: 1, sentence: "simplified Chinese" },
} as const satisfies WireTable;

/** `<charset>` of `AT+WARDTEXT`. */
export const CHARSET_CODES = {
  ascii: { code: 0, sentence: "7 bits; what it does not have is a question mark" },
  "utf-8": { code: 1, sentence: "UTF-8" },
  gb18030: { code: 2, sentence: "GB 18030, two bytes a Chinese character, as most printers of terminals take it" },
  ucs2: { code: 3, sentence: "UCS-2 in hexadecimal, four digits a character, as in 3GPP TS 27.005" },
} as const satisfies WireTable;

/** What is asked of both sides of the line. */
export const WIRE_LIMITS = {
  "line-most": { code: 128, sentence: "bytes of a line at most, without its line end" },
  "in-flight-most": { code: 128, sentence: "bytes that either side may have under way unanswered" },
  "answer-within-ms": { code: 500, sentence: "ms after which a command counts as unanswered" },
  "tries-most": { code: 3, sentence: "times that a command is sent before the agent counts as silent" },
  "management-pause-s": { code: 900, sentence: "s between two management messages while the agent is silent" },
  "grant-least": {
    code: 1_000_000_000,
    sentence: "the lowest grant: every grant has ten digits, so that one that lost a digit is none",
  },
  "text-within-s": {
    code: 60,
    sentence: "s after which a text behind the prompt of `+CMGS` that was not ended is given up",
  },
  "bytes-most": { code: 4_294_967_295, sentence: "so many bytes (or bytes/s) or more, or no limit" },
} as const satisfies WireTable;

/** `+CME ERROR: <n>` as the bridge uses the standard's numbers (3GPP TS 27.007 9.2). */
export const BRIDGE_ERRORS = {
  "no-modem": { code: 1, sentence: "the modem that would have to answer is not there" },
  "not-allowed": { code: 3, sentence: "the command would change the modem or the card; the agent alone does that" },
  "not-supported": { code: 4, sentence: "the command is not known here" },
  "wrong-key": { code: 16, sentence: "the token is wrong, or was not given yet (`AT+WARDKEY`)" },
  "no-such-grant": { code: 22, sentence: "no grant of this number is known (any more); forget it" },
  "wrong-values": { code: 50, sentence: "a value is missing or not one that is allowed" },
  fault: { code: 60, sentence: "the agent failed at this command; its log says why" },
  timeout: { code: 31, sentence: "the modem did not answer in time" },
} as const satisfies WireTable;

/** `+CMS ERROR: <n>` where a message was not sent by the bridge itself (3GPP TS 27.005 3.2.5). */
export const MESSAGE_ERRORS = {
  "day-full": {
    code: 301,
    sentence: "as many as a day allows have gone (`bridge.sms_per_day`); one more 24 h after the oldest of them",
  },
  "not-allowed": {
    code: 302,
    sentence: "nobody permits messages to this number (`bridge.sms_to`), or this way of sending",
  },
  "not-supported": { code: 303, sentence: "there is no PDU mode here" },
  unfit: {
    code: 305,
    sentence:
      "the number is none, or the text is empty, not in the chosen character set, or longer than one message (160 characters of the GSM alphabet, or 70 of others)",
  },
  "not-counted": { code: 320, sentence: "it could not be written down that a message goes, so it did not go" },
  "not-now": {
    code: 331,
    sentence:
      "nothing was sent: no modem or network, level offline, or others wait to be sent; try again after 10 s or more",
  },
  "no-answer": {
    code: 332,
    sentence: "the text was not ended in time, and nothing was sent; or nobody says whether it went: it may have",
  },
  unknown: { code: 500, sentence: "refused, and nobody says why" },
} as const satisfies WireTable;

export type MessageErrorWord = keyof typeof MESSAGE_ERRORS;
export type ServiceWord = keyof typeof SERVICE_CODES;
export type LevelWord = keyof typeof LEVEL_CODES;
export type ClassWord = keyof typeof CLASS_CODES;
export type ReasonWord = keyof typeof REASON_CODES;
export type CauseWord = keyof typeof CAUSE_CODES;
export type CheckWord = keyof typeof CHECK_CODES;
export type EventWord = keyof typeof EVENT_CODES;
export type LanguageWord = keyof typeof LANGUAGE_CODES;
export type CharsetWord = keyof typeof CHARSET_CODES;

const has = <T extends object>(table: T, word: PropertyKey): word is keyof T => Object.hasOwn(table, word);

/** The word whose number, or whose own letters, stand on the line; undefined for all others. */
export function wordOf<T extends WireTable>(table: T, text: string): (keyof T & string) | undefined {
  if (has(table, text)) return text;
  const found = Object.entries(table).find(([, { code }]) => String(code) === text);
  return found?.[0];
}
