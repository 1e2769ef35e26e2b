/** What two counts of the same bytes differed by, in parts of the larger one, newest last. Plain JSON. */
export interface GuardMemory {
  readonly ratios: readonly number[];
}

export const NO_GUARD: GuardMemory = { ratios: [] };

const REMEMBERED = 16;
/** Of less a packet or two that were under way between both readings would make a ratio. */
const WORTH_COMPARING = 256 * 1_024;
/** Beyond this it is no measure of what segments hide: somebody else's packets, or another interface's. */
export const GUARD_MOST = 0.1;
/**
 * The kernel's filter sees super-packets before they are cut and so misses headers: up to 3.4 % of locally generated TCP (measured,
 * `gso_max_segs` of 1 makes it none). Before anything is learned a part of that is assumed.
 */
export const GUARD_LEAST = 0.005;

/** A review's word: what the kernel's quotas charged, and what the interface counted meanwhile. */
export function guardLearned(memory: GuardMemory, kernel: number, counted: number): GuardMemory {
  if (!Number.isFinite(counted) || counted < WORTH_COMPARING || !(kernel >= 0)) return memory;
  const ratio = Math.min(GUARD_MOST, Math.max(0, (counted - kernel) / counted));
  return { ratios: [...memory.ratios, ratio].slice(-REMEMBERED) };
}

/** The worst that is remembered, within the bounds. */
export const guardRatio = ({ ratios }: GuardMemory): number => Math.min(GUARD_MOST, Math.max(GUARD_LEAST, ...ratios));
