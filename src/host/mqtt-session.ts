import type { Socket } from "node:net";
import { type MqttClient, ReasonCodes } from "mqtt";
import { type Duration, Millis } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import type { BrokerSession, LossKind, Message, PublishOutcome } from "../ports/broker.ts";
import type { Log } from "../ports/log.ts";
import type { Objection } from "./inbound-guard.ts";

interface Loss {
  readonly why: string;
  readonly kind: LossKind;
}

/** MQTT 5 table 3-10. */
const SESSION_TAKEN_OVER = 0x8e;
const REASONS: Readonly<Record<number, string>> = ReasonCodes;
/** Time for the last bytes to reach the kernel when there is no time left. */
const LAST_BYTES = Millis(10);

/** One MQTT session over one socket, from CONNACK to the socket's end. */
export class MqttSession implements BrokerSession {
  readonly kind = "session";
  readonly receiveMaximum: number;
  readonly #client: MqttClient;
  readonly #stream: Socket;
  readonly #log: Log;
  /** mqtt.js forgets the callbacks of what is unacknowledged when the socket closes by itself: they are kept here. */
  readonly #pending = new Set<(outcome: PublishOutcome) => void>();
  readonly #closed: Promise<void>;
  #isClosed = false;
  #ending: Promise<void> | undefined;
  #firstSign: Loss | undefined;
  #loss: Loss | undefined;
  #listener: ((why: string, kind: LossKind) => void) | undefined;
  #onIdle: () => void = () => {};

  constructor(client: MqttClient, stream: Socket, log: Log) {
    this.#client = client;
    this.#stream = stream;
    this.#log = log;
    this.receiveMaximum = client.serverProperties?.receiveMaximum ?? 0xffff;
    client.on("disconnect", ({ reasonCode = 0 }) => this.#disconnected(reasonCode));
    client.on("error", (error) => {
      // After a malformed packet mqtt.js goes on with the same socket.
      this.#breakOff({ why: textOf(error), kind: "lost" });
    });
    this.#closed = new Promise((resolve) => {
      client.once("close", () => {
        this.#close();
        resolve();
      });
    });
  }

  publish({ topic, payload, qos, retain }: Message): Promise<PublishOutcome> {
    if (this.#isClosed || this.#ending !== undefined) return Promise.resolve("lost");
    const {
      maximumPacketSize = Infinity,
      maximumQoS = 2,
      retainAvailable = true,
    } = this.#client.serverProperties ?? {};
    if (Buffer.byteLength(topic) + Buffer.byteLength(payload) + 16 > maximumPacketSize) {
      this.#log.warn("message-rejected", {
        topic,
        reason: `larger than the broker allows (${maximumPacketSize} bytes)`,
      });
      return Promise.resolve("rejected");
    }
    return new Promise((resolve) => {
      const settle = (outcome: PublishOutcome): void => {
        if (!this.#pending.delete(settle)) return;
        resolve(outcome);
        if (this.#pending.size === 0) this.#onIdle();
      };
      this.#pending.add(settle);
      // A broker that lacks either ends the session of a client that uses it (MQTT 5 3.2.2.3.4, 3.2.2.3.5).
      const options = { qos: maximumQoS === 0 ? 0 : qos, retain: retain && retainAvailable } as const;
      this.#client.publish(topic, payload, options, (error) => {
        const outcome = this.#outcomeOf(error, topic);
        if (outcome !== undefined) settle(outcome);
      });
    });
  }

  onLost(listener: (why: string, kind: LossKind) => void): void {
    this.#listener = listener;
    if (this.#loss !== undefined) listener(this.#loss.why, this.#loss.kind);
  }

  /**
   * When the broker hangs, the bytes up to DISCONNECT are with its kernel all the same. Once it goes on, it reads them;
   * but its first PUBACK meets a closed socket and is answered with RST, the second fails, and what lies behind is
   * lost, DISCONNECT too (measured with Mosquitto 2.0 on loopback: with one message unanswered before the farewell the
   * will follows it, with two the will comes alone). Over a real network it mostly has read all before the RST is
   * there. A process that ends cannot keep its socket open for longer, and no reason code of MQTT 5 changes that.
   */
  end(deadline: Duration): Promise<void> {
    this.#ending ??= this.#end(deadline);
    return this.#ending;
  }

  /** Not a byte more of this broker is wanted. */
  refuse({ kind, text }: Objection): void {
    this.#breakOff({ why: text, kind: kind === "excess" ? "excess" : "lost" });
  }

  async #end(deadline: Duration): Promise<void> {
    const startedAt = performance.now();
    if (this.#pending.size > 0) await within(deadline * 0.8, new Promise<void>((idle) => (this.#onIdle = idle)));
    if (this.#isClosed) return;
    // `end` would wait for these without a limit (measured: not finished after 3 s).
    for (const id of Object.keys(this.#client.outgoing)) this.#client.removeOutgoingMessage(Number(id));
    this.#client.end(false);
    await within(Math.max(LAST_BYTES, deadline - (performance.now() - startedAt)), this.#closed);
    this.#stream.destroy();
    await this.#closed;
  }

  #disconnected(code: number): void {
    const reason = `the broker ended the session: ${REASONS[code] ?? "unknown reason"}`;
    const why = `${reason} (DISCONNECT 0x${code.toString(16).padStart(2, "0")})`;
    // The broker has to close the connection itself (MQTT 5 4.13.2); to mqtt.js it goes on when it does not.
    this.#breakOff({ why, kind: code === SESSION_TAKEN_OVER ? "taken-over" : "lost" });
  }

  #breakOff(sign: Loss): void {
    this.#firstSign ??= sign;
    this.#stream.destroy();
  }

  #close(): void {
    this.#isClosed = true;
    discard(this.#client, this.#stream);
    if (this.#ending === undefined) {
      this.#loss = this.#firstSign ?? { why: "the broker closed the connection", kind: "lost" };
      this.#listener?.(this.#loss.why, this.#loss.kind);
    }
    for (const settle of this.#pending) settle("lost");
  }

  /** Undefined when mqtt.js gives the session up: its end is told first, its messages are lost with it. */
  #outcomeOf(error: Error | null | undefined, topic: string): PublishOutcome | undefined {
    if (error === undefined || error === null) return "acknowledged";
    const code = "code" in error && typeof error.code === "number" ? error.code : 0;
    if (code < 0x80) return undefined;
    this.#log.warn("message-rejected", { topic, reason: error.message, reasonCode: `0x${code.toString(16)}` });
    return "rejected";
  }
}

/** Leaves nothing of a dead client behind: no socket, no timer, no listener, and nobody left to throw at. */
export function discard(client: MqttClient, stream: Socket): void {
  const strip = (): void => {
    for (const emitter of [client, stream]) {
      emitter.removeAllListeners();
      emitter.on("error", () => {});
    }
  };
  if (stream.closed) return strip();
  // Its own listeners are needed until the socket is closed: they stop its timers.
  stream.once("close", strip);
  client.end(true);
  stream.destroy();
}

async function within(milliseconds: number, awaited: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([awaited, new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
  clearTimeout(timer);
}
