import { describe, expect, it } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { elapsed } from "../../src/base/instant.ts";
import { settle } from "../support/fake-clock.ts";
import { AVAILABILITY, publisherBench } from "./publisher-bench.ts";

describe("after a connect", () => {
  it("the device says that it is there, then the whole retained state, then the events in their order", async () => {
    const { publisher, start, event, broker } = await publisherBench();
    await event("e1");
    await event("e2");
    publisher.setRetained("state", "s1");
    publisher.setRetained("usage", "u1");
    await start();
    expect(broker.session.published).toEqual([
      { topic: AVAILABILITY, payload: "online", qos: 1, retain: true },
      { topic: "r/d/state", payload: "s1", qos: 1, retain: true },
      { topic: "r/d/usage", payload: "u1", qos: 1, retain: true },
      { topic: "r/d/event/x", payload: "e1", qos: 1, retain: false },
      { topic: "r/d/event/x", payload: "e2", qos: 1, retain: false },
    ]);
    expect(publisher.status()).toMatchObject({ state: "connected", queued: 0, dropped: 0 });
  });

  it("the retained state is told anew, as it is by then: the broker may have forgotten it", async () => {
    const { publisher, start, broker, clock, got } = await publisherBench();
    publisher.setRetained("state", "s1");
    publisher.setRetained("usage", "u1");
    await start();
    broker.session.cut();
    publisher.setRetained("state", "s2");
    publisher.setRetained("state", "s3");
    await clock.advance(Minutes(1));
    expect(broker.sessions).toHaveLength(2);
    expect(got()).toEqual(["s3", "u1"]);
  });

  it("what was sent and not acknowledged is sent again", async () => {
    const { start, broker, clock, event, got, publisher } = await publisherBench();
    await start();
    broker.frozen = true;
    await event("e1");
    await event("e2");
    publisher.setRetained("state", "s1");
    expect(got()).toEqual(["e1", "e2", "s1"]);
    broker.session.cut();
    broker.frozen = false;
    await clock.advance(Minutes(1));
    expect(got()).toEqual(["s1", "e1", "e2"]);
    expect(publisher.status().queued).toBe(0);
  });

  it("the will goes with every connect, or not at all where a cloud knows none", async () => {
    const { start, broker } = await publisherBench();
    await start();
    broker.session.cut();
    expect(broker.delivered.at(-1)?.payload).toBe("offline: connection lost");
    const without = await publisherBench({ willEnabled: false });
    await without.start();
    without.broker.session.cut();
    expect(without.broker.delivered.at(-1)?.payload).toBe("online");
  });

  it("where a cloud retains nothing the flag is never set, and the state is still told anew after a connect", async () => {
    const { publisher, start, broker, clock, got } = await publisherBench({ retain: false });
    publisher.setRetained("state", "s1");
    await start();
    broker.session.cut();
    await clock.advance(Minutes(1));
    await publisher.stop(Seconds(1));
    expect(got()).toEqual(["s1"]);
    expect(broker.delivered.some(({ retain }) => retain)).toBe(false);
    expect(broker.delivered.map(({ payload }) => payload)).toContain("offline: stopped");
  });
});

