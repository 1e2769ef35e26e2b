import { type BackoffShape } from "../../src/base/backoff.ts";
import { Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { MqttBroker, type MqttBrokerOptions } from "../../src/host/mqtt-broker.ts";
import { SystemClock } from "../../src/host/system-clock.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Message } from "../../src/ports/broker.ts";
import { Outbox, type OutboxOptions } from "../../src/report/outbox.ts";
import { Publisher, type PublisherOptions, type PublisherStatus } from "../../src/report/publisher.ts";
import { Topics } from "../../src/report/topics.ts";
import { MemoryStore } from "./memory-store.ts";
import { SilentLog } from "./silent-log.ts";

/** Quick enough for a test, of the same shape as on a device. */
const BACKOFF: BackoffShape = { first: Millis(50), cap: Millis(400) };

const availability = (payload: string): Message => ({ topic: "r/d/availability", payload, qos: 1, retain: true });

export interface MqttDevice {
  readonly publisher: Publisher;
  readonly outbox: Outbox;
  readonly log: SilentLog;
  event(payload: string): Promise<void>;
  /** Resolves when the status is as wanted; asks every few milliseconds, for ten seconds at most. */
  until(holds: (status: PublisherStatus) => boolean): Promise<void>;
}

/** The publisher on the real clock and the real adapter, the store in memory: all that speaks MQTT on a device. */
export async function mqttDevice(
  broker: Partial<MqttBrokerOptions> & { readonly url: string },
  over: { readonly publisher?: Partial<PublisherOptions>; readonly outbox?: Partial<OutboxOptions> } = {},
): Promise<MqttDevice> {
  const [clock, log, store] = [new SystemClock(), new SilentLog(), new MemoryStore()];
  const outbox = await Outbox.open({ store, clock, log }, { maxEvents: 1_000, maxBytes: 10_000_000, ...over.outbox });
  const publisher = new Publisher(
    { broker: adapter(log, broker), clock, random: Math.random, log, outbox },
    {
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
      ...over.publisher,
    },
  );
  return {
    publisher,
    outbox,
    log,
    event: (payload) => outbox.post({ topic: "r/d/event/x", payload }),
    until: async (holds) => {
      const deadline = performance.now() + 10_000;
      while (!holds(publisher.status())) {
        if (performance.now() > deadline) throw new Error(`never so: ${JSON.stringify(publisher.status())}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

const adapter = (log: Log, over: Partial<MqttBrokerOptions> & { readonly url: string }): MqttBroker =>
  new MqttBroker(
    { log },
    { clientId: "d", protocolVersion: 4, keepalive: Seconds(60), connectTimeout: Seconds(5), ...over },
  );
