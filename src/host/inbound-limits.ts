/**
 * What a broker may send us on one connection. We subscribe to nothing: all that is due are CONNACK, PUBACK and PINGRESP, of a few bytes
 * each. The rest is bounded rather than forbidden, because clouds exist that subscribe a client by themselves; but every
 * byte of it is paid for by the SIM.
 */
export interface InboundLimits {
  /** Of the whole packet in bytes; MQTT 5 tells the broker (3.1.2.11.4). */
  readonly packetBytes: number;
  /** Beyond the answers that are owed: so many at once, and so many more each second. */
  readonly unasked: { readonly packets: Allowance; readonly bytes: Allowance };
}

export interface Allowance {
  readonly atOnce: number;
  readonly perSecond: number;
}

export const INBOUND_LIMITS: InboundLimits = {
  packetBytes: 65_536,
  unasked: { packets: { atOnce: 200, perSecond: 10 }, bytes: { atOnce: 131_072, perSecond: 1_024 } },
};
