import type { WallMs } from "../base/instant.ts";
import type { MonoMs } from "../base/instant.ts";
import type { Ledger, Written } from "../meter/ledger.ts";
import { hourStart } from "../plan/zone.ts";
import { instantOfStamp } from "../time/settle.ts";
import { trustedWall, type TrustState } from "../time/trust-state.ts";

/** The time became known: what waited for it in any book goes into its hours. */
export function settleBooks(
  ledger: Ledger,
  trust: TrustState,
  { bootId, zone, now }: { readonly bootId: string; readonly zone: string; readonly now: MonoMs },
): readonly Promise<{ readonly written: Written }>[] {
  // Of an earlier boot nothing better is known than the latest instant before it.
  const floor: WallMs | undefined = ledger.lastHour() ?? trustedWall(trust, now);
  return ledger.books().map((book) =>
    ledger.settle(book, (stamp) => {
      const instant = instantOfStamp(stamp, trust, bootId) ?? floor;
      return instant === undefined ? undefined : hourStart(instant, zone);
    }),
  );
}
