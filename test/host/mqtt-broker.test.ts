import type { TlsOptions } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { MqttBroker, type MqttBrokerOptions } from "../../src/host/mqtt-broker.ts";
import type { BrokerRefusal, BrokerSession, Message } from "../../src/ports/broker.ts";
import { certificate } from "../support/certificates.ts";
import { freePort } from "../support/mosquitto.ts";
import { type Script, ScriptedServer } from "../support/scripted-server.ts";
import { SilentLog } from "../support/silent-log.ts";

const ACCEPT_4 = [0x20, 2, 0, 0];
const ACCEPT_5 = [0x20, 3, 0, 0, 0];
const isConnect = (packet: Buffer): boolean => packet[0] === 0x10;
const message = (payload: string, over: Partial<Message> = {}): Message => ({
  topic: "t",
  payload,
  qos: 1,
  retain: false,
  ...over,
});

const LOGIN = {
  clientId: "device-1",
  username: "user",
  password: "hunter2secret",
  keepalive: Seconds(60),
  connectTimeout: Millis(1_500),
};

let server: ScriptedServer | undefined;
const log = new SilentLog();

async function serve(script: Script, tls?: TlsOptions): Promise<ScriptedServer> {
  server = await ScriptedServer.answering(script, tls);
  return server;
}

function adapter(port: number, over: Partial<MqttBrokerOptions> = {}): MqttBroker {
  return new MqttBroker(
    { log },
    {
      ...LOGIN,
      url: `mqtt://127.0.0.1:${port}`,
      protocolVersion: 4,
      ...over,
    },
  );
}

async function refusal(broker: MqttBroker): Promise<BrokerRefusal> {
  const answer = await broker.connect(undefined);
  if (answer.kind === "session") throw new Error("the broker accepted");
  return answer;
}

async function session(broker: MqttBroker): Promise<BrokerSession> {
  const answer = await broker.connect(undefined);
  if (answer.kind === "refused") throw new Error(answer.detail);
  return answer;
}

const loss = (of: BrokerSession): Promise<readonly [string, string]> =>
  new Promise((resolve) => of.onLost((why, kind) => resolve([why, kind])));

afterEach(async () => {
  await server?.close();
  server = undefined;
  expect(JSON.stringify(log.lines)).not.toContain("hunter2secret");
  log.lines.length = 0;
});

