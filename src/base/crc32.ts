/** CRC-32 as in IEEE 802.3 and zlib (reflected 0x04C11DB7): it notices every burst of up to 32 wrong bits. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0xed_b8_83_20;
  return rest >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let crc = BEGIN;
  for (const byte of bytes) crc = step(crc, byte);
  return end(crc);
}

/**
 * Of the texts one after another, as UTF-8. ASCII is taken as it stands: a start reads ten thousand short records, and
 * to join and encode each of them took longer than all the rest of its check.
 */
export function crc32OfText(...texts: readonly string[]): number {
  let crc = BEGIN;
  for (const text of texts)
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) return crc32(new TextEncoder().encode(texts.join("")));
      crc = step(crc, code);
    }
  return end(crc);
}

const BEGIN = 0xff_ff_ff_ff;
const step = (crc: number, byte: number): number => (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
const end = (crc: number): number => (crc ^ 0xff_ff_ff_ff) >>> 0;
