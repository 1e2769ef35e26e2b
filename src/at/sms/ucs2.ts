/** UTF-16, most significant octet first: UCS2 plus the surrogate pairs that every handset sends. An odd last octet is dropped. */
export function ucs2Text(octets: Uint8Array): string {
  let text = "";
  for (let at = 0; at + 1 < octets.length; at += 2)
    text += String.fromCharCode(((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0));
  return text;
}

export function ucs2Octets(text: string): Uint8Array {
  const octets = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    octets[at * 2] = unit >> 8;
    octets[at * 2 + 1] = unit & 0xff;
  }
  return octets;
}
