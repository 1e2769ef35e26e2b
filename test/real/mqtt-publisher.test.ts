import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, expect, it } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { certificate } from "../support/certificates.ts";
import { type MqttDevice, mqttDevice } from "../support/mqtt-device.ts";
import { MqttWitness } from "../support/mqtt-witness.ts";
import { Mosquitto, type MosquittoOptions, freePort } from "../support/mosquitto.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const toStop: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop();
});

async function brokerOf(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const broker = await Mosquitto.start(options);
  toStop.push(() => broker.stop());
  return broker;
}

async function witnessOf(broker: Mosquitto, args: readonly string[] = []): Promise<MqttWitness> {
  const witness = await MqttWitness.on(broker.port, args);
  toStop.push(() => witness.stop());
  return witness;
}

async function deviceOf(...args: Parameters<typeof mqttDevice>): Promise<MqttDevice> {
  const device = await mqttDevice(...args);
  toStop.push(() => device.publisher.stop(Millis(200)));
  return device;
}

const eventsSeen = (witness: MqttWitness): string[] => witness.payloads("r/d/event/x");
const numbered = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `e${from + i}`);

for (const protocolVersion of [4, 5] as const) {
  const version = protocolVersion === 4 ? "3.1.1" : "5";
  describeReal(["mosquitto"], `a device and a real broker, MQTT ${version}`, () => {
    it("a broker that is not there yet is found once it is, and gets everything in order", async () => {
      const port = await freePort();
      const device = await deviceOf({ url: `mqtt://127.0.0.1:${port}`, protocolVersion });
      device.publisher.setRetained("state", "s1");
      for (const payload of numbered(0, 50)) await device.event(payload);
      device.publisher.start();
      await device.until(({ lastRefusal }) => lastRefusal?.why === "unreachable");
      const broker = await brokerOf({ port });
      const witness = await witnessOf(broker);
      await device.until(({ state, queued }) => state === "connected" && queued === 0);
      await device.event("last");
      await witness.saw(({ payload }) => payload === "last");
      // What was published before the witness came it only has where the broker retained it.
      expect(await witness.saw(({ topic }) => topic === "r/d/state")).toMatchObject({ payload: "s1" });
      const seen = eventsSeen(witness);
      expect(seen).toEqual([...numbered(0, 50), "last"].slice(-seen.length));
    });

    it("wrong credentials are named, retried, and heal when the broker's password file is corrected", async () => {
      const broker = await brokerOf({ passwords: { device: "other", witness: "w" } });
      const witness = await witnessOf(broker, ["-u", "witness", "-P", "w"]);
      const login = { username: "device", password: "right" };
      const device = await deviceOf({ url: broker.url, protocolVersion, ...login });
      device.publisher.start();
      await device.event("held back");
      await device.until(({ lastRefusal }) => lastRefusal?.why === "credentials");
      const refusals = (): number => device.log.said("broker-refused").length;
      const before = refusals();
      await device.until(() => refusals() > before + 2);
      expect(device.log.said("broker-refused")[0]).toMatchObject({ level: "error", fields: { why: "credentials" } });
      expect(JSON.stringify(device.log.lines)).not.toContain("right");
      broker.setPasswords({ device: "right", witness: "w" });
      broker.signal("SIGHUP");
      await device.until(({ state, queued }) => state === "connected" && queued === 0);
      await witness.saw(({ payload }) => payload === "held back");
    });

    it("while it is away the newest events wait; a broker that forgot everything is told the state anew", async () => {
      const broker = await brokerOf();
      const device = await deviceOf({ url: broker.url, protocolVersion }, { outbox: { maxEvents: 100 } });
      device.publisher.start();
      device.publisher.setRetained("state", "s1");
      device.publisher.setRetained("usage", "u1");
      await device.until(({ state }) => state === "connected");
      await broker.halt("SIGKILL");
      await device.until(({ state }) => state !== "connected");
      for (const payload of numbered(0, 250)) await device.event(payload);
      device.publisher.setRetained("usage", "u2");
      await broker.run();
      await device.until(({ state, queued }) => state === "connected" && queued === 0);
      const witness = await witnessOf(broker);
      await witness.saw(({ topic, retained }) => retained && topic === "r/d/usage");
      await witness.until(() => witness.seen.length >= 3);
      expect(new Set(witness.seen.map(({ topic, payload }) => `${topic} ${payload}`))).toEqual(
        new Set(["r/d/availability online", "r/d/state s1", "r/d/usage u2"]),
      );
      expect(device.publisher.status()).toMatchObject({ dropped: 150, queued: 0 });
      expect(device.outbox.untold).toBeUndefined();
    });

    it("the number of dropped events arrives first, then the kept ones in order", async () => {
      const broker = await brokerOf({ passwords: { device: "other", witness: "w" } });
      const witness = await witnessOf(broker, ["-u", "witness", "-P", "w"]);
      const login = { username: "device", password: "right" };
      const device = await deviceOf({ url: broker.url, protocolVersion, ...login }, { outbox: { maxEvents: 100 } });
      for (const payload of numbered(0, 250)) await device.event(payload);
      device.publisher.start();
      broker.setPasswords({ device: "right", witness: "w" });
      broker.signal("SIGHUP");
      await witness.saw(({ payload }) => payload === "e249");
      const events = witness.seen.filter(({ topic }) => topic.startsWith("r/d/event/")).map(({ payload }) => payload);
      expect(events).toEqual(["dropped 150", ...numbered(150, 100)]);
    });

    it("a stop says farewell, and the will stays untold", async () => {
      const broker = await brokerOf();
      const witness = await witnessOf(broker);
      const device = await deviceOf({ url: broker.url, protocolVersion });
      device.publisher.start();
      await device.until(({ state }) => state === "connected");
      await device.event("last");
      const startedAt = performance.now();
      await device.publisher.stop(Seconds(2));
      expect(performance.now() - startedAt).toBeLessThan(500);
      await witness.saw(({ payload }) => payload === "offline: stopped");
      expect(witness.payloads("r/d/availability")).toEqual(["online", "offline: stopped"]);
    });

    it("a stop keeps its deadline though the broker is frozen, and the farewell is there when it thaws", async () => {
      const broker = await brokerOf();
      const witness = await witnessOf(broker);
      const device = await deviceOf({ url: broker.url, protocolVersion });
      device.publisher.start();
      await device.until(({ state }) => state === "connected");
      await witness.saw(({ payload }) => payload === "online");
      broker.signal("SIGSTOP");
      await device.event("unanswered");
      const startedAt = performance.now();
      await device.publisher.stop(Millis(600));
      expect(performance.now() - startedAt).toBeLessThan(700);
      broker.signal("SIGCONT");
      await witness.saw(({ payload }) => payload === "offline: stopped");
      // Its first PUBACK meets a closed socket and is answered with RST, the second fails: then the will follows.
      expect(witness.payloads("r/d/availability").slice(0, 2)).toEqual(["online", "offline: stopped"]);
    });

    it("a stop at which nothing is owed leaves no will behind, though the broker is frozen", async () => {
      const broker = await brokerOf();
      const witness = await witnessOf(broker);
      const device = await deviceOf({ url: broker.url, protocolVersion });
      device.publisher.start();
      await device.until(({ state, unacknowledged }) => state === "connected" && unacknowledged === undefined);
      broker.signal("SIGSTOP");
      await device.publisher.stop(Millis(400));
      broker.signal("SIGCONT");
      await witness.saw(({ payload }) => payload === "offline: stopped");
      // A later message of another device proves that a will would have been seen.
      const other = await deviceOf({ url: broker.url, protocolVersion, clientId: "other" });
      other.publisher.start();
      await other.event("after");
      await witness.saw(({ payload }) => payload === "after");
      const told = witness.payloads("r/d/availability");
      expect(told.slice(0, 2)).toEqual(["online", "offline: stopped"]);
      expect(told).not.toContain("offline: connection lost");
    });

    it("a stop while the broker accepts but does not answer gives the attempt up", async () => {
      const broker = await brokerOf();
      broker.signal("SIGSTOP");
      const device = await deviceOf({ url: broker.url, protocolVersion });
      device.publisher.start();
      const startedAt = performance.now();
      await device.publisher.stop(Seconds(2));
      expect(performance.now() - startedAt).toBeLessThan(100);
    });

    it("the will is told when the process is killed", async () => {
      const broker = await brokerOf();
      const witness = await witnessOf(broker);
      const outfile = join(scratch(), "child.mjs");
      const entry = join(import.meta.dirname, "../support/mqtt-child.ts");
      const banner = {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      };
      await build({
        entryPoints: [entry],
        outfile,
        bundle: true,
        platform: "node",
        format: "esm",
        banner,
        logLevel: "error",
      });
      const child = spawn(process.execPath, [outfile, broker.url, String(protocolVersion)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const gone = once(child, "exit");
      await Promise.race([once(child.stdout, "data"), gone]);
      await witness.saw(({ payload }) => payload === "online");
      child.kill("SIGKILL");
      await gone;
      await witness.saw(({ payload }) => payload === "offline: connection lost");
      expect(witness.payloads("r/d/availability")).toEqual(["online", "offline: connection lost"]);
    });
  });
}

describeReal(["mosquitto"], "a device and a real broker over TLS", () => {
  it("is told everything, and a client certificate does for a password", async () => {
    const authority = certificate({ subject: "authority", ca: true });
    const server = certificate({ subject: "broker", names: ["127.0.0.1"], issuer: authority });
    const ours = certificate({ subject: "device-1", issuer: authority });
    const directory = scratch();
    const file = (name: string, text: string): string => {
      writeFileSync(join(directory, name), text, { mode: 0o600 });
      return join(directory, name);
    };
    const listener = [
      `cafile ${file("ca.pem", authority.cert)}`,
      `certfile ${file("server.pem", server.cert)}`,
      `keyfile ${file("server.key", server.key)}`,
      "require_certificate true",
    ];
    const broker = await brokerOf({ listener });
    const url = broker.url.replace("mqtt:", "mqtts:");
    const stranger = await deviceOf({ url, ca: authority.cert });
    stranger.publisher.start();
    await stranger.until(({ lastRefusal }) => lastRefusal?.why === "credentials");
    expect(stranger.publisher.status().lastRefusal?.detail).toContain("client certificate");
    await stranger.publisher.stop(Millis(100));
    const device = await deviceOf({ url, ca: authority.cert, cert: ours.cert, key: ours.key });
    device.publisher.start();
    await device.event("over TLS");
    await device.until(({ state, queued }) => state === "connected" && queued === 0);
  });
});
