import * as v from "valibot";
import { type AtLine, atLine, isAtLine } from "../at/at-line.ts";
import { type Duration, Millis, parseDuration } from "../base/duration.ts";
import { type Asked, saidUnasked, understands } from "./family-lines.ts";
import { isReadOnly, isSetting } from "./read-only.ts";

/** `5s`, `300ms` (base/duration.ts). */
const Wait = v.pipe(
  v.string(),
  v.check((text) => parseDuration(text) !== undefined, "a time such as 5s or 300ms"),
  v.transform((text): Duration => parseDuration(text) ?? Millis(0)),
);

const PLACEHOLDERS: readonly string[] = ["{cid}", "{apn}", "{type}", "{slot}"];

/** The placeholders stand for values that are checked before they are put in. */
const Template = v.pipe(
  v.string(),
  v.check((text) => isAtLine(text), "a command line: AT and up to 254 printable ASCII characters"),
  v.check(
    (text) => (text.match(/\{[^}]*\}/g) ?? []).every((found) => PLACEHOLDERS.includes(found)),
    `no placeholder but ${PLACEHOLDERS.join(", ")}`,
  ),
);
const Line = v.pipe(
  Template,
  v.transform((text): AtLine => atLine(text)),
);
const NonEmpty = v.pipe(v.string(), v.nonEmpty("a text that is not empty"));
const Text = v.pipe(NonEmpty, v.maxLength(300, "a text of at most 300 characters"));
const Name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "a name of a-z, 0-9 and -"));

/** The agent asks on a line whose modem is somebody else's: a question may change nothing there. */
const Ask = v.pipe(
  Template,
  v.check(
    (text) => !isAtLine(text) || isReadOnly(text),
    "one question that changes nothing: AT+NAME?, AT+NAME=?, or a command that is known to tell only (src/modem/read-only.ts)",
  ),
  v.transform((text): AtLine => atLine(text)),
);
const Setting = v.pipe(
  Template,
  v.check(
    (text) => !isAtLine(text) || isSetting(text),
    "one setting that leaves radio, network, contexts and PIN alone: those are not the agent's to change",
  ),
  v.transform((text): AtLine => atLine(text)),
);

/** A question, and how the line of its answer begins (empty: the bare value alone). */
const Question = v.strictObject({ ask: Ask, answer: v.optional(v.string(), ""), within: v.exactOptional(Wait) });

/** The same of something that has to be understood, not only compared. */
const questionFor = (asked: Asked) =>
  v.strictObject({
    ...Question.entries,
    answer: v.optional(
      v.pipe(
        v.string(),
        v.check(
          (beginning) => understands(asked, beginning),
          "the beginning of a line that is understood as this (cellward at decode tells)",
        ),
      ),
      "",
    ),
  });

const Unasked = (meaning: Parameters<typeof saidUnasked>[0]) =>
  v.array(
    v.pipe(
      Text,
      v.check(
        (text) => saidUnasked(meaning, text),
        "a line that the modem says of itself, not the end or the answer of a command",
      ),
    ),
  );

/** A setting to be made, the better form first; what a modem refuses entirely is noted and done without. */
const Step = v.strictObject({
  name: Name,
  /** Where a setting lands in the modem's flash: nothing is sent when this already has its answer. */
  unless: v.exactOptional(Question),
  try: v.pipe(v.array(Setting), v.minLength(1, "at least one command line")),
  within: v.exactOptional(Wait),
});

/** A command after which the modem is not itself for a while. */
const Turn = v.strictObject({
  send: Line,
  /** The line that says it is done; without it the wait is all there is. */
  done: v.exactOptional(Text),
  within: Wait,
});

/** 27.007 8.2: `<rst>` 1, for whoever names no command of its own. */
const STANDARD_RESET: v.InferInput<typeof Turn> = { send: "AT+CFUN=1,1", within: "60s" };

/** One way to have a data call; a modem of the family may know several, and which depends on its platform. */
const Way = v.strictObject({
  name: Name,
  /** The modem knows this way when it accepts this line; without it the way is always there. */
  test: v.exactOptional(Ask),
  define: v.optional(Template, 'AT+CGDCONT={cid},"{type}","{apn}"'),
  up: v.pipe(v.array(Template), v.minLength(1, "at least one command line")),
  down: v.pipe(v.array(Template), v.minLength(1, "at least one command line")),
  /** Where the interface's address comes from: +CGCONTRDP (27.007 10.1.23), the modem's DHCP server, or PPP. */
  address: v.optional(v.picklist(["contrdp", "dhcp", "ppp"]), "contrdp"),
  within: v.optional(Wait, "150s"),
});

const STANDARD_WAY: v.InferInput<typeof Way> = { name: "cgact", up: ["AT+CGACT=1,{cid}"], down: ["AT+CGACT=0,{cid}"] };