describe("while connected", () => {
  it("an event is with the broker in the same turn in which it is written", async () => {
    const { start, outbox, got } = await publisherBench();
    await start();
    const ticket = outbox.prepare({ topic: "r/d/event/x", payload: "now" });
    ticket.commit();
    expect(got()).toEqual(["now"]);
  });

  it("an unchanged retained payload is not sent again", async () => {
    const { publisher, start, got } = await publisherBench();
    await start();
    publisher.setRetained("state", "s1");
    await settle();
    publisher.setRetained("state", "s1");
    await settle();
    expect(got()).toEqual(["s1"]);
  });

  it("of a retained message that changes faster than the broker answers, only the first and the last are sent", async () => {
    const { publisher, start, broker, got } = await publisherBench();
    await start();
    broker.frozen = true;
    for (const payload of ["s1", "s2", "s3", "s4"]) publisher.setRetained("state", payload);
    broker.frozen = false;
    broker.session.acknowledge();
    await settle();
    expect(got()).toEqual(["s1", "s4"]);
  });

  it("one that changed back while it was on its way is not sent again", async () => {
    const { publisher, start, broker, got } = await publisherBench();
    await start();
    broker.frozen = true;
    for (const payload of ["s1", "s2", "s1"]) publisher.setRetained("state", payload);
    broker.session.acknowledge();
    await settle();
    expect(got()).toEqual(["s1"]);
  });

  it("no more than the window is on its way, nor more than the broker receives", async () => {
    const { start, broker, event, got, clock } = await publisherBench({ maxInflight: 8 });
    await start();
    broker.frozen = true;
    for (let i = 0; i < 30; i += 1) await event(`e${i}`);
    expect(broker.session.unanswered).toHaveLength(8);
    broker.session.acknowledge(3);
    await settle();
    expect(broker.session.unanswered).toHaveLength(8);
    expect(got()).toHaveLength(11);
    broker.session.cut();
    const connect = broker.connect.bind(broker);
    broker.connect = async (will) => Object.assign(await connect(will), { receiveMaximum: 2 });
    await clock.advance(Seconds(20));
    expect(broker.session.unanswered).toHaveLength(2);
  });

  it("what the broker rejects is not sent again, and blocks nothing", async () => {
    const { start, broker, event, publisher, got } = await publisherBench();
    await start();
    broker.frozen = true;
    await event("e1");
    publisher.setRetained("state", "s1");
    broker.session.acknowledge(Infinity, "rejected");
    await settle();
    await event("e2");
    expect(got()).toEqual(["e1", "s1", "e2"]);
    expect(publisher.status().queued).toBe(1);
  });

  it("a broker that acknowledges nothing any more is left, and tried again", async () => {
    const { start, broker, event, clock, log, publisher, got } = await publisherBench({ ackTimeout: Minutes(2) });
    await start();
    await clock.advance(Minutes(30));
    expect(publisher.status().state).toBe("connected");
    broker.frozen = true;
    await event("e1");
    await clock.advance(Minutes(1));
    await event("e2");
    await clock.advance(Seconds(61));
    expect(broker.sessions[0]).toMatchObject({ alive: false });
    expect(log.said("broker-lost")).toMatchObject([
      { fields: { detail: expect.stringContaining("acknowledged nothing for 2 min") as string } },
    ]);
    broker.frozen = false;
    await clock.advance(Seconds(10));
    expect(got()).toEqual(["e1", "e2"]);
  });
});

describe("a broker that accepts and then acknowledges nothing", () => {
  it("is not taken for a working one: the status tells, and it is left sooner than one that worked", async () => {
    const { start, broker, clock, log, publisher } = await publisherBench({ firstAckTimeout: Seconds(30) });
    broker.frozen = true;
    await start();
    await clock.advance(Seconds(29));
    const { state, unacknowledged } = publisher.status();
    expect(state).toBe("connected");
    expect(unacknowledged?.ever).toBe(false);
    expect(elapsed(unacknowledged?.since ?? clock.monoMs(), clock.monoMs())).toBe(Seconds(29));
    await clock.advance(Seconds(1));
    expect(publisher.status()).toMatchObject({ state: "waiting", lastRefusal: { why: "lost" } });
    expect(log.said("broker-lost")).toMatchObject([
      {
        fields: { detail: expect.stringMatching(/accepted the session, but acknowledged nothing for 30 s/) as string },
      },
    ]);
  });

  it("costs ever fewer attempts: it is never taken for stable", async () => {
    const { start, broker, clock } = await publisherBench({ firstAckTimeout: Seconds(30) });
    broker.frozen = true;
    await start();
    await clock.advance(Minutes(120));
    expect(broker.attempts).toBeLessThan(20);
  });

  it("after one answer it has the longer time, and where nothing is under way there is nothing to doubt", async () => {
    const { start, broker, clock, event, publisher } = await publisherBench({ ackTimeout: Minutes(2) });
    await start();
    expect(publisher.status().unacknowledged).toBeUndefined();
    broker.frozen = true;
    await clock.advance(Minutes(10));
    await event("e1");
    await clock.advance(Seconds(90));
    const { state, unacknowledged } = publisher.status();
    expect([state, unacknowledged?.ever]).toEqual(["connected", true]);
    expect(elapsed(unacknowledged?.since ?? clock.monoMs(), clock.monoMs())).toBe(Seconds(90));
  });
});

