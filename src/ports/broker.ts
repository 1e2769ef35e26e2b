import type { Duration } from "../base/duration.ts";

export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export type BrokerRefusal = {
  readonly kind: "refused";
  /**
   * `clock`: the broker's certificate is not valid at this device's time; whose fault that is, the caller knows.
   * `excess`: more came, or larger, than anybody asked for.
   */
  readonly why:
    | "unreachable"
    | "credentials"
    | "identifier"
    | "protocol"
    | "unavailable"
    | "tls"
    | "timeout"
    | "clock"
    | "excess";
  /** For people: what was found and what to do about it. */
  readonly detail: string;
};

/**
 * `acknowledged` once the broker has it (QoS 1: PUBACK; QoS 0: handed to the socket); `rejected` when the broker took it
 * from us but will not have it (MQTT 5, reason code 0x80 and above: it must not be sent again, 4.4.0-2);
 * `lost` when the session ended first.
 */
export type PublishOutcome = "acknowledged" | "rejected" | "lost";

/** `taken-over`: another client came with our identifier; `excess`: the broker sent more than we accept. */
export type LossKind = "lost" | "taken-over" | "excess";

export interface BrokerSession {
  readonly kind: "session";
  /** How many QoS 1 messages the broker lets be unacknowledged at a time (MQTT 5 3.2.2.3.3; 65,535 where it does not say). */
  readonly receiveMaximum: number;
  /** Never rejects. */
  publish(message: Message): Promise<PublishOutcome>;
  /** At most once; not called after `end`. */
  onLost(listener: (why: string, kind: LossKind) => void): void;
  /** Ends politely (what is under way acknowledged, then DISCONNECT, so no will), by force after the deadline. */
  end(deadline: Duration): Promise<void>;
}

/** One attempt at a time; no retry, no queue: both belong to `report/`. */
export interface Broker {
  /** Never rejects. */
  connect(will: Message | undefined): Promise<BrokerSession | BrokerRefusal>;
  /** Gives up the attempt under way, if there is one: its `connect` answers `refused` at once. */
  abandon(): void;
}
