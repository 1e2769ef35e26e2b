import type { QueueSeen, QueueStep } from "../ports/uplink-queue.ts";
import { HANDLE, schedulerClass } from "./filter-shape.ts";
import type { ClassLimit } from "./kernel-limits.ts";

export type QueuePlan =
  | { readonly kind: "steps"; readonly steps: readonly QueueStep[] }
  /** Somebody else has set up how this interface sends; that stays. */
  | { readonly kind: "foreign"; readonly steps: readonly QueueStep[]; readonly why: string; readonly remedy: string };

const OURS = `${HANDLE}:`;
/** Ours tells a rate in rounded bits a second. */
const NEAR = 0.01;

/**
 * What has to be done so that each class sends no faster than it may. The filter writes the scheduler's class on every packet, so that no
 * filter of tc is needed; who has no rate has no class in the scheduler and goes straight out, before the others.
 */
export function queuePlan(limits: readonly ClassLimit[], seen: QueueSeen): QueuePlan {
  const packets: readonly QueueStep[] = seen.wholePackets ? [] : [{ kind: "packets", whole: true }];
  const wanted = new Map(
    limits.flatMap(({ rank, upRate }) =>
      upRate === undefined ? [] : [[schedulerClass(rank), Math.max(1, Math.floor(upRate))] as const],
    ),
  );
  const isOurs = seen.handle === OURS;
  if (!isOurs && seen.handle !== "0:" && wanted.size > 0)
    return {
      kind: "foreign",
      steps: packets,
      why: `somebody has set up ${seen.discipline} (${seen.handle}) there`,
      remedy: "take it away (tc qdisc del ... root), or do without rates",
    };
  if (wanted.size === 0)
    return { kind: "steps", steps: [...packets, ...(isOurs ? [{ kind: "remove" } as const] : [])] };
  const discipline: readonly QueueStep[] = isOurs ? [] : [{ kind: "discipline", handle: OURS }];
  const gone = [...(isOurs ? seen.rates.keys() : [])].filter((id) => !wanted.has(id));
  const changed = [...wanted].filter(([id, bytes]) => {
    const now = isOurs ? seen.rates.get(id) : undefined;
    return now === undefined || Math.abs(now - bytes) > bytes * NEAR;
  });
  return {
    kind: "steps",
    steps: [
      ...packets,
      ...discipline,
      ...changed.map(([id, bytes]): QueueStep => ({ kind: "rate", handle: OURS, id, bytes })),
      ...gone.map((id): QueueStep => ({ kind: "unrate", id })),
    ],
  };
}

/** What is to be taken back when the limits are removed. */
export const queueRemoval = (seen: QueueSeen): readonly QueueStep[] => [
  ...(seen.handle === OURS ? [{ kind: "remove" } as const] : []),
  ...(seen.wholePackets ? [{ kind: "packets", whole: false } as const] : []),
];
