import type { DirectionCount } from "../ports/counters.ts";

/** How one direction's counter moved within its epoch. */
export type Growth =
  /** By this many IP-layer bytes; `wrapped`: over the top of 32 bits, which a single misreading looks like, too. */
  | { readonly kind: "grew"; readonly bytes: bigint; readonly wrapped?: true }
  /** Not, or a corrected total would fall: to be compared again with the next sample. */
  | { readonly kind: "held" }
  /** It began again at zero. */
  | { readonly kind: "fell" };

const MODULUS = 1n << 32n;
const LONGEST_WRAP = 1n << 30n;
/** An IPv4 header. */
export const SMALLEST_PACKET = 20n;
const LARGEST_PACKET = 65_600n;

/**
 * Compares raw counters, then corrects.
 *
 * A fallen byte counter has wrapped at 32 bits only if everything fits: both values are below 2^32, the packets went on
 * growing (a reset takes both), the distance over the top is at most 1 GiB, and it is as many bytes as the packets can
 * hold, 20 to 65,600 each. Else it fell. So no guess can ever book 4 GiB; where a 32-bit counter goes round unseen for
 * longer than that, the bytes are lost, and the reset says so.
 *
 * A fall of less than a thousandth is neither: counters that really begin again do not come back so near, and drivers
 * that add up several sources do step back a little. Booking the whole counter again would be the phantom.
 */
export function growth(earlier: DirectionCount, later: DirectionCount, overhead: number): Growth {
  const packets = later.packets - earlier.packets;
  const bytes = later.bytes - earlier.bytes;
  if (bytes >= 0n && packets >= 0n) return corrected(bytes, packets, overhead);
  if (bytes < 0n && packets >= 0n && below32(earlier.bytes, later.bytes)) {
    const over = bytes + MODULUS;
    if (over <= LONGEST_WRAP && fits(over, packets)) return wrapped(corrected(over, packets, overhead));
  }
  if (packets < 0n && bytes >= 0n && below32(earlier.packets, later.packets)) {
    const over = packets + MODULUS;
    if (fits(bytes, over)) return wrapped(corrected(bytes, over, overhead));
  }
  const slight = slightly(bytes, earlier.bytes) && slightly(packets, earlier.packets);
  return slight ? { kind: "held" } : { kind: "fell" };
}

function corrected(bytes: bigint, packets: bigint, overhead: number): Growth {
  const ip = bytes - packets * BigInt(overhead);
  return ip > 0n ? { kind: "grew", bytes: ip } : { kind: "held" };
}

const wrapped = (grown: Growth): Growth => (grown.kind === "grew" ? { ...grown, wrapped: true } : grown);

const below32 = (a: bigint, b: bigint): boolean => a < MODULUS && b < MODULUS;

const fits = (bytes: bigint, packets: bigint): boolean =>
  bytes >= packets * SMALLEST_PACKET && bytes <= packets * LARGEST_PACKET;

const slightly = (difference: bigint, of: bigint): boolean => difference >= 0n || -difference * 1_024n <= of;
