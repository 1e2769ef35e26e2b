import type { Random } from "../../src/ports/random.ts";
import type { BackoffShape } from "../../src/base/backoff.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import type { Message } from "../../src/ports/broker.ts";
import { Outbox, type OutboxOptions } from "../../src/report/outbox.ts";
import { Publisher, type PublisherOptions } from "../../src/report/publisher.ts";
import { Topics } from "../../src/report/topics.ts";
import { FakeBroker } from "../support/fake-broker.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

export const AVAILABILITY = "r/d/availability";
export const BACKOFF: BackoffShape = { first: Seconds(5), cap: Minutes(10) };

const availability = (payload: string): Message => ({ topic: AVAILABILITY, payload, qos: 1, retain: true });

export const publisherOptions = (over: Partial<PublisherOptions> = {}): PublisherOptions => ({
  topics: new Topics({ root: "r", device: "d", template: "{root}/{device}/{name}" }),
  will: () => availability("offline: connection lost"),
  birth: () => availability("online"),
  farewell: () => availability("offline: stopped"),
  dropNotice: ({ dropped }) => ({ topic: "r/d/event/outbox-dropped", payload: `dropped ${dropped}` }),
  backoff: BACKOFF,
  stableAfter: Minutes(5),
  maxInflight: 8,
  retain: true,
  willEnabled: true,
  ...over,
});

/** A publisher on a fake clock, a fake broker and a store in memory. */
export async function publisherBench(
  over: Partial<PublisherOptions> = {},
  { random = () => 0.999_999, ...outboxOptions }: Partial<OutboxOptions> & { readonly random?: Random } = {},
) {
  const [clock, broker, log, store] = [new FakeClock(), new FakeBroker(), new SilentLog(), new MemoryStore()];
  const outbox = await Outbox.open({ store, clock, log }, { maxEvents: 1_000, maxBytes: 10_000_000, ...outboxOptions });
  const publisher = new Publisher({ broker, clock, random, log, outbox }, publisherOptions(over));
  const start = async (): Promise<void> => {
    publisher.start();
    await settle();
  };
  const event = (payload: string): Promise<void> => outbox.post({ topic: "r/d/event/x", payload });
  /** What the broker has got in the last session, without the birth. */
  const got = (): string[] =>
    broker.session.published.filter(({ topic }) => topic !== AVAILABILITY).map(({ payload }) => payload);
  return { clock, broker, log, store, outbox, publisher, start, event, got };
}
