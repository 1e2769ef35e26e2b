import { createHmac } from "node:crypto";

/**
 * Other characters of the same classes, the same for the same text: digits stay digits, letters letters of their case,
 * hexadecimal letters hexadecimal. What is not a letter or a digit stays. `keep` characters at the beginning stay too. With `noise` any
 * hexadecimal digit stands for any: in a byte even the class of a half tells something.
 */
export type Substitute = (text: string, keep?: number, noise?: "noise") => string;

export function substituteWith(key: Uint8Array): Substitute {
  return (text, keep = 0, noise) => {
    const upper = text === text.toUpperCase();
    let block = 0;
    let stream = Buffer.alloc(0);
    const next = (): number => {
      if (stream.length === 0) {
        stream = createHmac("sha256", key).update(`${block}:${text}`).digest();
        block += 1;
      }
      const byte = stream[0] ?? 0;
      stream = stream.subarray(1);
      return byte;
    };
    return text.replace(/[0-9A-Za-z]/g, (found, at: number) => {
      if (at < keep) return found;
      if (noise === undefined) return classMate(found, next());
      const digit = (next() & 15).toString(16);
      return upper ? digit.toUpperCase() : digit;
    });
  };
}

function classMate(found: string, random: number): string {
  if (/\d/.test(found)) return String(random % 10);
  const span = /[A-F]/i.test(found) ? 6 : 26;
  const first = found === found.toUpperCase() ? 65 : 97;
  return String.fromCharCode(first + (random % span));
}
