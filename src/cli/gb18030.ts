/** GB 18030-2022: bytes of the two-byte part, which holds every character that a slip is written with; anything else is `?`. */
let table: ReadonlyMap<string, readonly [number, number]> | undefined;

/** Read back from the platform's own decoder: 24,000 pairs, some milliseconds, only where a slip asks for it. */
function pairs(): ReadonlyMap<string, readonly [number, number]> {
  if (table !== undefined) return table;
  const decoder = new TextDecoder("gb18030");
  const found = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(new Uint8Array([lead, trail]));
      if (text.length === 1 && text !== "\ufffd" && !found.has(text)) found.set(text, [lead, trail]);
    }
  table = found;
  return found;
}

/** What printers of the mainland's terminals understand. */
export function gb18030(text: string): Uint8Array {
  const known = pairs();
  const bytes = Array.from(text).flatMap((char): readonly number[] => {
    const code = char.codePointAt(0) ?? 0;
    return code < 0x80 ? [code] : (known.get(char) ?? [0x3f]);
  });
  return new Uint8Array(bytes);
}
