import { gsm7Code } from "./gsm7-alphabet.ts";

/** How a text travels: every part as septets of the default alphabet, or every part as UCS2. */
export interface SplitText {
  readonly alphabet: "gsm7" | "ucs2";
  readonly parts: readonly string[];
}

interface Room {
  readonly alone: number;
  readonly withRef8: number;
  readonly withRef16: number;
}

/** 140 octets less a header of 6 (8-bit reference) or 7 (16-bit), in septets and in UTF-16 units (3GPP TS 23.040 9.2.3.24.1, .8). */
const ROOM: Readonly<Record<SplitText["alphabet"], Room>> = {
  gsm7: { alone: 160, withRef8: 153, withRef16: 152 },
  ucs2: { alone: 70, withRef8: 67, withRef16: 66 },
};

/**
 * Septets when every character has one (or an escape pair), UCS2 otherwise. A character that takes two units, an escape pair or a
 * surrogate pair, is never cut.
 */
export function splitText(text: string, refWidth: 8 | 16 = 8): SplitText {
  const characters = Array.from(text);
  const septets = characters.map((character) => gsm7Code(character)?.length);
  const alphabet = septets.includes(undefined) ? "ucs2" : "gsm7";
  const sizes =
    alphabet === "gsm7" ? septets.map((size) => size ?? 0) : characters.map((character) => character.length);
  const room = ROOM[alphabet];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= room.alone) return { alphabet, parts: [text] };
  return { alphabet, parts: cut(characters, sizes, refWidth === 8 ? room.withRef8 : room.withRef16) };
}

function cut(characters: readonly string[], sizes: readonly number[], room: number): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let used = 0;
  for (const [index, character] of characters.entries()) {
    const size = sizes[index] ?? 0;
    if (used + size > room) {
      parts.push(part);
      part = "";
      used = 0;
    }
    part += character;
    used += size;
  }
  return [...parts, part];
}
