import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { Outbox, type OutboxOptions } from "../../src/report/outbox.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

const ROOMY: OutboxOptions = { maxEvents: 1_000, maxBytes: 1_000_000 };

async function bench(options: OutboxOptions = ROOMY, store = new MemoryStore()) {
  const clock = new FakeClock();
  const log = new SilentLog();
  const outbox = await Outbox.open({ store, clock, log }, options);
  /** The same disk after a power cut. */
  const reopened = (other: OutboxOptions = options) => Outbox.open({ store, clock, log }, other);
  return { outbox, store, clock, log, reopened };
}

const event = (payload: string) => ({ topic: "t/event/x", payload });

function drain(outbox: Outbox): string[] {
  const payloads: string[] = [];
  for (let entry = outbox.next(); entry !== undefined; entry = outbox.next()) payloads.push(entry.payload);
  return payloads;
}

async function fill(outbox: Outbox, count: number, from = 0): Promise<void> {
  for (let i = from; i < from + count; i += 1) await outbox.post(event(`e${i}`));
}

const keys = (store: MemoryStore): string[] => [...store.durable.keys()].toSorted();

describe("an event is written together with what it tells of", () => {
  it("travels in somebody else's batch, and is sent only after that batch was written", async () => {
    const { outbox, store } = await bench();
    const ticket = outbox.prepare(event("over limit"));
    expect(outbox.next()).toBeUndefined();
    await store.write([...ticket.ops, { put: "ledger/1", value: "delta" }]);
    expect(store.batches).toHaveLength(1);
    ticket.commit();
    expect(outbox.next()).toMatchObject({ seq: 1, topic: "t/event/x", payload: "over limit" });
    expect(keys(store)).toEqual(["ledger/1", "outbox/000000000001"]);
  });

  it("becomes ready in the same turn in which it is committed", async () => {
    const { outbox } = await bench();
    let ready = 0;
    outbox.onReady(() => (ready += 1));
    const ticket = outbox.prepare(event("a"));
    expect(ready).toBe(0);
    ticket.commit();
    ticket.commit();
    expect(ready).toBe(1);
  });

  it("a later event does not overtake an earlier one that is still being written", async () => {
    const { outbox } = await bench();
    const first = outbox.prepare(event("first"));
    const second = outbox.prepare(event("second"));
    second.commit();
    expect(outbox.next()).toBeUndefined();
    expect(outbox.size).toBe(1);
    first.commit();
    expect(drain(outbox)).toEqual(["first", "second"]);
  });

  it("one whose batch was not written leaves no trace, and blocks nobody", async () => {
    const { outbox, store } = await bench();
    await outbox.post(event("told"));
    outbox.acknowledged(outbox.next()?.seq ?? 0);
    const given = outbox.prepare(event("never"));
    outbox.prepare(event("after")).commit();
    given.abandon();
    given.commit();
    expect(drain(outbox)).toEqual(["after"]);
    await outbox.close();
    expect(keys(store)).toEqual([]);
  });

  it("a store that refuses to write at all costs the event and nothing else", async () => {
    const { outbox, store, log } = await bench();
    store.closed = true;
    await outbox.post(event("lost"));
    expect(outbox.size).toBe(0);
    expect(log.said("agent-fault")).toHaveLength(1);
  });

  it("with a full disk it is kept in memory, sent, and gone from both when the disk relents", async () => {
    const { outbox, store } = await bench();
    store.refuse();
    await fill(outbox, 3);
    expect(drain(outbox)).toEqual(["e0", "e1", "e2"]);
    outbox.acknowledged(1);
    await outbox.close();
    store.relent();
    expect(keys(store)).toEqual(["outbox/000000000002", "outbox/000000000003"]);
  });
});

