import { describe } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { MqttBroker, type MqttBrokerOptions } from "../../src/host/mqtt-broker.ts";
import type { Broker, BrokerRefusal, BrokerSession, Message } from "../../src/ports/broker.ts";
import { FakeBroker, refused } from "../support/fake-broker.ts";
import { Mosquitto } from "../support/mosquitto.ts";
import { MqttWitness } from "../support/mqtt-witness.ts";
import { describeReal } from "../support/real-parts.ts";
import { SilentLog } from "../support/silent-log.ts";
import { TcpRelay } from "../support/tcp-relay.ts";
import { type BrokerBench, brokerContract } from "./broker-contract.ts";

describe("the fake broker keeps the contract", () => {
  brokerContract(async () => fakeBench());
});

for (const protocolVersion of [4, 5] as const) {
  const name = protocolVersion === 4 ? "3.1.1" : "5";
  describeReal(["mosquitto"], `the MQTT adapter keeps the contract with Mosquitto, MQTT ${name}`, () => {
    brokerContract(() => realBench(protocolVersion));
  });
}

async function realBench(protocolVersion: 4 | 5): Promise<BrokerBench> {
  const mosquitto = await Mosquitto.start({ passwords: { device: "right" } });
  const relay = await TcpRelay.to(mosquitto.port);
  const witness = await MqttWitness.on(mosquitto.port, ["-u", "device", "-P", "right"]);
  const adapter = (over: Partial<MqttBrokerOptions> = {}): MqttBroker =>
    new MqttBroker(
      { log: new SilentLog() },
      {
        url: `mqtt://127.0.0.1:${relay.port}`,
        clientId: "contract",
        username: "device",
        password: "right",
        protocolVersion,
        keepalive: Seconds(60),
        connectTimeout: Seconds(5),
        ...over,
      },
    );
  return {
    broker: adapter(),
    twin: adapter(),
    stranger: adapter({ clientId: "stranger", password: "wrong" }),
    delivered: async (topic, payload) => {
      const { qos, retained } = await witness.saw((seen) => seen.topic === topic && seen.payload === payload);
      return { topic, payload, qos: qos === 1 ? 1 : 0, retain: retained };
    },
    deliveredSoFar: (topic) => witness.payloads(topic),
    freeze: () => relay.freeze(),
    cut: () => relay.cut(),
    down: () => relay.close(),
    close: async () => {
      relay.cut();
      await witness.stop();
      await mosquitto.stop();
    },
    // MQTT 3.1.1 has no word for it; of MQTT 5, Mosquitto 2.0.11 does not send DISCONNECT 0x8E (measured), later ones do.
    takenOver: protocolVersion === 5 ? ["lost", "taken-over"] : ["lost"],
  };
}

/** Two clients of one identifier at the same fake broker: the later one ends the earlier one's session. */
function fakeBench(): BrokerBench {
  const broker = new FakeBroker();
  const twin: Broker = {
    connect: (will: Message | undefined): Promise<BrokerSession | BrokerRefusal> => {
      broker.sessions.at(-1)?.cut("taken-over");
      return broker.connect(will);
    },
    abandon: () => broker.abandon(),
  };
  const stranger = new FakeBroker();
  stranger.answer = refused("credentials");
  return {
    broker,
    twin,
    stranger,
    delivered: async (topic, payload) => {
      const found = broker.delivered.find((message) => message.topic === topic && message.payload === payload);
      if (found === undefined) throw new Error("not delivered");
      return found;
    },
    deliveredSoFar: (topic) => broker.payloads(topic),
    freeze: () => {
      broker.frozen = true;
      broker.answer = "silence";
    },
    cut: () => broker.session.cut(),
    down: async () => {
      broker.answer = refused("unreachable");
    },
    close: async () => {},
    takenOver: ["taken-over"],
  };
}