describe("when events had to be dropped", () => {
  it("their number is told first, then what was kept, and once only", async () => {
    const { start, broker, event, got, clock, outbox } = await publisherBench({}, { maxEvents: 3 });
    for (let i = 0; i < 10; i += 1) await event(`e${i}`);
    await start();
    expect(got()).toEqual(["dropped 7", "e7", "e8", "e9"]);
    expect(outbox.untold).toBeUndefined();
    broker.session.cut();
    await clock.advance(Minutes(1));
    expect(got()).toEqual([]);
  });

  it("a notice that was lost is given again, with what was dropped meanwhile", async () => {
    const { start, broker, event, got, clock } = await publisherBench({}, { maxEvents: 3 });
    for (let i = 0; i < 4; i += 1) await event(`e${i}`);
    broker.frozen = true;
    await start();
    expect(got()).toEqual(["dropped 1", "e1", "e2", "e3"]);
    broker.session.cut();
    await event("e4");
    broker.frozen = false;
    await clock.advance(Minutes(1));
    expect(got()).toEqual(["dropped 2", "e2", "e3", "e4"]);
  });

  it("70,000 events while the broker is away: bounded, the newest told, the rest counted", async () => {
    const { start, broker, event, got, publisher, clock } = await publisherBench({}, { maxEvents: 500 });
    broker.answer = { kind: "refused", why: "unreachable", detail: "gone" };
    publisher.setRetained("state", "s1");
    await start();
    for (let i = 0; i < 70_000; i += 1) await event(`e${i}`);
    expect(publisher.status()).toMatchObject({ state: "waiting", queued: 500, dropped: 69_500 });
    broker.answer = "accept";
    await clock.advance(Minutes(10));
    expect(got()).toEqual(["s1", "dropped 69500", ...Array.from({ length: 500 }, (_, i) => `e${69_500 + i}`)]);
    expect(publisher.status()).toMatchObject({ state: "connected", queued: 0 });
  });
});

describe("stopping", () => {
  it("says farewell after all else, and goes politely", async () => {
    const { publisher, start, broker, event } = await publisherBench();
    await start();
    await event("e1");
    await publisher.stop(Seconds(2));
    expect(broker.delivered.at(-1)).toEqual({ topic: AVAILABILITY, payload: "offline: stopped", qos: 1, retain: true });
    expect(broker.session).toMatchObject({ ended: true, alive: false });
    expect(publisher.status().state).toBe("off");
  });

  it("keeps its deadline though the broker acknowledges nothing", async () => {
    const { publisher, start, broker, clock, event } = await publisherBench();
    await start();
    broker.frozen = true;
    await event("e1");
    const startedAt = clock.monoMs();
    let took = Infinity;
    const stopped = publisher.stop(Seconds(2)).then(() => (took = elapsed(startedAt, clock.monoMs())));
    await clock.advance(Seconds(3));
    await stopped;
    expect(took).toBeLessThanOrEqual(Seconds(2));
    expect(publisher.status().queued).toBe(1);
  });

  it("gives up an attempt under way at once", async () => {
    const { publisher, start, broker, clock } = await publisherBench();
    broker.answer = "silence";
    await start();
    expect(publisher.status().state).toBe("connecting");
    await publisher.stop(Seconds(2));
    await settle();
    expect(publisher.status().state).toBe("off");
    expect(broker.abandoned).toBe(1);
    expect(clock.waiting).toBe(0);
  });

  it("leaves no timer behind, whatever it was doing", async () => {
    const waiting = await publisherBench();
    waiting.broker.answer = { kind: "refused", why: "unreachable", detail: "gone" };
    await waiting.start();
    await waiting.publisher.stop(Seconds(2));
    expect(waiting.clock.waiting).toBe(0);
    const connected = await publisherBench();
    await connected.start();
    await connected.event("e1");
    await connected.publisher.stop(Seconds(2));
    await connected.outbox.close();
    expect(connected.clock.waiting).toBe(0);
  });

  it("what is handed over afterwards stays for the next run", async () => {
    const { publisher, start, event, broker } = await publisherBench();
    await start();
    await publisher.stop(Seconds(1));
    await event("late");
    publisher.setRetained("state", "late");
    expect(publisher.status().queued).toBe(1);
    expect(broker.sessions).toHaveLength(1);
  });
});