describe("order and restarts", () => {
  it("what was not acknowledged is there after a power cut, in its order, and new events come after it", async () => {
    const { outbox, reopened } = await bench();
    await fill(outbox, 12);
    drain(outbox);
    for (const seq of [1, 2, 3]) outbox.acknowledged(seq);
    await outbox.close();
    const next = await reopened();
    await fill(next, 1, 100);
    expect(drain(next)).toEqual(["e3", "e4", "e5", "e6", "e7", "e8", "e9", "e10", "e11", "e100"]);
  });

  it("after a lost session what was on its way is sent again, in its old order", async () => {
    const { outbox } = await bench();
    await fill(outbox, 3);
    drain(outbox);
    outbox.acknowledged(2);
    outbox.returned();
    expect(drain(outbox)).toEqual(["e0", "e2"]);
  });

  it("an entry that the disk has spoilt is skipped, counted and removed", async () => {
    const { store } = await bench();
    for (const value of ["", "{", "null", '{"topic":1}', '{"topic":"t","payload":"p","at":"x"}'])
      store.durable.set(`outbox/00000000000${store.durable.size + 1}`, value);
    const { outbox } = await bench(ROOMY, store);
    await outbox.post(event("whole"));
    expect(drain(outbox)).toEqual(["whole"]);
    expect(outbox.untold?.dropped).toBe(5);
    await outbox.close();
    expect(keys(store)).toEqual(["outbox/000000000006", "outbox/dropped"]);
  });

  it("the bound may be smaller than what a former run left: the oldest give way, with little memory", async () => {
    const { outbox, store, reopened } = await bench();
    await fill(outbox, 500);
    const next = await reopened({ maxEvents: 10, maxBytes: 1_000_000 });
    expect(next.size).toBe(10);
    expect(next.untold?.dropped).toBe(490);
    await next.close();
    expect(keys(store)).toHaveLength(11);
  });
});

