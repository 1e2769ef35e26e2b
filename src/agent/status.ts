import { defined } from "../base/defined.ts";
import { isoInstant, type MonoMs, wallAfter } from "../base/instant.ts";
import { Millis } from "../base/duration.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import { decisionPayload, statePayload } from "../report/payloads.ts";
import type { Identity, Picture, Said } from "../report/picture.ts";
import type { PublisherStatus } from "../report/publisher.ts";
import { usagePayload } from "../report/usage-payload.ts";
import { formatMoney } from "../plan/money.ts";
import type { StatedFact } from "./kept-plans.ts";

/** What `cellward status` shows, from the agent's picture of this moment. Pure. */
export function statusOf(
  picture: Picture,
  identity: Identity,
  said: Said,
  mqtt: PublisherStatus | undefined,
  now: MonoMs,
): AgentStatus {
  const usage = usagePayload(picture, identity, said);
  return {
    v: 1,
    device: identity.device,
    state: statePayload(picture, identity, said),
    ...(usage === undefined ? {} : { usage }),
    decision: decisionPayload(picture, said, true),
    mqtt:
      mqtt === undefined
        ? { state: "disabled", queued: 0, dropped: 0 }
        : {
            state: mqtt.state,
            forS: Math.floor((now - mqtt.since) / 1_000),
            ...(mqtt.lastRefusal === undefined
              ? {}
              : { lastRefusal: { why: mqtt.lastRefusal.why, detail: mqtt.lastRefusal.detail } }),
            ...(mqtt.retryAt === undefined
              ? {}
              : { retryAt: isoInstant(wallAfter(said.wall, Millis(mqtt.retryAt - now))) }),
            ...(mqtt.unacknowledged === undefined
              ? {}
              : {
                  unacknowledged: {
                    forS: Math.floor((now - mqtt.unacknowledged.since) / 1_000),
                    ever: mqtt.unacknowledged.ever,
                  },
                }),
            queued: mqtt.queued,
            dropped: mqtt.dropped,
          },
  };
}

/** What persons stated; undefined where nobody did. */
export const factsStatus = (facts: readonly StatedFact[]): AgentStatus["planFacts"] =>
  facts.length === 0
    ? undefined
    : facts.map(({ id, by, fact }) =>
        defined({
          id,
          name: fact.name,
          at: isoInstant(fact.at),
          by,
          bucket: "bucket" in fact ? (typeof fact.bucket === "string" ? fact.bucket : fact.bucket.id) : undefined,
          quota:
            fact.name === "pack-bought"
              ? Number(fact.bucket.quota)
              : fact.name === "pool-balance"
                ? Number(fact.bytes)
                : undefined,
          money: fact.name === "account-balance" ? formatMoney(fact.money) : undefined,
        }),
      );