describe("each way of failing to connect is a value that says what to do", () => {
  it.each([
    [1, "protocol"],
    [2, "identifier"],
    [3, "unavailable"],
    [4, "credentials"],
    [5, "credentials"],
  ])("MQTT 3.1.1, CONNACK %d", async (code, why) => {
    const { port } = await serve(() => [0x20, 2, 0, code]);
    expect(await refusal(adapter(port))).toMatchObject({ why });
  });

  it.each([
    [0x84, "protocol"],
    [0x85, "identifier"],
    [0x86, "credentials"],
    [0x87, "credentials"],
    [0x88, "unavailable"],
  ])("MQTT 5, CONNACK %d", async (code, why) => {
    const { port } = await serve(() => [0x20, 3, 0, code, 0]);
    expect(await refusal(adapter(port, { protocolVersion: 5 }))).toMatchObject({ why });
  });

  it("a broker that knows MQTT 3.1.1 only refuses version 5 in its own packet format", async () => {
    const { port } = await serve(() => [0x20, 2, 0, 1]);
    expect(await refusal(adapter(port, { protocolVersion: 5 }))).toMatchObject({ why: "protocol" });
  });

  it("a port on which nothing listens", async () => {
    const port = await freePort();
    const { why, detail } = await refusal(adapter(port));
    expect(why).toBe("unreachable");
    expect(detail).toContain(`127.0.0.1:${port}: nothing listens there`);
  });

  it("a server that accepts and keeps silent, in the time that is set", async () => {
    const { port } = await serve(() => undefined);
    const startedAt = performance.now();
    expect(await refusal(adapter(port, { connectTimeout: Millis(300) }))).toMatchObject({ why: "timeout" });
    expect(performance.now() - startedAt).toBeLessThan(600);
    await server?.left();
    expect(performance.now() - startedAt).toBeLessThan(900);
  });

  it("a CONNACK cut short, after which mqtt.js waits for ever", async () => {
    const { port } = await serve(() => [0x20, 1, 0]);
    expect(await refusal(adapter(port, { connectTimeout: Millis(300) }))).toMatchObject({ why: "timeout" });
  });

  it("a web server instead of a broker", async () => {
    const { port } = await serve(() => [...Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")]);
    expect(await refusal(adapter(port))).toMatchObject({ why: "protocol" });
  });

  it("a connection that is closed without an answer", async () => {
    const { port } = await serve(() => "close");
    const { why, detail } = await refusal(adapter(port));
    expect(why).toBe("unavailable");
    expect(detail).toContain("closed before the broker answered");
  });

  it("an address that is none is refused before anything is tried, without its password", () => {
    for (const url of [
      "localhost:1883",
      "http://broker",
      "mqtt://",
      "mqtt://user:hunter2secret@broker",
      "mqtt://b/x?y",
    ]) {
      const make = (): MqttBroker => adapter(1, { url });
      expect(make).toThrow(/settings-invalid/);
      expect(make).not.toThrow(/hunter2secret/);
    }
  });
});

describe("TLS", () => {
  const authority = certificate({ subject: "authority", ca: true });
  const good = certificate({ subject: "broker", names: ["localhost", "127.0.0.1"], issuer: authority });
  const future = new Date(Date.now() + 86_400_000);
  const past = new Date(Date.now() - 86_400_000);
  const accept: Script = (packet) => (isConnect(packet) ? ACCEPT_4 : undefined);
  const secure = (port: number, over: Partial<MqttBrokerOptions> = {}): MqttBroker =>
    adapter(port, { url: `mqtts://127.0.0.1:${port}`, ca: authority.cert, ...over });

  it("a broker with a certificate of our authority is accepted, and the next handshake resumes the session", async () => {
    const resumed: boolean[] = [];
    const script: Script = (packet, socket) => {
      if (isConnect(packet) && "isSessionReused" in socket) resumed.push((socket.isSessionReused as () => boolean)());
      return accept(packet, socket);
    };
    const { port } = await serve(script, good);
    const broker = secure(port);
    for (let i = 0; i < 3; i += 1) await (await session(broker)).end(Millis(500));
    expect(resumed).toEqual([false, true, true]);
  });

  it.each([
    ["not yet valid", { notBefore: future }],
    ["expired", { notAfter: past }],
  ])("a certificate that is %s is a matter of the clock", async (text, validity) => {
    const wrong = certificate({ subject: "broker", names: ["127.0.0.1"], issuer: authority, ...validity });
    const { port } = await serve(accept, wrong);
    const { why, detail } = await refusal(secure(port));
    expect(why).toBe("clock");
    expect(detail).toContain(text);
    expect(server?.received).toEqual([]);
  });

  it("a certificate of somebody else is refused, and nobody learns the password", async () => {
    const { port } = await serve(accept, certificate({ subject: "broker", names: ["127.0.0.1"] }));
    expect(await refusal(secure(port))).toMatchObject({ why: "tls" });
    expect(server?.received).toEqual([]);
  });

  it("a certificate for another name is refused", async () => {
    const { port } = await serve(accept, certificate({ subject: "broker", names: ["elsewhere"], issuer: authority }));
    const { why, detail } = await refusal(secure(port));
    expect(why).toBe("tls");
    expect(detail).toContain("another name");
  });

  it("a broker that wants a client certificate and gets none, then a good one", async () => {
    const ours = certificate({ subject: "device-1", issuer: authority });
    const { port } = await serve(accept, { ...good, ca: authority.cert, requestCert: true, rejectUnauthorized: true });
    const { why, detail } = await refusal(secure(port));
    expect([why, detail]).toEqual(["credentials", expect.stringContaining("client certificate")]);
    await (await session(secure(port, { cert: ours.cert, key: ours.key }))).end(Millis(500));
  });

  it("TLS spoken to a plain port, and plain MQTT to a TLS port", async () => {
    const plain = await serve(() => "close");
    expect(await refusal(secure(plain.port))).toMatchObject({ why: "tls" });
    await plain.close();
    const { port } = await serve(accept, good);
    expect((await refusal(adapter(port))).detail).toMatch(/TLS|does not speak MQTT/);
  });

  it("a key that is none is a refusal, not an exception", async () => {
    const { port } = await serve(accept, good);
    expect(await refusal(secure(port, { cert: "no certificate", key: "no key" }))).toMatchObject({ why: "tls" });
  });
});

describe("a session of MQTT 5", () => {
  const accepting = (script: Script = () => undefined, connack: readonly number[] = ACCEPT_5): Script => {
    return (packet, socket) => (isConnect(packet) ? connack : script(packet, socket));
  };
  const five = (port: number): MqttBroker => adapter(port, { protocolVersion: 5 });

  it("may log in with a password alone", async () => {
    const { port } = await serve(accepting());
    const { username: _, ...nameless } = { ...LOGIN };
    const broker = new MqttBroker({ log }, { ...nameless, url: `mqtt://127.0.0.1:${port}`, protocolVersion: 5 });
    await (await session(broker)).end(Millis(100));
    expect(server?.received[0]?.includes("hunter2secret")).toBe(true);
  });

  it("that another client takes over is told so, with the broker's reason", async () => {
    const { port } = await serve(accepting());
    const told = loss(await session(five(port)));
    server?.send([0xe0, 2, 0x8e, 0]);
    server?.cut();
    expect(await told).toEqual(["the broker ended the session: Session taken over (DISCONNECT 0x8e)", "taken-over"]);
  });

  it("that the broker ends for another reason is lost, with the reason", async () => {
    const { port } = await serve(accepting());
    const told = loss(await session(five(port)));
    server?.send([0xe0, 2, 0x8b, 0]);
    server?.cut();
    expect(await told).toEqual([expect.stringContaining("Server shutting down"), "lost"]);
  });

  it("a message that the broker rejects is not sent again, and the reason is in the log", async () => {
    const { port } = await serve(accepting((packet) => (packet[0] === 0x32 ? [0x40, 3, 0, 1, 0x87] : undefined)));
    const open = await session(five(port));
    expect(await open.publish(message("forbidden"))).toBe("rejected");
    expect(log.said("message-rejected")).toMatchObject([{ fields: { topic: "t", reasonCode: "0x87" } }]);
    await open.end(Millis(100));
  });

  it("a message larger than the broker allows is rejected before it costs a byte", async () => {
    const limit = [0x20, 8, 0, 0, 5, 0x27, 0, 0, 0, 64];
    const { port } = await serve(accepting(undefined, limit));
    const open = await session(five(port));
    expect(await open.publish(message("x".repeat(60)))).toBe("rejected");
    expect(server?.received.length).toBe(1);
    await open.end(Millis(100));
  });

  it("where the broker keeps nothing the retain flag is not set, and its receive maximum is kept in mind", async () => {
    const modest = [0x20, 8, 0, 0, 5, 0x25, 0, 0x21, 0, 3];
    const { port } = await serve(accepting((packet) => [0x40, 2, 0, packet[0] === 0x32 ? 1 : 9], modest));
    const open = await session(five(port));
    expect(open.receiveMaximum).toBe(3);
    expect(await open.publish(message("state", { retain: true }))).toBe("acknowledged");
    await open.end(Millis(100));
  });
});

describe("a session that goes wrong", () => {
  it("ends when the broker sends what is not MQTT", async () => {
    const { port } = await serve((packet) => (isConnect(packet) ? ACCEPT_4 : undefined));
    const told = loss(await session(adapter(port)));
    server?.send([0xf7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    expect((await told)[1]).toBe("lost");
  });

  it("ends by keepalive when the broker falls silent, and says so before its messages are lost", async () => {
    const { port } = await serve((packet) => (isConnect(packet) ? ACCEPT_4 : undefined));
    const open = await session(adapter(port, { keepalive: Seconds(1) }));
    const order: string[] = [];
    const outcome = open.publish(message("unanswered")).then((found) => order.push(found));
    open.onLost((why) => order.push(why));
    await outcome;
    expect(order).toEqual(["Keepalive timeout", "lost"]);
  });

  it("1,000 sessions that are cut and 1,000 attempts that are refused leave nothing behind", async () => {
    const warnings: string[] = [];
    const warn = (warning: Error): void => void warnings.push(warning.message);
    process.on("warning", warn);
    let refuse = false;
    const { port } = await serve(() => (refuse ? [0x20, 2, 0, 3] : ACCEPT_4));
    const broker = adapter(port);
    const before = process.getActiveResourcesInfo().length;
    for (let i = 0; i < 1_000; i += 1) {
      const open = await session(broker);
      const told = loss(open);
      const outcome = open.publish(message("cut off"));
      server?.cut();
      await told;
      expect(await outcome).toBe("lost");
    }
    refuse = true;
    for (let i = 0; i < 1_000; i += 1) await refusal(broker);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", warn);
    expect(warnings).toEqual([]);
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before + 4);
  }, 60_000);
});
