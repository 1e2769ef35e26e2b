import type { Duration } from "../base/duration.ts";

/** One question to the far side of the data path. Addresses are literal: a name would be asked of a resolver, by another path. */
export type ProbeRequest =
  /** A datagram to a server that sends back what it gets (RFC 862). */
  | {
      readonly kind: "echo";
      readonly address: string;
      readonly port: number;
      /** Bytes of the datagram; 16 where left out. */
      readonly size?: number;
    }
  /** A connection that is closed again at once. */
  | { readonly kind: "tcp"; readonly address: string; readonly port: number }
  /** One handshake with whoever answers for the name; the connection is reset then. */
  | { readonly kind: "tls"; readonly address: string; readonly port: number; readonly name: string }
  /** One name asked of one server; `expects`: what an honest answer to it is. */
  | {
      readonly kind: "dns";
      readonly address: string;
      readonly port: number;
      readonly name: string;
      readonly expects: "public" | "none" | "any";
    }
  /** One plain GET. */
  | {
      readonly kind: "page";
      readonly address: string;
      readonly port: number;
      readonly path: string;
      /** What the body begins with; without it, status 204 and no body. */
      readonly body?: string;
    };

export interface ProbeOutcome {
  /**
   * `refused`: somebody there said no. `silent`: sent, and nothing came within the time. `unreachable`: nothing was learned of
   * the far side: this host could not send, or not by that interface. `foreign`: an answer of somebody else's: a portal's page, a
   * resolver's lie.
   */
  readonly kind: "answered" | "refused" | "silent" | "unreachable" | "foreign";
  /** Bytes at the IP layer, estimated from what passed the socket: the interface's counter is what is booked. */
  readonly sent: number;
  readonly received: number;
  /** What was found, for people. */
  readonly text?: string;
}

/** By which way a probe goes. */
export interface ProbeFrom {
  readonly interfaceName: string;
  /** One of the interface's own. */
  readonly address: string;
}

export interface PathProbe {
  /** The interface's addresses that reach further than its own link, IPv4 first; none where it has none, or is not there. */
  addresses(interfaceName: string): readonly string[];
  /** One at a time. Never rejects. */
  probe(request: ProbeRequest, from: ProbeFrom, within: Duration): Promise<ProbeOutcome>;
  /** Gives up the probe under way, if there is one: it ends as `unreachable` at once. */
  abandon(): void;
}
