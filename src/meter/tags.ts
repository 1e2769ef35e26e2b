import { Fault } from "../base/fault.ts";
import { type Fields, fieldsOf } from "./sealed-record.ts";

/** As 27.007 7.3 groups the access technologies. */
const RATS = ["gsm", "umts", "lte", "nr", "nb-iot"] as const;
export type Rat = (typeof RATS)[number];

/** What is known of some bytes beyond when they passed, so that any plan can be rated from them. Absent: not known. */
export interface Tags {
  /** The traffic class that they were of. */
  readonly class?: string;
  /** The set of destinations that they went to (定向). */
  readonly destination?: string;
  readonly rat?: Rat;
  /** Where it was: `province:guangxi`, `cell:4606801`; ascending, none twice, at least one. */
  readonly areas?: readonly string[];
}

const WORD = /^[a-z0-9_:.-]{1,64}$/;
const MOST_AREAS = 8;

/** The one form of what a caller knows; undefined when that is nothing. Throws Fault `internal` for texts that are no tags. */
export function tagsOf(known: Tags | undefined): Tags | undefined {
  if (known === undefined) return undefined;
  const areas = [...new Set(known.areas)].toSorted(ascending);
  const { class: name, destination, rat } = known;
  const written = writeTags({
    ...(name === undefined ? {} : { class: name }),
    ...(destination === undefined ? {} : { destination }),
    ...(rat === undefined ? {} : { rat }),
    ...(areas.length === 0 ? {} : { areas }),
  });
  if (Object.keys(written).length === 0) return undefined;
  const read = readTags(written);
  if (read === undefined) throw new Fault("internal", `${JSON.stringify(known)} cannot tag a byte`);
  return read;
}

/**
 * `class=pos;destination=store;rat=lte;areas=cell:1,province:gx`: one text for equal tags, empty for none, of some 700
 * characters at most. It ends the keys of stored records, hence no "/".
 */
export function tagKey(tags: Tags | undefined): string {
  if (tags === undefined) return "";
  let key = keys.get(tags);
  if (key !== undefined) return key;
  key = Object.entries(writeTags(tags))
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(";");
  keys.set(tags, key);
  return key;
}

// A start reads tens of thousands of hours of a handful of kinds: each is read, and written as a key, one time.
const keys = new WeakMap<Tags, string>();
const read = new Map<string, Tags>();
const MOST_READ = 512;

/** Undefined for every text that `tagKey` would not have written of any tags. */
export function readTagKey(text: string): Tags | undefined {
  const known = read.get(text);
  if (known !== undefined) return known;
  const fields: Record<string, unknown> = {};
  for (const part of text.split(";")) {
    const at = part.indexOf("=");
    const [name, value] = [part.slice(0, at), part.slice(at + 1)];
    fields[name] = name === "areas" ? value.split(",") : value;
  }
  const tags = readTags(fields);
  if (tags === undefined || tagKey(tags) !== text) return undefined;
  if (read.size >= MOST_READ) read.clear();
  read.set(text, tags);
  return tags;
}

/** In this order, absent ones left out. */
export function writeTags({ class: name, destination, rat, areas }: Tags): Fields {
  return {
    ...(name === undefined ? {} : { class: name }),
    ...(destination === undefined ? {} : { destination }),
    ...(rat === undefined ? {} : { rat }),
    ...(areas === undefined ? {} : { areas }),
  };
}

/** Undefined for anything that is not exactly tags in their one form: what lies on a disk may be anybody's. */
export function readTags(value: unknown): Tags | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  let tags: Tags = {};
  for (const [name, told] of Object.entries(fields)) {
    const more = readTag(name, told);
    if (more === undefined) return undefined;
    tags = { ...tags, ...more };
  }
  return Object.keys(tags).length === 0 ? undefined : tags;
}

function readTag(name: string, value: unknown): Tags | undefined {
  const word = isWord(value) ? value : undefined;
  switch (name) {
    case "class":
      return word === undefined ? undefined : { class: word };
    case "destination":
      return word === undefined ? undefined : { destination: word };
    case "rat": {
      const rat = RATS.find((known) => known === value);
      return rat === undefined ? undefined : { rat };
    }
    case "areas": {
      if (!Array.isArray(value) || value.length === 0 || value.length > MOST_AREAS) return undefined;
      const areas = value.filter(isWord);
      const fits = areas.length === value.length && areas.every((area, at) => at === 0 || (areas[at - 1] ?? "") < area);
      return fits ? { areas } : undefined;
    }
    default:
      return undefined;
  }
}

const isWord = (value: unknown): value is string => typeof value === "string" && WORD.test(value);

const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
