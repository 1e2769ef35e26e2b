import { afterEach, expect, it } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import type { Broker, BrokerRefusal, BrokerSession, Message } from "../../src/ports/broker.ts";

/** A broker under test and the hands to mistreat it with. */
export interface BrokerBench {
  readonly broker: Broker;
  /** Another one with the same client identifier. */
  readonly twin: Broker;
  /** Logs in with what the broker does not accept. */
  readonly stranger: Broker;
  /** Resolves with the message once a subscriber has it. */
  delivered(topic: string, payload: string): Promise<Message>;
  deliveredSoFar(topic: string): readonly string[];
  /** From now on nothing is acknowledged. */
  freeze(): void;
  cut(): void;
  /** From now on nothing listens. */
  down(): Promise<void>;
  close(): Promise<void>;
  /** What a session that was taken over may be told to be. */
  readonly takenOver: readonly string[];
}

const message = (payload: string, over: Partial<Message> = {}): Message => ({
  topic: "contract/topic",
  payload,
  qos: 1,
  retain: false,
  ...over,
});
const will = message("gone", { topic: "contract/will" });

async function connected(broker: Broker, last?: Message): Promise<BrokerSession> {
  const answer = await broker.connect(last);
  if (answer.kind === "refused") throw new Error(`refused: ${answer.detail}`);
  return answer;
}

async function refusedBy(broker: Broker): Promise<BrokerRefusal> {
  const answer = await broker.connect(undefined);
  if (answer.kind === "session") throw new Error("the broker accepted");
  return answer;
}

const lossOf = (session: BrokerSession): Promise<string> =>
  new Promise((resolve) => session.onLost((_why, kind) => resolve(kind)));

export function brokerContract(open: () => Promise<BrokerBench>): void {
  let bench: BrokerBench | undefined;
  const opened = async (): Promise<BrokerBench> => (bench = await open());
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  it("a message is acknowledged once the broker has it, and reaches a subscriber", async () => {
    const { broker, delivered } = await opened();
    const session = await connected(broker);
    expect(await session.publish(message("{}"))).toBe("acknowledged");
    expect(await delivered("contract/topic", "{}")).toMatchObject({ qos: 1, retain: false });
    await session.end(Seconds(1));
  });

  it("a message of QoS 0 counts as acknowledged once it is handed over", async () => {
    const { broker, delivered } = await opened();
    const session = await connected(broker);
    expect(await session.publish(message("zero", { qos: 0 }))).toBe("acknowledged");
    await delivered("contract/topic", "zero");
    await session.end(Seconds(1));
  });

  it("messages arrive in the order in which they were published, whatever their script", async () => {
    const { broker, delivered, deliveredSoFar } = await opened();
    const session = await connected(broker);
    const payloads = Array.from({ length: 20 }, (_, i) => `n${i} 流量`);
    await Promise.all(payloads.map((payload) => session.publish(message(payload))));
    await delivered("contract/topic", "n19 流量");
    expect(deliveredSoFar("contract/topic")).toEqual(payloads);
    await session.end(Seconds(1));
  });

  it("a cut connection is told once, and what was not acknowledged is lost", async () => {
    const { broker, freeze, cut } = await opened();
    const session = await connected(broker);
    let told = 0;
    session.onLost(() => (told += 1));
    freeze();
    const outcome = session.publish(message("never"));
    cut();
    expect(await outcome).toBe("lost");
    expect(told).toBe(1);
    expect(await session.publish(message("later"))).toBe("lost");
    await session.end(Seconds(1));
    expect(told).toBe(1);
  });

  it("the will is published when the connection is cut", async () => {
    const { broker, delivered, cut } = await opened();
    const session = await connected(broker, will);
    const loss = lossOf(session);
    cut();
    expect(await loss).toBe("lost");
    expect(await delivered("contract/will", "gone")).toMatchObject({ payload: "gone" });
  });

  it("the will is not published after a polite end, and the end is not told as a loss", async () => {
    const { broker, twin, delivered, deliveredSoFar } = await opened();
    const session = await connected(broker, will);
    let told = 0;
    session.onLost(() => (told += 1));
    await session.end(Seconds(2));
    // A later message of another session proves that an earlier will would have been seen.
    const other = await connected(twin);
    await other.publish(message("after"));
    await delivered("contract/topic", "after");
    expect(deliveredSoFar("contract/will")).toEqual([]);
    expect(told).toBe(0);
    expect(await session.publish(message("too late"))).toBe("lost");
    await other.end(Seconds(1));
  });

  it("an end waits for what is under way", async () => {
    const { broker, delivered } = await opened();
    const session = await connected(broker);
    const outcome = session.publish(message("last words"));
    await session.end(Seconds(2));
    expect(await outcome).toBe("acknowledged");
    await delivered("contract/topic", "last words");
  });

  it("an end keeps its deadline though the broker acknowledges nothing", async () => {
    const { broker, freeze } = await opened();
    const session = await connected(broker);
    freeze();
    const outcome = session.publish(message("never"));
    const startedAt = performance.now();
    await session.end(Millis(300));
    expect(performance.now() - startedAt).toBeLessThan(450);
    expect(await outcome).toBe("lost");
  });

  it("another client with our identifier ends our session, and where the broker tells so, so do we", async () => {
    const { broker, twin, takenOver } = await opened();
    const session = await connected(broker);
    const loss = lossOf(session);
    const other = await connected(twin);
    expect(takenOver).toContain(await loss);
    await other.end(Seconds(1));
  });

  it("wrong credentials are told apart from an absent broker", async () => {
    const { broker, stranger, down } = await opened();
    expect(await refusedBy(stranger)).toMatchObject({ why: "credentials" });
    await down();
    expect(await refusedBy(broker)).toMatchObject({ why: "unreachable" });
  });

  it("after a refusal the same adapter connects when the broker is willing", async () => {
    const { broker, down } = await opened();
    const session = await connected(broker);
    await session.end(Seconds(1));
    const again = await connected(broker);
    expect(await again.publish(message("again"))).toBe("acknowledged");
    await again.end(Seconds(1));
    await down();
    await refusedBy(broker);
  });

  it("an attempt that is given up is answered at once", async () => {
    const { broker, freeze } = await opened();
    freeze();
    const answer = refusedBy(broker);
    broker.abandon();
    expect(await answer).toMatchObject({ kind: "refused" });
    broker.abandon();
  });
}
