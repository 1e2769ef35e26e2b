import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Fault } from "../base/fault.ts";
import { type Duration, Millis } from "../base/duration.ts";

export interface BrokerAddress {
  readonly tls: boolean;
  readonly host: string;
  readonly port: number;
}

/** PEM text each. The broker's certificate is always verified: there is no setting to switch that off. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** `mqtt://host[:1883]` or `mqtts://host[:8883]`, nothing else in it; throws `settings-invalid` for any other text. */
export function brokerAddress(url: string): BrokerAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const tls = parsed?.protocol === "mqtts:";
  const bare =
    parsed !== undefined && parsed.username === "" && /^\/?$/.test(parsed.pathname + parsed.search + parsed.hash);
  if (!bare || parsed.hostname === "" || !(tls || parsed.protocol === "mqtt:")) {
    throw new Fault("settings-invalid", "the broker's address must be mqtt://host:port or mqtts://host:port");
  }
  const host = parsed.hostname.replace(/^\[(.*)\]$/, "$1");
  return { tls, host, port: parsed.port === "" ? (tls ? 8883 : 1883) : Number(parsed.port) };
}

/**
 * Node gives each of a name's addresses 250 ms by default before it tries the next; a cellular round trip takes
 * longer, so that the right address would be given up for one that leads nowhere.
 */
const addressTimeout = (connectTimeout: Duration): Duration => Millis(Math.max(250, Math.ceil(connectTimeout / 3)));

/**
 * Opens the socket. With TLS the last session is offered again: a resumed handshake takes 1953 bytes instead of 4061
 * with an RSA chain (measured). Throws what Node throws for unusable key material.
 */
export function openStream(
  { tls, host, port }: BrokerAddress,
  material: TlsMaterial,
  connectTimeout: Duration,
  resumption: { readonly session: Buffer | undefined; readonly keep: (session: Buffer) => void },
): Socket {
  const attempt = addressTimeout(connectTimeout);
  const base = { host, port, noDelay: true, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: attempt };
  if (!tls) return connectTcp(base);
  const socket = connectTls({
    ...base,
    ...material,
    ...(isIP(host) === 0 && { servername: host }),
    ...(resumption.session && { session: resumption.session }),
    rejectUnauthorized: true,
  });
  return socket.on("session", resumption.keep);
}
