import type { Socket } from "node:net";
import { MqttClient, UniqueMessageIdProvider } from "mqtt";
import { type Duration, Millis } from "../base/duration.ts";
import { WallMs, isoInstant } from "../base/instant.ts";
import type { Broker, BrokerRefusal, BrokerSession, Message } from "../ports/broker.ts";
import type { Log } from "../ports/log.ts";
import { type ConnectFailure, type ConnectPhase, refusalOf } from "./mqtt-refusal.ts";
import { MqttSession, discard } from "./mqtt-session.ts";
import { type BrokerAddress, type TlsMaterial, brokerAddress, openStream } from "./mqtt-stream.ts";

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
      const stream = this.#open();
      return this.#attempt(stream, new MqttClient(() => stream, this.#clientOptions(will)));
    } catch (error) {
      // Key material that is none is found here.
      return Promise.resolve(this.#refusal({ kind: "error", error, phase: this.#address.tls ? "tls" : "tcp" }));
    }
  }

  #attempt(stream: Socket, client: MqttClient): Promise<BrokerSession | BrokerRefusal> {
    const { promise, resolve } = newPromise<BrokerSession | BrokerRefusal>();
    let phase: ConnectPhase = "tcp";
    let settled = false;
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
    client.on("error", (error) => {
      const code = "code" in error && typeof error.code === "number" ? error.code : undefined;
      fail(code === undefined ? { kind: "error", error, phase } : { kind: "connack", code });
    });
    client.on("close", () => fail({ kind: "closed", phase }));
    client.once("connect", () => {
      if (!settled) settle(new MqttSession(client, stream, this.#log));
    });
    return promise;
  }

  #open(): Socket {
    return openStream(this.#address, this.#options, this.#options.connectTimeout, {
      session: this.#tlsSession,
      keep: (session) => (this.#tlsSession = session),
    });
  }

  #refusal(failure: ConnectFailure): BrokerRefusal {
    const { host, port } = this.#address;
    const refusal = refusalOf(failure, `${host}:${port}`, isoInstant(WallMs(Date.now())));
    if (refusal.why === "tls") this.#tlsSession = undefined;
    return refusal;
  }

  #clientOptions(will: Message | undefined): ConstructorParameters<typeof MqttClient>[1] {
    const { clientId, username, password, protocolVersion, keepalive, connectTimeout } = this.#options;
    return {
      clientId,
      ...(username !== undefined && { username }),
      // MQTT 5 allows a password alone (3.1.2.9); mqtt.js does not, but an empty name does for it.
      ...(password !== undefined && { username: username ?? "", password }),
      ...(will && { will: { ...will, payload: Buffer.from(will.payload) } }),
      protocolId: "MQTT",
      protocolVersion,
      ...(protocolVersion === 5 && { properties: { sessionExpiryInterval: 0 } }),
      clean: true,
      resubscribe: false,
      keepalive: Math.min(0xffff, Math.round(keepalive / 1_000)),
      connectTimeout: Millis(connectTimeout + 1_000),
      reconnectPeriod: 0,
      queueQoSZero: false,
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
