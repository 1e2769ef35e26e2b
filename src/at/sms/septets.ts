/**
 * Septets out of octets, least significant bit first (3GPP TS 23.038 6.1.2.1.1). `fill` bits are skipped first: after a
 * user data header the text begins at the next septet boundary (23.040 9.2.3.24). At most `count`, fewer when the octets end.
 */
export function unpackSeptets(octets: Uint8Array, count: number, fill = 0): readonly number[] {
  const septets: number[] = [];
  const bits = octets.length * 8;
  for (let bit = fill; septets.length < count && bit + 7 <= bits; bit += 7) {
    const at = bit >> 3;
    const pair = (octets[at] ?? 0) | ((octets[at + 1] ?? 0) << 8);
    septets.push((pair >> (bit & 7)) & 0x7f);
  }
  return septets;
}

/** The reverse; bits that are left over are zero. */
export function packSeptets(septets: readonly number[], fill = 0): Uint8Array {
  const octets = new Uint8Array(Math.ceil((fill + septets.length * 7) / 8));
  for (const [index, septet] of septets.entries()) {
    const bit = fill + index * 7;
    const shifted = (septet & 0x7f) << (bit & 7);
    const at = bit >> 3;
    octets[at] = (octets[at] ?? 0) | (shifted & 0xff);
    if (shifted > 0xff) octets[at + 1] = (octets[at + 1] ?? 0) | (shifted >> 8);
  }
  return octets;
}

/**
 * Septets of a packed text whose length nobody told (USSD, cell broadcast). With seven octets in every eight septets the last
 * one may be padding: CR (23.038 6.1.2.3.1), or the `@` that seven zero bits make.
 */
export function unpackWhole(octets: Uint8Array): readonly number[] {
  const septets = unpackSeptets(octets, Math.floor((octets.length * 8) / 7));
  const last = septets.at(-1);
  const padded = octets.length % 7 === 0 && (last === 0x0d || last === 0);
  return padded ? septets.slice(0, -1) : septets;
}
