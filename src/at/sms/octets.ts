/** Octets of a string of hexadecimal digits; undefined when it is anything else or of odd length. */
export function parseHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(text)) return undefined;
  const octets = new Uint8Array(text.length / 2);
  for (let at = 0; at < octets.length; at += 1) octets[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  return octets;
}

/** Upper case, as every modem takes it. */
export function formatHex(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) text += octet.toString(16).toUpperCase().padStart(2, "0");
  return text;
}

/**
 * Takes octets from the front and remembers whether it was ever asked for more than there were: real modems cut PDUs
 * short, and what came before the cut is worth having.
 */
export interface OctetReader {
  readonly octet: () => number | undefined;
  /** Fewer than asked for at the end of a PDU that was cut short. */
  readonly take: (count: number) => Uint8Array;
  readonly left: () => number;
  readonly short: () => boolean;
}

export function readOctets(octets: Uint8Array): OctetReader {
  let at = 0;
  let short = false;
  const take = (count: number): Uint8Array => {
    if (octets.length - at < count) short = true;
    const taken = octets.subarray(at, at + count);
    at += taken.length;
    return taken;
  };
  return { octet: () => take(1)[0], take, left: () => octets.length - at, short: () => short };
}
