import { describe, expect, it } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { refused } from "../support/fake-broker.ts";
import { settle } from "../support/fake-clock.ts";
import { publisherBench } from "./publisher-bench.ts";

describe("coming back", () => {
  it("the ceilings double from 5 s to 10 min, and it is never given up", async () => {
    const { start, broker, clock, publisher } = await publisherBench();
    broker.answer = refused("unreachable");
    await start();
    const waits: number[] = [];
    while (waits.length < 9) {
      const { retryAt = 0 } = publisher.status();
      waits.push(Math.round((retryAt - clock.monoMs()) / 1_000));
      const before = broker.attempts;
      while (broker.attempts === before) await clock.advance(clock.nextDue ?? Seconds(1));
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600]);
    await clock.advance(Hours(24));
    expect(broker.attempts).toBeGreaterThan(144);
  });

  it("a thousand devices that lost one broker in one second do not come back in one second", async () => {
    const seeds = Array.from({ length: 1_000 }, (_, i) => (i + 0.5) / 1_000);
    const due = await Promise.all(
      seeds.map(async (seed) => {
        const { start, broker, clock } = await publisherBench({}, { random: () => seed });
        await start();
        broker.session.cut();
        return clock.nextDue ?? 0;
      }),
    );
    const perSecond = new Map<number, number>();
    for (const wait of due) perSecond.set(Math.floor(wait / 1_000), (perSecond.get(Math.floor(wait / 1_000)) ?? 0) + 1);
    expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(201);
  });

  it("a broker that accepts and drops after a minute is believed to be well only after five unbroken ones", async () => {
    const { start, broker, clock, publisher } = await publisherBench();
    await start();
    const waits: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      await clock.advance(Minutes(1));
      broker.session.cut();
      waits.push(Math.round(((publisher.status().retryAt ?? 0) - clock.monoMs()) / 1_000));
      await clock.advance(Seconds(waits.at(-1) ?? 0));
    }
    expect(waits).toEqual([5, 10, 20, 40, 80]);
    await clock.advance(Minutes(5));
    expect(publisher.status().lastRefusal).toBeUndefined();
    broker.session.cut();
    expect((publisher.status().retryAt ?? 0) - clock.monoMs()).toBeLessThanOrEqual(Seconds(5));
  });

  it("an hour without a broker costs few attempts", async () => {
    const { start, broker, clock } = await publisherBench({}, { random: () => 0.5 });
    broker.answer = refused("unreachable");
    await start();
    await clock.advance(Hours(1));
    expect(broker.attempts).toBeLessThan(20);
  });

  it("when what stood in the way is gone the wait is drawn anew from the shortest, never made longer", async () => {
    const { start, broker, clock, publisher } = await publisherBench();
    broker.answer = refused("unreachable");
    await start();
    await clock.advance(Hours(1));
    broker.answer = "accept";
    publisher.retrySoon();
    await clock.advance(Seconds(5));
    expect(publisher.status().state).toBe("connected");
    const fresh = await publisherBench({}, { random: () => 0.5 });
    fresh.broker.answer = refused("clock");
    await fresh.start();
    const { retryAt } = fresh.publisher.status();
    fresh.publisher.retrySoon();
    expect(fresh.publisher.status().retryAt).toBe(retryAt);
  });
});

describe("wrong credentials", () => {
  it("are told apart in the log and the status, are retried with back-off, and heal by themselves", async () => {
    const { start, broker, clock, log, publisher } = await publisherBench();
    broker.answer = refused("credentials");
    await start();
    expect(publisher.status()).toMatchObject({ state: "waiting", lastRefusal: { why: "credentials" } });
    expect(log.said("broker-refused")).toMatchObject([{ level: "error", fields: { why: "credentials" } }]);
    await clock.advance(Hours(2));
    expect(broker.attempts).toBeGreaterThan(10);
    broker.answer = "accept";
    await clock.advance(Minutes(10));
    expect(publisher.status().state).toBe("connected");
  });

  it("are not tried sooner because service came back", async () => {
    const { start, broker, clock, publisher } = await publisherBench();
    broker.answer = refused("credentials");
    await start();
    await clock.advance(Hours(1));
    const { retryAt } = publisher.status();
    publisher.retrySoon();
    expect(publisher.status().retryAt).toBe(retryAt);
  });

  it("a broker that was never reached is not said to have refused anything", async () => {
    const { start, broker, log } = await publisherBench();
    broker.answer = refused("unreachable");
    await start();
    expect(log.said("broker-unreachable")).toMatchObject([{ level: "warn", fields: { why: "unreachable" } }]);
    expect(log.said("broker-refused")).toEqual([]);
  });

  it("other refusals are warnings", async () => {
    const { start, broker, log } = await publisherBench();
    broker.answer = refused("clock");
    await start();
    expect(log.said("broker-refused")).toMatchObject([{ level: "warn", fields: { why: "clock", retryIn: "5 s" } }]);
  });
});

