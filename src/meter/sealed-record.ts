import { crc32OfText } from "../base/crc32.ts";

export type Fields = Readonly<Record<string, unknown>>;

/**
 * LevelDB's tables carry checksums that nobody verifies on reading (measured with classic-level 3.0.0: a flipped bit in
 * a table comes back as another value). So every record of the books carries its own, over the key as well, because
 * the flipped bit may be in the key.
 */
export function seal(key: string, fields: Fields): string {
  const text = JSON.stringify(fields);
  return `${checkOf(key, text)} ${text}`;
}

/** Undefined when the record is not what was once written under this key. */
export function unseal(key: string, record: string): Fields | undefined {
  const text = unsealText(key, record);
  return text === undefined ? undefined : readFields(text);
}

/** The same, for who knows better than JSON what was written. */
export function unsealText(key: string, record: string): string | undefined {
  const text = record.slice(9);
  return record[8] === " " && record.slice(0, 8) === checkOf(key, text) ? text : undefined;
}

export function readFields(text: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return fieldsOf(parsed);
  } catch {
    return undefined;
  }
}

export const fieldsOf = (value: unknown): Fields | undefined => (isFields(value) ? value : undefined);

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const checkOf = (key: string, text: string): string => crc32OfText(key, "\n", text).toString(16).padStart(8, "0");
