import { crc32 as zlibCrc32 } from "node:zlib";

/** CRC-32 as in IEEE 802.3 and zlib (reflected 0x04C11DB7): it notices every burst of up to 32 wrong bits. */
export const crc32 = (bytes: Uint8Array): number => zlibCrc32(bytes);

/** Of the texts one after another, as UTF-8, without joining them: a start reads thousands of records. */
export const crc32OfText = (...texts: readonly string[]): number =>
  texts.reduce((crc, text) => zlibCrc32(text, crc), 0);
