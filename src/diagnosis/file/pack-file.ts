import * as v from "valibot";
import { ACCESS_POINT_NAME } from "../../base/access-point-name.ts";
import { defined } from "../../base/defined.ts";
import { describeFound } from "../../base/found.ts";
import { LARGEST_CARRIER } from "../../plan/file/carrier-file.ts";
import { Day, Line } from "../../plan/file/written-values.ts";
import { readBoundedToml } from "../../toml/bounded-document.ts";
import { isTable, type OpenDocument } from "../../toml/document.ts";
import { type FileFault, inLineOrder } from "../../toml/file-fault.ts";
import { type Entries, faultAt, readTable } from "../../toml/table.ts";
import type { CardFacts, CarrierPack, NoticePattern } from "../carrier-pack.ts";
import { type CauseCode, causeOf } from "../cause.ts";
import { queryCodes } from "./query-codes.ts";
import { type FindingKind, findingOf } from "../findings/finding.ts";

export type PackReading =
  | { readonly kind: "pack"; readonly pack: CarrierPack }
  | { readonly kind: "refused"; readonly faults: readonly FileFault[] };

const CAUSE = "a cause's code, such as arrears or over-limit";
const Cause = v.pipe(
  v.string(CAUSE),
  v.transform((text) => causeOf(text)),
  v.custom<CauseCode>((cause) => cause !== undefined, CAUSE),
);
const ABOUT = `${CAUSE}; or resumed, stopped, low`;
const About = v.pipe(
  v.string(ABOUT),
  v.transform((text) => (text === "resumed" || text === "stopped" || text === "low" ? text : causeOf(text))),
  v.custom<NoticePattern["about"]>((about) => about !== undefined, ABOUT),
);
const FINDING = "a finding's kind, such as denied-data or context-barred";
const Kind = v.pipe(
  v.string(FINDING),
  v.transform((text) => findingOf(text)),
  v.custom<FindingKind>((kind) => kind !== undefined, FINDING),
);
/** Beyond e^6, 400 to one, a single finding would decide alone. */
const Weight = v.pipe(
  v.number("a number from -6 to 6"),
  v.minValue(-6, "a number from -6 to 6"),
  v.maxValue(6, "a number from -6 to 6"),
);
const SENDER = "the digits of a number, 3 to 20, as the message has it";
const Sender = v.pipe(v.string(SENDER), v.regex(/^\d{3,20}$/, SENDER));
const SITE = 'a domain, such as "10086.cn"';
const Site = v.pipe(v.string(SITE), v.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, SITE));
const some = <const S extends v.GenericSchema>(of: S, what: string) =>
  v.optional(v.pipe(v.array(of, what), v.maxLength(20, what)));
const GROUPS = 'groups of words, such as [["欠费", "透支"], ["停机"]]: 1 to 5 groups of 1 to 20';
const Group = v.pipe(v.array(Line, GROUPS), v.minLength(1, GROUPS), v.maxLength(20, GROUPS));
const Groups = v.pipe(v.array(Group, GROUPS), v.minLength(1, GROUPS), v.maxLength(5, GROUPS));

const CONTACT = { hotline: v.optional(Line), site: v.optional(Line), as_of: v.optional(Day), source: v.optional(Line) };
const WORDS = { en: Line, zh: Line };
const CARD = { source: v.optional(Line) };
const NAME = 'an access point name, such as "cmnet"';
/** Without a source no APN is written into anybody's modem. */
const APN = { name: v.pipe(v.string(NAME), v.regex(ACCESS_POINT_NAME, NAME)), source: Line };
const HEAD = {
  senders: some(Sender, "a list of at most 20 numbers"),
  sites: some(Site, "a list of at most 20 domains"),
};
const NOTICE = {
  about: About,
  words: Groups,
  unless: some(Line, "a list of at most 20 words"),
  source: v.optional(Line),
};
const LEANING = { finding: Kind, cause: Cause, weight: Weight, source: v.optional(Line) };
const PRIOR = { cause: Cause, weight: Weight, source: v.optional(Line) };

const MOST_ROWS = 200;

