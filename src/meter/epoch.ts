import type { CounterEpoch } from "../ports/counters.ts";

/**
 * Whether two readings of one boot are of one interface, whatever it is called: the index alone does not tell, since
 * `ip link add ... index 77` gives a new interface the old one's. Records of an earlier version know the index only.
 */
export const isSameInterface = (a: CounterEpoch, b: CounterEpoch): boolean =>
  a.ifindex === b.ifindex && (a.instance === undefined || b.instance === undefined || a.instance === b.instance);
