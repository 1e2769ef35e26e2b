import * as v from "valibot";
import { type AtLine, atLine, isAtLine } from "../at/at-line.ts";
import { type Duration, Millis, parseDuration } from "../base/duration.ts";

/** `5s`, `300ms` (base/duration.ts). */
const Wait = v.pipe(
  v.string(),
  v.check((text) => parseDuration(text) !== undefined, "a time such as 5s or 300ms"),
  v.transform((text): Duration => parseDuration(text) ?? Millis(0)),
);

/** `{cid}`, `{apn}`, `{type}` and `{slot}` stand for values that are checked before they are put in. */
const Template = v.pipe(
  v.string(),
  v.check((text) => isAtLine(text), "a command line: AT and up to 254 printable ASCII characters"),
);
const Line = v.pipe(
  Template,
  v.transform((text): AtLine => atLine(text)),
);
const NonEmpty = v.pipe(v.string(), v.nonEmpty("a text that is not empty"));
const Text = v.pipe(NonEmpty, v.maxLength(200, "a text of at most 200 characters"));
const Name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "a name of a-z, 0-9 and -"));

/** A question, and how the line of its answer begins (empty: the bare value alone). */
const Question = v.strictObject({ ask: Line, answer: v.optional(v.string(), ""), within: v.exactOptional(Wait) });

/** A setting to be made, the better form first; what a modem refuses entirely is noted and done without. */
const Step = v.strictObject({
  name: Name,
  try: v.pipe(v.array(Line), v.minLength(1, "at least one command line")),
  within: v.exactOptional(Wait),
});

/** A command after which the modem is not itself for a while. */
const Turn = v.strictObject({
  send: Line,
  /** The line that says it is done; without it the wait is all there is. */
  done: v.exactOptional(Text),
  within: Wait,
});

/**
 * What one family of modems does differently from 3GPP TS 27.007, as data: one file each in config/modems. Nothing in it
 * is believed without a source: a manual's clause, a driver's place, a capture; what has none is marked `unverified`.
 */
export const modemProfileSchema = v.strictObject({
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
  dialogue: v.optional(
    v.strictObject({
      /** No byte for this long before a fence is sent. */
      silence: v.exactOptional(Wait),
    }),
    {},
  ),
  init: v.optional(v.array(Step), []),
  read: v.optional(
    v.strictObject({
      iccid: v.optional(v.array(Question), []),
      signal: v.exactOptional(Question),
      counters: v.exactOptional(Question),
      pin_retries: v.exactOptional(Question),
      access: v.exactOptional(Question),
    }),
    { iccid: [] },
  ),
  urcs: v.optional(
    v.strictObject({
      /** The modem has started (again). */
      restart: v.optional(v.array(Text), []),
      /** It, or its SIM or storage, can be used now. */
      ready: v.optional(v.array(Text), []),
      /** A card was put in or taken out. */
      sim: v.optional(v.array(Text), []),
    }),
    { restart: [], ready: [], sim: [] },
  ),
  power: v.optional(v.strictObject({ reset: v.exactOptional(Turn), off: v.exactOptional(Turn) }), {}),
  /** One radio cycle: the modem looks at the card and the network anew (24.301 5.3.7b). */
  radio: v.optional(v.strictObject({ off: Line, on: Line, settle: Wait }), {
    off: "AT+CFUN=4",
    on: "AT+CFUN=1",
    settle: "10s",
  }),
  sim: v.optional(
    v.strictObject({
      slot: v.exactOptional(v.strictObject({ ask: Line, answer: v.string(), choose: Template })),
      hot_swap: v.exactOptional(Step),
    }),
    {},
  ),
  data_call: v.optional(
    v.strictObject({
      define: v.optional(Template, 'AT+CGDCONT={cid},"{type}","{apn}"'),
      up: v.optional(v.array(Template), ["AT+CGACT=1,{cid}"]),
      down: v.optional(v.array(Template), ["AT+CGACT=0,{cid}"]),
      /** Where the interface's address comes from. */
      address: v.optional(v.picklist(["contrdp", "dhcp", "none"]), "contrdp"),
      within: v.optional(Wait, "150s"),
    }),
    {},
  ),
  quirks: v.optional(
    v.strictObject({
      poll: v.optional(v.picklist(["normal", "slow", "off"]), "normal"),
      notes: v.optional(v.array(Text), []),
    }),
    { poll: "normal", notes: [] },
  ),
});

export type FamilyQuestion = v.InferOutput<typeof Question>;
export type ModemProfile = v.InferOutput<typeof modemProfileSchema>;