describe("two clients with one identifier", () => {
  it("where the broker says so, we leave the other alone for long at once", async () => {
    const { start, broker, clock, publisher, log } = await publisherBench({}, { random: () => 0 });
    await start();
    broker.session.cut("taken-over");
    const { lastRefusal, retryAt = 0 } = publisher.status();
    expect(lastRefusal?.why).toBe("taken-over");
    expect(retryAt - clock.monoMs()).toBeGreaterThanOrEqual(Minutes(5));
    expect(log.said("broker-lost")).toMatchObject([{ level: "error" }]);
    await clock.advance(Minutes(6));
    expect(publisher.status().state).toBe("connected");
  });

  it("where it does not, three sessions that end within seconds raise the suspicion", async () => {
    const { start, broker, clock, publisher } = await publisherBench({}, { random: () => 0.001 });
    await start();
    for (let i = 0; i < 2; i += 1) {
      broker.session.cut();
      expect(publisher.status().lastRefusal?.why).toBe("lost");
      await clock.advance(Seconds(1));
    }
    broker.session.cut();
    const { lastRefusal, retryAt = 0 } = publisher.status();
    expect(lastRefusal).toMatchObject({
      why: "taken-over",
      detail: expect.stringContaining("every device needs its own") as string,
    });
    expect(retryAt - clock.monoMs()).toBeGreaterThanOrEqual(Minutes(5));
  });

  it("a war of both sides costs a hundred connects a day, not a hundred thousand", async () => {
    const { start, broker, clock } = await publisherBench({}, { random: () => 0.5 });
    await start();
    for (let seconds = 0; seconds < 86_400; seconds += 5) {
      await clock.advance(Seconds(5));
      if (broker.session.alive) broker.session.cut();
    }
    expect(broker.attempts).toBeLessThan(250);
  }, 60_000);
});

describe("a broker that sends more than we accept", () => {
  it("is left alone for long at once, is said once, and no service that came back makes it sooner", async () => {
    const { start, broker, clock, publisher, log } = await publisherBench({}, { random: () => 0 });
    await start();
    broker.session.cut("excess");
    const { lastRefusal, retryAt = 0 } = publisher.status();
    expect(lastRefusal?.why).toBe("excess");
    expect(retryAt - clock.monoMs()).toBeGreaterThanOrEqual(Minutes(5));
    publisher.retrySoon();
    expect(publisher.status().retryAt).toBe(retryAt);
    expect(log.said("broker-lost")).toMatchObject([{ level: "error", fields: { why: "excess" } }]);
    broker.answer = refused("excess");
    await clock.advance(Minutes(6));
    expect((publisher.status().retryAt ?? 0) - clock.monoMs()).toBeGreaterThan(Minutes(4));
    expect(log.said("broker-refused")).toMatchObject([{ level: "error", fields: { why: "excess" } }]);
  });

  it("is not taken for another client with our identifier, however often it does so", async () => {
    const { start, broker, clock, publisher } = await publisherBench();
    await start();
    for (let n = 0; n < 5; n += 1) {
      broker.session.cut("excess");
      expect(publisher.status().lastRefusal?.why).toBe("excess");
      await clock.advance(Minutes(10));
    }
  });
});

it("a wait of less than a second is not called 0 s", async () => {
  const { start, broker, log } = await publisherBench({}, { random: () => 0.05 });
  await start();
  broker.session.cut();
  expect(log.said("broker-lost")).toMatchObject([{ fields: { lasted: "0 ms", retryIn: "250 ms" } }]);
});

it("an adapter that throws does not silence the device", async () => {
  const { start, broker, clock, publisher, log } = await publisherBench();
  const connect = broker.connect.bind(broker);
  broker.connect = () => Promise.reject(new Error("a bug"));
  await start();
  expect(log.said("agent-fault")).toHaveLength(1);
  expect(publisher.status()).toMatchObject({ state: "waiting", lastRefusal: { detail: "a bug" } });
  broker.connect = connect;
  await clock.advance(Seconds(5));
  expect(publisher.status().state).toBe("connected");
});

it("a session that takes no message any more and does not say that it is lost is left", async () => {
  const { start, broker, publisher } = await publisherBench();
  await start();
  broker.session.alive = false;
  publisher.setRetained("state", "s1");
  await settle();
  expect(publisher.status()).toMatchObject({ state: "waiting", lastRefusal: { why: "lost" } });
});
