import type { Bucket } from "../bucket.ts";

/**
 * Pairs of packs of which a plan does not say which is drawn first: bought once, of one kind and one scope, at times that
 * overlap, and with neither a level nor a priority that tells them apart. As their indices, the later one first.
 */
export function overlappingPacks(buckets: readonly (Bucket | undefined)[]): readonly (readonly [number, number])[] {
  return buckets.flatMap((later, at) => {
    const earlier = buckets.slice(0, at).findIndex((bucket) => later && bucket && overlap(bucket, later));
    return earlier === -1 ? [] : [[at, earlier] as const];
  });
}

function overlap(a: Bucket, b: Bucket): boolean {
  if (a.term.each !== "once" || b.term.each !== "once") return false;
  return a.term.from < b.term.to && b.term.from < a.term.to && sortOf(a) === sortOf(b);
}

const sortOf = ({ kind, scope, level, priority }: Bucket): string =>
  JSON.stringify([
    kind,
    level,
    priority ?? null,
    scope.destination ?? null,
    scope.window?.from ?? null,
    scope.window?.to ?? null,
    scope.area ?? null,
    scope.rats?.toSorted() ?? null,
  ]);
