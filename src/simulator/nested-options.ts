import { checkFields, type Field, type Fields, matching, oneOf, optional, shown, whole } from "./control-field.ts";
import type { CarrierPlan, QueryReply, UssdEntry } from "./network/carrier-plan.ts";
import { GENERIC } from "./personalities/generic.ts";
import { ACT_OF, type Personality, VENDOR_SETS } from "./personality.ts";
import type { Cell } from "./simulated-carrier.ts";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every fault of an object's fields, behind the place where it stands. */
export function faultsOf(place: string, fields: Fields, given: unknown, what: string): readonly string[] {
  if (!isObject(given)) return [`${place}: found ${shown(given)}, allowed: ${what}`];
  const checked = checkFields(fields, given);
  return checked.ok ? [] : [`${place}: ${checked.error}`];
}

const listFaults = (
  place: string,
  given: unknown,
  what: string,
  each: (place: string, one: unknown) => readonly string[],
): readonly string[] =>
  Array.isArray(given)
    ? given.flatMap((one: unknown, at) => each(`${place}[${at}]`, one))
    : [`${place}: found ${shown(given)}, allowed: ${what}`];

const sentence = matching(/^[^]{0,2000}$/, "up to 2000 characters");
const REPLY_FIELDS = {
  to: matching(/^\+?\d{1,20}$/, "1 to 20 digits"),
  text: optional(sentence),
  reply: sentence,
} satisfies Record<keyof QueryReply, Field<unknown>>;
const USSD_FIELDS = {
  says: sentence,
  form: optional(oneOf("packed", "ucs2", "unclosed")),
  afterMs: optional(whole(0, 86_400_000)),
} satisfies Record<Exclude<keyof UssdEntry, "menu">, Field<unknown>>;
const CELL_FIELDS = {
  tac: optional(whole(0, 0xffffff)),
  ci: optional(whole(0, 0xfffffffff)),
  act: optional(whole(0, 19)),
} satisfies Record<keyof Cell, Field<unknown>>;

/** Deeper than any network's menu; the check follows it. */
const DEEPEST_MENU = 16;

function codeFaults(place: string, given: unknown, depth = 0): readonly string[] {
  if (!isObject(given) || depth > DEEPEST_MENU)
    return [`${place}: found ${shown(given)}, allowed: an object of codes and what is said to them`];
  return Object.entries(given).flatMap(([code, entry]) => {
    if (!isObject(entry)) return [`${place}["${code}"]: found ${shown(entry)}, allowed: an object with says`];
    const { menu, ...rest } = entry;
    return [
      ...faultsOf(`${place}["${code}"]`, USSD_FIELDS, rest, "an object with says"),
      ...(menu === undefined ? [] : codeFaults(`${place}["${code}"].menu`, menu, depth + 1)),
    ];
  });
}

const PLAN_PARTS: Readonly<Record<keyof CarrierPlan, (place: string, given: unknown) => readonly string[]>> = {
  balance: (place, given) =>
    typeof given === "string" ? [] : [`${place}: found ${shown(given)}, allowed: a text such as "86.50"`],
  replies: (place, given) =>
    listFaults(place, given, "a list of { to, text, reply }", (at, one) =>
      faultsOf(at, REPLY_FIELDS, one, "an object with to and reply"),
    ),
  ussd: (place, given) => codeFaults(place, given),
};

const isPart = (name: string): name is keyof CarrierPlan => Object.hasOwn(PLAN_PARTS, name);

/** What stands in `carrier.plan` and `carrier.cell`. */
export function carrierPartFaults({ plan, cell }: Readonly<Record<string, unknown>>): readonly string[] {
  return [
    ...(isObject(cell) ? faultsOf("carrier.cell", CELL_FIELDS, cell, "an object with tac, ci, act") : []),
    ...Object.entries(isObject(plan) ? plan : {}).flatMap(([name, given]) => {
      if (isPart(name)) return given === undefined ? [] : PLAN_PARTS[name](`carrier.plan.${name}`, given);
      return [`carrier.plan: ${shown(name)}: not a field here, allowed: ${Object.keys(PLAN_PARTS).join(", ")}`];
    }),
  ];
}

const mode = (most: number): Field<unknown> => ({
  schema: optional(whole(0, most)).schema,
  allowed: `0 to ${most}, or "absent"`,
});
const REGISTRATION = { cs: mode(3), gprs: mode(5), eps: mode(5), "5gs": mode(3) } satisfies Record<
  keyof Personality["registration"],
  Field<unknown>
>;

function registrationFaults(given: Readonly<Record<string, unknown>>): readonly string[] {
  const numbers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "absent"));
  const missing = ["cs", "gprs", "eps"].filter((name) => given[name] === undefined);
  return [
    ...faultsOf("personality.registration", REGISTRATION, numbers, "an object"),
    ...missing.map((name) => `personality.registration: ${name}: found nothing, allowed: 0 to 5, or "absent"`),
  ];
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  iccidForm: ["plain", "quoted", "padded", "swapped"],
  access: Object.keys(ACT_OF),
};
const LISTS: readonly string[] = ["banner", "ready", "cardIn", "cardOut", "farewell"];
const kindOf = (value: unknown): string => (Array.isArray(value) ? "a list" : `of the kind ${typeof value}`);
/** Fields that may be left out and that the generic make leaves out. */
const KNOWN: Readonly<Record<string, unknown>> = { ...GENERIC, connectRate: 0 };

/** A part of it suffices; what is there must be of the kind that the generic one has. */
export function personalityFaults(given: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const found = `personality: ${name}: found ${shown(value)}, allowed:`;
    if (!Object.hasOwn(KNOWN, name))
      return [`personality: ${shown(name)}: not a field here, allowed: ${Object.keys(KNOWN).join(", ")}`];
    if (name === "unknownCommand" && value === "plain") return [];
    if (kindOf(value) !== kindOf(KNOWN[name]) || value === null) return [`${found} ${kindOf(KNOWN[name])}`];
    const words = WORDS[name];
    if (words !== undefined && !words.some((word) => word === value)) return [`${found} ${words.join(", ")}`];
    if (name === "registration" && isObject(value)) return registrationFaults(value);
    if (!Array.isArray(value)) return [];
    const allowed = name === "vendors" ? VENDOR_SETS.join(", ") : name === "resets" ? "whole numbers" : "lines of text";
    const fits = (one: unknown): boolean =>
      name === "vendors"
        ? VENDOR_SETS.some((known) => known === one)
        : name === "resets"
          ? Number.isInteger(one)
          : !LISTS.includes(name) || typeof one === "string";
    return value.every(fits) ? [] : [`${found} a list of ${allowed}`];
  });
}
