import { afterEach, describe, expect, it } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { MqttBroker } from "../../src/host/mqtt-broker.ts";
import type { BrokerRefusal, BrokerSession, Message } from "../../src/ports/broker.ts";
import { mqttDevice } from "../support/mqtt-device.ts";
import { type Script, ScriptedServer } from "../support/scripted-server.ts";
import { SilentLog } from "../support/silent-log.ts";

const ACCEPT = { 4: [0x20, 2, 0, 0], 5: [0x20, 3, 0, 0, 0] } as const;
const VERSIONS = [4, 5] as const;
const PINGRESP = [0xd0, 0];
/** A message of QoS 2. */
const HELD = [0x34, 6, 0, 1, 116, 0, 6, 120];
const BIRTH: Message = { topic: "t", payload: "online", qos: 1, retain: true };
const isConnect = (packet: Buffer): boolean => packet[0] === 0x10;
const repeated = (packet: readonly number[], times: number): number[] =>
  Array.from({ length: times }, () => packet).flat();

let server: ScriptedServer | undefined;
const crashes: unknown[] = [];
const crashed = (thrown: unknown): void => void crashes.push(thrown);

async function attempt(version: 4 | 5, script: Script): Promise<BrokerSession | BrokerRefusal> {
  server = await ScriptedServer.answering(script);
  const broker = new MqttBroker(
    { log: new SilentLog() },
    {
      url: `mqtt://127.0.0.1:${server.port}`,
      clientId: "device-1",
      protocolVersion: version,
      keepalive: Seconds(60),
      connectTimeout: Seconds(5),
    },
  );
  return broker.connect(undefined);
}

async function accepted(version: 4 | 5, script: Script = () => undefined): Promise<BrokerSession> {
  const answer = await attempt(version, (packet, socket) =>
    isConnect(packet) ? ACCEPT[version] : script(packet, socket),
  );
  if (answer.kind === "refused") throw new Error(answer.detail);
  return answer;
}

async function refusal(version: 4 | 5, connack: readonly number[]): Promise<BrokerRefusal> {
  const answer = await attempt(version, (packet) => (isConnect(packet) ? connack : undefined));
  if (answer.kind === "session") throw new Error("the session was taken up");
  return answer;
}

const loss = (of: BrokerSession): Promise<readonly [string, string]> =>
  new Promise((resolve) => of.onLost((why, kind) => resolve([kind, why])));

afterEach(async () => {
  await server?.close();
  server = undefined;
  crashes.length = 0;
});

describe.each(VERSIONS)("a broker that sends more than we asked for, MQTT version %d", (version) => {
  it("a packet that would take 256 MB is refused at its first five bytes", async () => {
    const told = loss(await accepted(version));
    server?.send([0x30, 0xff, 0xff, 0xff, 0x7f]);
    expect(await told).toEqual(["excess", "the broker sent a PUBLISH of 268435460 bytes; 65536 are accepted"]);
    await server?.left();
  });

  it("one that comes instead of a CONNACK too, or as one", async () => {
    expect(await refusal(version, [0x20, 0xff, 0xff, 0xff, 0x7f, 0, 0])).toMatchObject({ why: "excess" });
  });

  it("as many bytes as fit into memory never reach it", async () => {
    const session = await accepted(version);
    const before = process.memoryUsage().arrayBuffers;
    const told = loss(session);
    // Packets that are each small enough, one after the other.
    const publish = [0x30, 0xfa, 0x7f, 0, 1, 116, 0, ...repeated([120], 0x3ffa - 4)];
    for (let n = 0; n < 64; n += 1) server?.send(publish);
    expect(await told).toEqual(["excess", "the broker floods us with bytes that nobody asked for"]);
    await server?.left();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
  });

  it.each([
    ["PINGRESP", PINGRESP],
    ["PUBACK", [0x40, 2, 0, 77]],
    ["PUBREL", [0x62, 2, 0, 77]],
  ])("a flood of %s that answer nothing ends the session", async (name, packet) => {
    const told = loss(await accepted(version));
    server?.send(repeated(packet, 201));
    expect(await told).toEqual(["excess", `the broker floods us with ${name} packets that nobody asked for`]);
    await server?.left();
  });

  it("what is never due ends it at once", async () => {
    const told = loss(await accepted(version));
    server?.send([0x90, 3, 0, 1, 0]);
    expect(await told).toEqual(["lost", "the broker sent a packet of type 9, which nothing of ours asks for"]);
  });

  it("2,000 acknowledgements of what was published are no flood", async () => {
    const acknowledge: Script = (bytes) => {
      const answer: number[] = [];
      for (let at = 0; at + 1 < bytes.length; at += 2 + (bytes[at + 1] ?? 0))
        if (bytes[at] === 0x33) answer.push(0x40, 2, bytes[at + 5] ?? 0, bytes[at + 6] ?? 0);
      return answer;
    };
    const session = await accepted(version, acknowledge);
    for (let n = 0; n < 2_000; n += 1) expect(await session.publish({ ...BIRTH, payload: "x" })).toBe("acknowledged");
    await session.end(Millis(100));
  });

  it("a message that a cloud sends of its own accord is put up with, of whatever QoS", async () => {
    const tail = version === 5 ? [0, 120] : [120];
    const publish = (flags: number, id: readonly number[]): number[] => {
      const body = [0, 1, 116, ...id, ...tail];
      return [0x30 | flags, body.length, ...body];
    };
    const session = await accepted(version, (packet) => (packet[0] === 0x33 ? [0x40, 2, 0, 1] : undefined));
    server?.send([...publish(0, []), ...publish(2, [0, 5]), ...publish(4, [0, 6]), 0x62, 2, 0, 6]);
    expect(await session.publish(BIRTH)).toBe("acknowledged");
    await session.end(Millis(100));
    const sent = Buffer.concat(server?.received ?? []);
    // MQTT 5 may add a reason code and properties.
    const answered = (type: number, id: number): boolean =>
      [2, 4].some((length) => sent.includes(Buffer.from([type, length, 0, id])));
    expect([answered(0x40, 5), answered(0x50, 6), answered(0x70, 6)]).toEqual([true, true, true]);
  });
});