describe("deletions spare the flash", () => {
  it("what is acknowledged is deleted together with the next event", async () => {
    const { outbox, store } = await bench();
    await fill(outbox, 1);
    outbox.acknowledged(outbox.next()?.seq ?? 0);
    expect(store.batches).toHaveLength(1);
    await fill(outbox, 1, 1);
    expect(store.batches).toHaveLength(2);
    expect(keys(store)).toEqual(["outbox/000000000002"]);
  });

  it("without a next event it is deleted after a while", async () => {
    const { outbox, store, clock } = await bench({ ...ROOMY, settleAfter: Minutes(5) });
    await fill(outbox, 1);
    outbox.acknowledged(outbox.next()?.seq ?? 0);
    await clock.advance(Minutes(4));
    expect(store.batches).toHaveLength(1);
    await clock.advance(Minutes(2));
    expect(keys(store)).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it("many are deleted at once, without waiting", async () => {
    const { outbox, store } = await bench({ ...ROOMY, settleAfterEvents: 8 });
    await fill(outbox, 20);
    drain(outbox);
    const before = store.batches.length;
    for (let seq = 1; seq <= 20; seq += 1) outbox.acknowledged(seq);
    await outbox.close();
    expect(store.batches.slice(before).map((batch) => batch.length)).toEqual([8, 8, 4]);
  });

  it("a crash loop does not tell the same events for ever: those of a former run are deleted as soon as they are told", async () => {
    const { outbox, reopened, store } = await bench();
    await fill(outbox, 3);
    const next = await reopened();
    drain(next);
    for (const seq of [1, 2, 3]) next.acknowledged(seq);
    await Promise.resolve();
    expect(keys(store)).toEqual([]);
  });
});

describe("the bound", () => {
  it("the oldest are dropped first and counted, in the batch that made them give way", async () => {
    const { outbox, store, clock, log } = await bench({ maxEvents: 3, maxBytes: 1_000_000 });
    await fill(outbox, 3);
    const oldest = clock.wallMs();
    await clock.advance(Seconds(10));
    await fill(outbox, 2, 3);
    expect(drain(outbox)).toEqual(["e2", "e3", "e4"]);
    expect(outbox.untold).toEqual({ dropped: 2, from: oldest, to: oldest });
    expect(keys(store)).toHaveLength(4);
    expect(log.said("outbox-dropped")).toHaveLength(1);
  });

  it("bytes count as well as events, of the script they are written in", async () => {
    const { outbox } = await bench({ maxEvents: 1_000, maxBytes: 1_000 });
    for (let i = 0; i < 20; i += 1) await outbox.post(event("流量".repeat(20)));
    expect(outbox.bytes).toBeLessThanOrEqual(1_000);
    expect(outbox.size).toBe(5);
  });

  it("an event larger than the whole outbox is dropped itself; nobody gives way to it", async () => {
    const { outbox } = await bench({ maxEvents: 10, maxBytes: 1_000 });
    await outbox.post(event("small"));
    await outbox.post(event("x".repeat(2_000)));
    expect(drain(outbox)).toEqual(["small"]);
    expect(outbox.untold?.dropped).toBe(1);
  });

  it("one that is on its way is not dropped while another can be: its acknowledgement may arrive any moment", async () => {
    const { outbox } = await bench({ maxEvents: 3, maxBytes: 1_000_000 });
    await fill(outbox, 3);
    outbox.next();
    await fill(outbox, 1, 3);
    outbox.acknowledged(1);
    expect(drain(outbox)).toEqual(["e2", "e3"]);
    expect(outbox.untold?.dropped).toBe(1);
  });

  it("the count of what was dropped survives a power cut until it is told", async () => {
    const { outbox, reopened, store } = await bench({ maxEvents: 2, maxBytes: 1_000_000 });
    await fill(outbox, 5);
    const next = await reopened();
    expect(next.untold?.dropped).toBe(3);
    expect(next.dropped).toBe(3);
    const told = next.untold;
    await fill(next, 1, 5);
    if (told !== undefined) next.toldDropped(told);
    expect(next.untold?.dropped).toBe(1);
    if (next.untold !== undefined) next.toldDropped(next.untold);
    await next.close();
    expect(store.durable.has("outbox/dropped")).toBe(false);
  });

  it("70,000 events while the broker is away: the last ones are there, none overwritten, the others counted", async () => {
    const { outbox, store, reopened } = await bench({ maxEvents: 1_000, maxBytes: 10_000_000 });
    let most = 0;
    for (let i = 0; i < 70_000; i += 1) {
      const ticket = outbox.prepare(event(`e${i}`));
      await store.write(ticket.ops);
      ticket.commit();
      most = Math.max(most, store.durable.size);
    }
    expect(most).toBe(1_001);
    expect(outbox.dropped).toBe(69_000);
    const next = await reopened();
    expect(drain(next)).toEqual(Array.from({ length: 1_000 }, (_, i) => `e${69_000 + i}`));
    expect(next.untold?.dropped).toBe(69_000);
  });
});

it("whatever happens in whatever order, every event is told, still queued, or counted; and the disk agrees", async () => {
  const step = fc.constantFrom("post", "post", "post", "send", "acknowledge", "lose", "power cut");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const options = { maxEvents: 5, maxBytes: 1_000_000, settleAfterEvents: 3 };
      const { outbox: first, reopened } = await bench(options);
      let outbox = first;
      let posted = 0;
      let counted = 0;
      const told = new Set<string>();
      const sent: { seq: number; payload: string }[] = [];
      for (const now of steps) {
        if (now === "post") await outbox.post(event(`e${(posted += 1)}`));
        else if (now === "send") sent.push(...[outbox.next()].flatMap((entry) => entry ?? []));
        else if (now === "acknowledge") {
          for (const { seq, payload } of sent.splice(0, 1)) {
            outbox.acknowledged(seq);
            told.add(payload);
          }
        } else {
          sent.length = 0;
          outbox.returned();
          if (now === "power cut") outbox = await reopened();
        }
      }
      counted = outbox.untold?.dropped ?? 0;
      outbox.returned();
      const queued = drain(outbox);
      const numbers = queued.map((payload) => Number(payload.slice(1)));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(queued.length).toBeLessThanOrEqual(5);
      const missing = posted - new Set([...told, ...queued]).size;
      expect(missing).toBeLessThanOrEqual(counted);
    }),
    { numRuns: 300 },
  );
});