const profileFields = v.strictObject({
  family: Name,
  title: Text,
  trust: v.picklist(["capture", "sourced", "unverified"]),
  sources: v.array(Text),
  match: v.strictObject({
    /** How +CGMI may begin, compared without case, blanks and punctuation. */
    manufacturers: v.array(NonEmpty),
    /** How +CGMM may begin; empty: every model of the manufacturer. */
    models: v.optional(v.array(NonEmpty), []),
  }),
  init: v.optional(v.array(Step), []),
  read: v.optional(
    v.strictObject({
      iccid: v.optional(v.array(questionFor("iccid")), []),
      signal: v.exactOptional(questionFor("signal")),
      /** Bytes that the modem counted itself. */
      counters: v.exactOptional(questionFor("counters")),
      pin_retries: v.exactOptional(questionFor("pin_retries")),
      access: v.exactOptional(questionFor("access")),
      /** How it is asked for the time, and what an answer means that has a zone behind it: local time (27.007 8.15), or UTC. */
      clock: v.exactOptional(
        v.strictObject({
          ...questionFor("clock").entries,
          meaning: v.optional(v.picklist(["local", "utc", "unsettled"]), "unsettled"),
        }),
      ),
    }),
    { iccid: [] },
  ),
  /** What it says unasked: the beginning of a line when the text ends in `:` or `,`, else the whole line. */
  urcs: v.optional(
    v.strictObject({
      /** The modem has started (again). */
      restart: v.optional(Unasked("restart"), []),
      /** It, or its SIM or storage, can be used now. */
      ready: v.optional(Unasked("ready"), []),
      /** A card was put in or taken out, or is another one now. */
      sim: v.optional(Unasked("sim"), []),
      /** A data call came or went, told in no other way: attach and contexts are to be read again. */
      bearer: v.optional(Unasked("bearer"), []),
    }),
    { restart: [], ready: [], sim: [], bearer: [] },
  ),
  power: v.optional(
    v.strictObject({
      reset: v.optional(Turn, STANDARD_RESET),
      /** No standard has one: where a family names none, it is not switched off. */
      off: v.exactOptional(Turn),
      /** How long after its start it may be silent, or refuse what it takes later. */
      boot: v.exactOptional(Wait),
    }),
    {},
  ),
  /** One radio cycle: the modem looks at the card and the network anew (24.301 5.3.7b). */
  radio: v.optional(
    v.strictObject({
      off: Line,
      on: Line,
      settle: Wait,
      /** After a start `off` is refused until the modem has told this of its card: then once more, or when `within` is over. */
      not_before: v.exactOptional(v.strictObject({ line: v.string(), within: Wait })),
    }),
    { off: "AT+CFUN=4", on: "AT+CFUN=1", settle: "10s" },
  ),
  sim: v.optional(
    v.strictObject({
      slot: v.exactOptional(
        v.strictObject({
          ask: Ask,
          answer: v.string(),
          /** What a line of the answer says while `{slot}` is used: its beginning when this ends in `,`, else the whole line; blanks do not count. */
          used: v.pipe(v.array(Text), v.minLength(1, "at least one line")),
          choose: Template,
          /** The number of the first slot in `choose`. */
          first: v.optional(v.picklist([0, 1]), 1),
          /** What has to come before the other card is used. */
          afterwards: v.optional(v.picklist(["nothing", "radio", "reset"]), "nothing"),
        }),
      ),
      hot_swap: v.exactOptional(Step),
      /** After a PIN was accepted +CPIN? is asked so often, so long apart, while the card is still busy (CME 14). */
      unlock: v.exactOptional(
        v.strictObject({
          every: Wait,
          tries: v.pipe(v.number(), v.integer(), v.minValue(1, "1 to 60"), v.maxValue(60, "1 to 60")),
        }),
      ),
    }),
    {},
  ),
  /** The better way first. */
  data_calls: v.optional(v.pipe(v.array(Way), v.minLength(1, "at least one way")), [STANDARD_WAY]),
  quirks: v.optional(
    v.strictObject({
      poll: v.optional(v.picklist(["normal", "slow", "off"]), "normal"),
      /** Command lines that begin so are never sent to this family: they hang it, or break what it is doing. */
      never: v.optional(v.array(Line), []),
      notes: v.optional(v.array(Text), []),
    }),
    { poll: "normal", never: [], notes: [] },
  ),
});

/**
 * What one family of modems does differently from 3GPP TS 27.007, as data: one file each in config/modems. Nothing in it
 * is believed without a source: a manual's clause, a driver's place, a capture; what has none is marked `unverified`.
 */
export const modemProfileSchema = v.pipe(
  profileFields,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value.trust === "unverified" || dataset.value.sources.length > 0) return;
    const { value } = dataset;
    addIssue({
      message:
        'where this is known from (a manual with its section, a driver\'s place, a capture), or trust = "unverified"',
      received: "none",
      path: [{ type: "object", origin: "value", input: value, key: "sources", value: value.sources }],
    });
  }),
);

export type FamilyQuestion = v.InferOutput<typeof Question>;
export type ModemProfile = v.InferOutput<typeof modemProfileSchema>;
