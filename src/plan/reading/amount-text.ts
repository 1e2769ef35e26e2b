import type { UnitBase } from "../../base/bytes.ts";

export interface ReadAmount {
  readonly bytes: bigint;
  /** Behind it. */
  readonly end: number;
}

/** Bounded in every part, so that it costs the same whatever the text is. Thousands are grouped with commas, or not at all. */
const PIECE =
  /(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.(\d{1,6}))?(TIB|GIB|MIB|KIB|TB|GB|MB|KB|T|G|M|K|兆字节|兆|字节|BYTES|BYTE|B)/y;
const POWERS: Readonly<Record<string, number>> = { K: 1, M: 2, G: 3, T: 4, 兆: 2 };
/** More than any card is sold with. */
const MOST = 100n << 40n;

/**
 * An amount of data at that place of a `replyText`: `12.345GB`, `800M`, `1,024KB`, `30兆`, `1GB200MB`. Carriers' units count by the
 * plan's base, KiB and the like by 1024. Undefined: there is none, or what follows makes it something else (`12MB/S`, `5G4G`).
 */
export function readAmount(text: string, at: number, base: UnitBase): ReadAmount | undefined {
  let bytes = 0n;
  let end = at;
  for (let before = Infinity; ;) {
    PIECE.lastIndex = end;
    const match = PIECE.exec(text);
    if (match === null) break;
    const [whole, digits = "", fraction = "", unit = ""] = match;
    const power = POWERS[unit.charAt(0)] ?? 0;
    // The second of two has to be the smaller one: 5G4G is no amount.
    if (power >= before) return undefined;
    before = power;
    const size = BigInt(unit.endsWith("IB") ? 1024 : base) ** BigInt(power);
    bytes += (BigInt(digits.replaceAll(",", "") + fraction) * size) / 10n ** BigInt(fraction.length);
    end += whole.length;
  }
  if (end === at || bytes > MOST || /^(?:[A-Z0-9]|\/S|\/秒)/.test(text.slice(end, end + 2))) return undefined;
  return { bytes, end };
}
