/** One `(...)` of a list: what stands inside, and what follows it up to a second, stray `)`. */
export interface Group {
  readonly text: string;
  readonly stray?: string;
}

/**
 * The groups of `(..),(..),,(..)`, quotes respected. Sony Ericsson's TM-506 and F3607gw close an entry twice
 * (`(1,"AT&T","AT&T","310410"),0)`): the number between is the first group's last value. A group that is never closed
 * ends with the text.
 */
export function splitGroups(body: string): readonly Group[] {
  const groups: Group[] = [];
  let start = -1;
  let depth = 0;
  let inQuotes = false;
  for (let at = 0; at <= body.length; at += 1) {
    const character = body[at];
    if (character === '"') inQuotes = !inQuotes;
    if (inQuotes && character !== undefined) continue;
    if (character === "(") {
      if (depth === 0) start = at + 1;
      depth += 1;
    } else if (depth > 0 && (character === ")" || character === undefined)) {
      depth = character === undefined ? 0 : depth - 1;
      if (depth > 0) continue;
      const stray = /^\s*,\s*(\d{1,2})\s*\)/.exec(body.slice(at + 1, at + 12));
      groups.push({ text: body.slice(start, at), ...(stray?.[1] === undefined ? {} : { stray: stray[1] }) });
    }
  }
  return groups;
}

/** Longest range that is written out; nobody needs the members of a longer one. */
const LONGEST = 256;

/** `0, 1,3-5` as its numbers; what is neither number nor range is passed over. */
export function listed(text: string): readonly number[] {
  return text.split(",").flatMap((item) => {
    const [, from, to] = /^\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?$/.exec(item) ?? [];
    if (from === undefined) return [];
    const first = Number(from);
    const last = to === undefined ? first : Number(to);
    if (last < first || last - first >= LONGEST) return [first, last];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
