import { Millis, Seconds } from "../base/duration.ts";
import { isoInstant } from "../base/instant.ts";
import { plainJson } from "../base/plain-text.ts";
import type { Broker, Message } from "../ports/broker.ts";
import type { Availability } from "../report/contract.ts";
import type { Outbox } from "../report/outbox.ts";
import { availabilityPayload, eventPayload } from "../report/payloads.ts";
import type { Said } from "../report/picture.ts";
import { Publisher, type PublisherPorts } from "../report/publisher.ts";
import type { Topics } from "../report/topics.ts";
import type { Settings } from "../settings/declaration.ts";

/** Enough to keep a slow link busy, few enough that little is sent twice when it breaks. */
const MAX_INFLIGHT = 8;

/** A slow cell takes some seconds for a round trip, however short a wait was set for the connect. */
const LEAST_FIRST_ACK = Seconds(10);

interface Ports extends Omit<PublisherPorts, "broker" | "outbox"> {
  readonly broker?: Broker;
  readonly outbox: Outbox | undefined;
}

/** Undefined without a broker: nothing is published. */
export const publisherOf = (
  { broker, outbox, ...ports }: Ports,
  settings: Settings,
  topics: Topics,
  said: () => Said,
): Publisher | undefined =>
  broker === undefined || outbox === undefined
    ? undefined
    : makePublisher({ ...ports, broker, outbox }, settings, topics, said);

/** The publisher with the agent's own words: will, birth, farewell, and the notice of what was dropped. */
function makePublisher(ports: PublisherPorts, { mqtt }: Settings, topics: Topics, said: () => Said): Publisher {
  const availability = (state: Availability["state"], reason: Availability["reason"]): Message => ({
    topic: topics.topic("availability"),
    payload: plainJson(availabilityPayload(state, reason, said())),
    qos: 1,
    retain: true,
  });
  const owned = { ...ports, log: ports.log.station("broker") };
  return new Publisher(owned, {
    topics,
    will: () => availability("offline", "connection-lost"),
    birth: () => availability("online", "started"),
    farewell: () => availability("offline", "stopped"),
    dropNotice: (dropped) => ({
      topic: topics.topic("event/outbox-dropped"),
      payload: plainJson(
        eventPayload(
          "outbox-dropped",
          { dropped: dropped.dropped, from: isoInstant(dropped.from), to: isoInstant(dropped.to) },
          said(),
        ),
      ),
    }),
    backoff: { first: mqtt.backoffFirst, cap: mqtt.backoffCap },
    stableAfter: mqtt.stableAfter,
    maxInflight: MAX_INFLIGHT,
    retain: mqtt.retain,
    willEnabled: mqtt.will,
    firstAckTimeout: Millis(Math.max(LEAST_FIRST_ACK, mqtt.connectTimeout)),
  });
}