/** Reads what a carrier's file says about stops and calls: `[contact]`, `[card]`, `[apn]` and `[diagnosis]`; the rest of the file is read elsewhere. */
export function readPack(text: string | OpenDocument): PackReading {
  const document = readBoundedToml(text, LARGEST_CARRIER);
  if (document.kind === "refused") return document;
  const { table } = document;
  const contact = readContact(document, table["contact"]);
  const card = readCard(document, table["card"]);
  const apn =
    table["apn"] === undefined ? { whole: undefined, faults: [] } : readTable(document, ["apn"], table["apn"], APN);
  const given = table["diagnosis"];
  const head =
    given === undefined
      ? { whole: {}, faults: [] }
      : readTable(document, ["diagnosis"], given, HEAD, ["notice", "weight", "prior"]);
  const inner = isTable(given) ? given : {};
  const notices = rows(document, "notice", inner["notice"], NOTICE);
  const weights = rows(document, "weight", inner["weight"], LEANING);
  const priors = rows(document, "prior", inner["prior"], PRIOR);
  const faults = [
    ...contact.faults,
    ...card.faults,
    ...apn.faults,
    ...head.faults,
    ...notices.faults,
    ...weights.faults,
    ...priors.faults,
  ];
  if (faults.length > 0 || head.whole === undefined) return { kind: "refused", faults: inLineOrder(faults) };
  const { senders = [], sites = [] }: { senders?: string[] | undefined; sites?: string[] | undefined } = head.whole;
  return {
    kind: "pack",
    pack: {
      carrier: typeof table["carrier"] === "string" ? table["carrier"] : "",
      contact: contact.contact,
      ...defined({ card: card.card, apn: apn.whole }),
      senders,
      sites,
      notices: notices.found.map(({ about, words, unless = [], source }) => defined({ about, words, unless, source })),
      leanings: {
        priors: Object.fromEntries(priors.found.map(({ cause, weight }) => [cause, weight])),
        weights: weights.found.map(({ finding, cause, weight }) => ({ finding, cause, weight })),
      },
    },
  };
}

const TOLD = ["app", "pay", "papers", "complaint"] as const;

function readContact(
  document: OpenDocument,
  given: unknown,
): { readonly contact: CarrierPack["contact"]; readonly faults: readonly FileFault[] } {
  if (given === undefined) return { contact: defined({ codes: queryCodes(document.table["query"]) }), faults: [] };
  const head = readTable(document, ["contact"], given, CONTACT, TOLD);
  const inner = isTable(given) ? given : {};
  const told = TOLD.filter((key) => inner[key] !== undefined).map((key) => ({
    key,
    read: readTable(document, ["contact", key], inner[key], WORDS),
  }));
  const { hotline, site, as_of: asOf, source } = head.values;
  return {
    contact: {
      ...defined({ hotline, site, asOf, source }),
      ...Object.fromEntries(told.map(({ key, read }) => [key, read.whole])),
      ...defined({ codes: queryCodes(document.table["query"]) }),
    },
    faults: [...head.faults, ...told.flatMap(({ read }) => read.faults)],
  };
}

/** What is to be known of its cards before one is put in. */
function readCard(
  document: OpenDocument,
  given: unknown,
): { readonly card?: CardFacts; readonly faults: readonly FileFault[] } {
  if (given === undefined) return { faults: [] };
  const head = readTable(document, ["card"], given, CARD, CARD_TOLD);
  const inner = isTable(given) ? given : {};
  const told = CARD_TOLD.filter((key) => inner[key] !== undefined).map((key) => ({
    key,
    read: readTable(document, ["card", key], inner[key], WORDS),
  }));
  const words = Object.fromEntries(told.map(({ key, read }) => [key, read.whole]));
  return {
    card: { ...defined({ source: head.values.source }), ...words },
    faults: [...head.faults, ...told.flatMap(({ read }) => read.faults)],
  };
}

const CARD_TOLD = ["binds", "activation"] as const;

interface Rows<E extends Entries> {
  readonly found: readonly NonNullable<ReturnType<typeof readTable<E>>["whole"]>[];
  readonly faults: readonly FileFault[];
}

function rows<const E extends Entries>(document: OpenDocument, name: string, given: unknown, entries: E): Rows<E> {
  if (given === undefined) return { found: [], faults: [] };
  if (!Array.isArray(given) || given.length > MOST_ROWS) {
    const found = Array.isArray(given) ? `${given.length} of them` : describeFound(given);
    const expected = `at most ${MOST_ROWS} tables [[diagnosis.${name}]]`;
    return { found: [], faults: [faultAt(document, ["diagnosis", name], found, expected)] };
  }
  const read = given.map((row: unknown, at) => readTable(document, ["diagnosis", name, at], row, entries));
  return {
    found: read.flatMap(({ whole }) => (whole === undefined ? [] : [whole])),
    faults: read.flatMap(({ faults }) => faults),
  };
}
