import { maxBytes, minBytes } from "../base/bytes.ts";
import { UNLIMITED } from "./kernel-limits.ts";
import type { LeaseEffect } from "./lease.ts";
import type { QuotaReading } from "./table-reading.ts";

/**
 * How a quota gets to let pass just so many bytes more. `used`: what it had counted when `bytes` was worked out, or before that.
 * In place, so that nothing that passes meanwhile is lost. Where it was used up, what was dropped since has counted unseen: it is
 * closed, set back and opened again; nothing passes meanwhile, as nothing did before.
 */
export function ceilingEffects(bytes: bigint, used: bigint, now: QuotaReading): readonly LeaseEffect[] {
  if (bytes >= UNLIMITED) return now.limit === UNLIMITED ? [] : [{ kind: "cap", bytes: UNLIMITED }];
  // A lower figure than before: somebody has reset it, and all that it tells passed since.
  const since = now.used < used ? 0n : used;
  if (now.used < now.limit) {
    const limit = minBytes(since + bytes, UNLIMITED);
    return limit === now.limit ? [] : [{ kind: "cap", bytes: limit }];
  }
  const left = maxBytes(bytes - (now.limit - since), 0n);
  if (left === 0n) return [];
  return [{ kind: "cap", bytes: 0n }, { kind: "reset" }, { kind: "cap", bytes: left }];
}
