import type { PublishedEvent } from "../base/events.ts";
import type { StoreHealth } from "../ports/store.ts";

/** The event of a disk that refuses, or takes writes again. */
export function storeNews(health: StoreHealth): readonly [PublishedEvent, Readonly<Record<string, unknown>>] {
  if (health.durable) return ["store-recovered", {}];
  const { why, trouble, path, freeBytes, neededBytes } = health;
  return ["store-failing", { why, trouble, path, freeBytes: Number(freeBytes), neededBytes: Number(neededBytes) }];
}
