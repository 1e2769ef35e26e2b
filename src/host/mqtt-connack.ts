import type { IConnackPacket } from "mqtt";

/** Below it the pings alone, 204 bytes each over TLS (measured), take 53 MB of the SIM a month. */
const SHORTEST_KEEPALIVE_S = 10;

const RELIED_ON = [
  "receiveMaximum",
  "maximumPacketSize",
  "maximumQoS",
  "retainAvailable",
  "serverKeepAlive",
  "topicAliasMaximum",
] as const;
const NEVER_ZERO = ["receiveMaximum", "maximumPacketSize"] as const;

/**
 * What in an accepting CONNACK we cannot live with; undefined when all is well. mqtt.js looks at none of it: what is
 * given twice it makes a list of, what is cut short a -1, and either for a keepalive throws where nobody can catch it
 * (measured); with a receive maximum of 0 nothing would ever be sent. `keepalive` is ours, in seconds.
 */
export function connackFault({ properties }: IConnackPacket, keepalive: number): string | undefined {
  if (properties === undefined) return undefined;
  const unreadable = RELIED_ON.find((name) => !isReadable(properties[name]));
  if (unreadable !== undefined) return `its answer gives ${unreadable} twice or cut short (MQTT 5 3.2.2.3)`;
  const zero = NEVER_ZERO.find((name) => properties[name] === 0);
  if (zero !== undefined) return `its answer gives ${zero} as 0 (MQTT 5 3.2.2.3)`;
  const { serverKeepAlive = 0 } = properties;
  if (serverKeepAlive > 0 && serverKeepAlive < Math.min(SHORTEST_KEEPALIVE_S, keepalive))
    return `it wants a sign of life every ${serverKeepAlive} s, which would use the SIM up; ${SHORTEST_KEEPALIVE_S} s are the least`;
  return undefined;
}

const isReadable = (value: unknown): boolean =>
  value === undefined || typeof value === "boolean" || (Number.isInteger(value) && Number(value) >= 0);
