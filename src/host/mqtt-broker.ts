import type { Socket } from "node:net";
import { ErrorWithReasonCode, MqttClient, UniqueMessageIdProvider } from "mqtt";
import { type Duration, Millis } from "../base/duration.ts";
import { WallMs, isoInstant } from "../base/instant.ts";
import type { Broker, BrokerRefusal, BrokerSession, Message } from "../ports/broker.ts";
import type { Log } from "../ports/log.ts";
import { InboundGuard, type Objection } from "./inbound-guard.ts";
import { INBOUND_LIMITS } from "./inbound-limits.ts";
import { connackFault } from "./mqtt-connack.ts";
import { type ConnectFailure, type ConnectPhase, refusalOf } from "./mqtt-refusal.ts";
import { MqttSession, discard } from "./mqtt-session.ts";
import { type BrokerAddress, type TlsMaterial, brokerAddress, openStream } from "./mqtt-stream.ts";
import { UnkeptStore } from "./unkept-store.ts";

export interface MqttBrokerOptions extends TlsMaterial {
  /** `mqtt://host[:port]` or `mqtts://host[:port]`. */
  readonly url: string;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** 4 is MQTT 3.1.1. */
  readonly protocolVersion: 4 | 5;
  /** Whole seconds reach the broker, at most 65,535 of them; 0 for none. */
  readonly keepalive: Duration;
  /** For name, TCP, TLS and CONNACK together. */
  readonly connectTimeout: Duration;
}

/** mqtt.js gives codes of CONNACK and faults that it finds itself in one class; only the text tells them apart. */
const REFUSED = "Connection refused: ";

/** MQTT over TCP or TLS by mqtt.js, which here neither reconnects nor queues: each attempt is a client of its own. */
export class MqttBroker implements Broker {
  readonly #log: Log;
  readonly #options: MqttBrokerOptions;
  readonly #address: BrokerAddress;
  #tlsSession: Buffer | undefined;
  #giveUp: () => void = () => {};

  /** Throws `settings-invalid` when the address is none. */
  constructor(ports: { readonly log: Log }, options: MqttBrokerOptions) {
    this.#log = ports.log;
    this.#options = options;
    this.#address = brokerAddress(options.url);
  }

  abandon(): void {
    this.#giveUp();
  }

  connect(will: Message | undefined): Promise<BrokerSession | BrokerRefusal> {
    this.abandon();
    try {
      return this.#attempt(this.#open(), will);
    } catch (error) {
      // Key material that is none is found here.
      return Promise.resolve(this.#refusal({ kind: "error", error, phase: this.#address.tls ? "tls" : "tcp" }));
    }
  }

  #attempt(stream: Socket, will: Message | undefined): Promise<BrokerSession | BrokerRefusal> {
    const { promise, resolve } = newPromise<BrokerSession | BrokerRefusal>();
    let phase: ConnectPhase = "tcp";
    let settled = false;
    let session: MqttSession | undefined;
    const object = (found: Objection): void => {
      if (session === undefined) fail({ kind: "objection", found });
      else session.refuse(found);
    };
    const guard = new InboundGuard(INBOUND_LIMITS, () => performance.now(), object);
    guard.standBefore(stream);
    const client = new MqttClient(() => stream, this.#clientOptions(will));
    const settle = (answer: BrokerSession | BrokerRefusal): void => {
      settled = true;
      clearTimeout(timer);
      this.#giveUp = () => {};
      resolve(answer);
    };
    const fail = (failure: ConnectFailure): void => {
      if (settled) return;
      discard(client, stream);
      settle(this.#refusal(failure));
    };
    // mqtt.js's own limit ends with any CONNACK, also one that it cannot read (measured: it then waits for ever).
    const { connectTimeout } = this.#options;
    const timer = setTimeout(() => fail({ kind: "timeout", after: connectTimeout, phase }), connectTimeout);
    this.#giveUp = () => fail({ kind: "abandoned" });
    stream.on("connect", () => (phase = this.#address.tls ? "tls" : "mqtt"));
    stream.on("secureConnect", () => (phase = "mqtt"));
    stream.on("error", (error) => fail({ kind: "error", error, phase }));
    client.on("packetsend", (packet) => {
      if (packet.cmd === "pingreq" || (packet.cmd === "publish" && packet.qos > 0)) guard.owe();
    });
    client.on("packetreceive", (packet) => {
      if (packet.cmd === "publish" && packet.qos > 0 && (packet.messageId ?? 0) <= 0) {
        // mqtt.js would answer to the number -1 where none came, and throw where nobody can catch it (measured).
        packet.qos = 0;
        return object({ kind: "foreign", text: "the broker sent a PUBLISH that is cut short" });
      }
      if (packet.cmd !== "connack") return;
      const found = connackFault(packet, this.#keepalive);
      if (found === undefined) return;
      // mqtt.js goes on with the packet when we are through: what it would stumble over is taken away.
      delete packet.properties;
      if (packet.reasonCode === 0) fail({ kind: "terms", found });
    });
    client.on("error", (error) => {
      const refused = error instanceof ErrorWithReasonCode && error.message.startsWith(REFUSED);
      fail(refused ? { kind: "connack", code: error.code } : { kind: "error", error, phase });
    });
    client.on("close", () => fail({ kind: "closed", phase }));
    client.once("connect", () => {
      if (!settled) settle((session = new MqttSession(client, stream, this.#log)));
    });
    return promise;
  }

  #open(): Socket {
    return openStream(this.#address, this.#options, this.#options.connectTimeout, {
      session: this.#tlsSession,
      keep: (session) => (this.#tlsSession = session),
    });
  }

  /** In seconds. */
  get #keepalive(): number {
    return Math.min(0xffff, Math.round(this.#options.keepalive / 1_000));
  }

  #refusal(failure: ConnectFailure): BrokerRefusal {
    const { host, port } = this.#address;
    const refusal = refusalOf(failure, `${host}:${port}`, isoInstant(WallMs(Date.now())));
    if (refusal.why === "tls") this.#tlsSession = undefined;
    return refusal;
  }

  #clientOptions(will: Message | undefined): ConstructorParameters<typeof MqttClient>[1] {
    const { clientId, username, password, protocolVersion, connectTimeout } = this.#options;
    return {
      clientId,
      ...(username !== undefined && { username }),
      // MQTT 5 allows a password alone (3.1.2.9); mqtt.js does not, but an empty name does for it.
      ...(password !== undefined && { username: username ?? "", password }),
      ...(will && { will: { ...will, payload: Buffer.from(will.payload) } }),
      protocolId: "MQTT",
      protocolVersion,
      ...(protocolVersion === 5 && {
        properties: { sessionExpiryInterval: 0, maximumPacketSize: INBOUND_LIMITS.packetBytes },
      }),
      clean: true,
      resubscribe: false,
      keepalive: this.#keepalive,
      connectTimeout: Millis(connectTimeout + 1_000),
      reconnectPeriod: 0,
      queueQoSZero: false,
      incomingStore: new UnkeptStore(),
      // The default provider wraps at 65,535 and overwrites silently.
      messageIdProvider: new UniqueMessageIdProvider(),
      // The default fills a table of 65,536 buffers: 13.6 MB of resident memory (measured) for a few packets an hour.
      writeCache: false,
      // The default prints passwords when DEBUG is set.
      log: () => {},
    };
  }
}

function newPromise<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