describe("a broker that breaks the protocol", () => {
  it.each([
    ["PUBREL", [0x62, 1, 0]],
    ["PUBLISH", [0x32, 3, 0, 0, 0]],
    ["PUBLISH", [0x34, 3, 0, 1, 116]],
    ["PUBLISH", [0x32, 5, 0, 1, 116, 0, 0]],
  ])("a %s without the number of its message does not kill the agent (%j)", async (name, packet) => {
    const told = loss(await accepted(4));
    process.on("uncaughtException", crashed);
    server?.send(packet);
    expect(await told).toEqual(["lost", expect.stringMatching(new RegExp(`${name} that is cut short|Cannot parse`))]);
    await server?.left();
    process.off("uncaughtException", crashed);
    expect(crashes).toEqual([]);
  });

  it("a message of QoS 2 between others, all instead of a CONNACK, does not kill it either", async () => {
    process.on("uncaughtException", crashed);
    expect(await refusal(4, [...PINGRESP, ...HELD, 0xd3, 0])).toMatchObject({ why: "protocol" });
    await server?.left();
    process.off("uncaughtException", crashed);
    expect(crashes).toEqual([]);
  });

  it.each([
    ["serverKeepAlive twice", [0x13, 0, 60, 0x13, 0, 90], "serverKeepAlive twice or cut short"],
    ["serverKeepAlive cut short", [0x13, 2], "serverKeepAlive twice or cut short"],
    ["receiveMaximum twice", [0x21, 0, 6, 0x21, 0, 7], "receiveMaximum twice"],
    ["receiveMaximum 0", [0x21, 0, 0], "receiveMaximum as 0"],
    ["maximumPacketSize 0", [0x27, 0, 0, 0, 0], "maximumPacketSize as 0"],
    ["a sign of life every second", [0x13, 0, 1], "every 1 s"],
  ])("its terms are refused when they hold %s", async (_, properties, text) => {
    process.on("uncaughtException", crashed);
    const { why, detail } = await refusal(5, [0x20, 3 + properties.length, 0, 0, properties.length, ...properties]);
    await server?.left();
    process.off("uncaughtException", crashed);
    expect(crashes).toEqual([]);
    expect([why, detail]).toEqual(["protocol", expect.stringContaining(text)]);
  });

  it("a keepalive of its own that one can live with is taken", async () => {
    const answer = await attempt(5, (packet) => (isConnect(packet) ? [0x20, 6, 0, 0, 3, 0x13, 0, 30] : undefined));
    expect(answer.kind).toBe("session");
    if (answer.kind === "session") await answer.end(Millis(50));
  });

  it("MQTT 5 is told in the CONNECT how large a packet may be", async () => {
    const session = await accepted(5);
    expect(server?.received[0]?.includes(Buffer.from([0x27, 0, 1, 0, 0]))).toBe(true);
    await session.end(Millis(50));
  });

  it("an AUTH that nobody asked for is its fault, before and after the CONNACK, not that of our CONNECT", async () => {
    const auth = [0xf0, 2, 0x18, 0];
    const { why, detail } = await refusal(5, auth);
    expect([why, detail]).toEqual(["protocol", expect.not.stringContaining("in our CONNECT")]);
    await server?.close();
    const told = loss(await accepted(5));
    server?.send(auth);
    expect(await told).toEqual(["lost", expect.stringContaining("enhanced authentication was not requested")]);
  });

  it.each([
    ["a second CONNACK", ACCEPT[5], "duplicate CONNACK"],
    ["a DISCONNECT after which it keeps the connection", [0xe0, 2, 0x9c, 0], "Use another server"],
  ])("%s ends the session at once", async (_, packet, text) => {
    const told = loss(await accepted(5));
    server?.send(packet);
    expect(await told).toEqual(["lost", expect.stringContaining(text)]);
    await server?.left();
  });
});

it("a broker that accepts and then keeps silent is doubted at once and left soon, over and over with back-off", async () => {
  server = await ScriptedServer.answering((packet) => (isConnect(packet) ? ACCEPT[4] : undefined));
  const url = `mqtt://127.0.0.1:${server.port}`;
  const device = await mqttDevice({ url }, { publisher: { firstAckTimeout: Millis(200) } });
  device.publisher.start();
  await device.until(({ state, unacknowledged }) => state === "connected" && unacknowledged?.ever === false);
  await device.until(({ lastRefusal }) => lastRefusal?.detail.includes("acknowledged nothing") === true);
  await device.until(() => (server?.connections ?? 0) > 1);
  await device.publisher.stop(Millis(100));
});
