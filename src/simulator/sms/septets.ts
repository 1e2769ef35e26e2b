/** 3GPP TS 23.038 6.1.2.1: seven bits each, lowest first, behind `fill` bits that bring them to a septet's boundary. */
export function packSeptets(codes: readonly number[], fill = 0): Uint8Array {
  const packed = new Uint8Array(Math.ceil((fill + codes.length * 7) / 8));
  codes.forEach((code, index) => {
    const bit = fill + index * 7;
    const [at, shift] = [bit >> 3, bit & 7];
    packed[at] = (packed[at] ?? 0) | ((code << shift) & 0xff);
    if (shift > 1) packed[at + 1] = (packed[at + 1] ?? 0) | (code >> (8 - shift));
  });
  return packed;
}

/** The first `count` septets behind `fill` bits; what is missing at the end is zero. */
export function unpackSeptets(packed: Uint8Array, count: number, fill = 0): readonly number[] {
  return Array.from({ length: count }, (_, index) => {
    const bit = fill + index * 7;
    const [at, shift] = [bit >> 3, bit & 7];
    return (((packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8)) >> shift) & 0x7f;
  });
}
