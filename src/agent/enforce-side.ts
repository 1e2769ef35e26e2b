import type { ClassLimit } from "../enforce/kernel-limits.ts";
import type { Clock } from "../ports/clock.ts";
import type { Gate } from "../ports/gate.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import type { Store } from "../ports/store.ts";
import type { UplinkQueue } from "../ports/uplink-queue.ts";
import type { Settings } from "../settings/declaration.ts";
import { matches } from "../settings/kinds/interface.ts";
import { EnforceLoop } from "./enforce-loop.ts";
import { enforceOptions } from "./enforce-shape.ts";
import type { TellLimits } from "./tell-limits.ts";

export interface EnforceSidePorts {
  readonly gate: Gate;
  readonly queue: UplinkQueue;
  readonly store: Store;
  readonly clock: Clock;
  readonly tell: TellLimits;
  readonly interfaces: Interfaces;
  /** IP bytes of both directions that the metered uplinks have carried in this run. */
  readonly carried: () => bigint;
  /** What each class may do by the counters as they are read at this moment; none where nothing was decided yet. */
  readonly limits: () => readonly ClassLimit[];
}

/**
 * Limits in the kernel as the settings have them, begun. Whoever joins it calls `mark()` before the counters are read for a
 * checkpoint, `apply(limits)` when the policy has said what each class may do, and `stop()` at the end; the rest it does by itself.
 * With `enforce.mode` other than `auto` it takes back what an earlier run has left, and touches nothing else.
 */
export async function openEnforce(
  { interfaces, ...ports }: EnforceSidePorts,
  settings: Settings,
  device: { readonly bootId: string; readonly uid: number },
): Promise<EnforceLoop> {
  const options = enforceOptions(settings, device);
  const meant = [...options.uplinks, ...options.shape.uplinkPatterns];
  const uplinks = (): readonly string[] =>
    interfaces.names().filter((name) => meant.some((pattern) => matches(pattern, name)));
  const loop = await EnforceLoop.open({ ...ports, uplinks }, options);
  await loop.start();
  return loop;
}
