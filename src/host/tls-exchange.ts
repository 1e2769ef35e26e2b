import { connect as connectTcp } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls, type PeerCertificate, checkServerIdentity } from "node:tls";
import type { Duration } from "../base/duration.ts";
import type { ProbeOutcome } from "../ports/path-probe.ts";
import { knockEffort, refusalOf, SEGMENT, segmentBytes, synBytes } from "./probe-effort.ts";

type Found = Pick<ProbeOutcome, "kind" | "text">;

export interface TlsExchange {
  readonly to: { readonly address: string; readonly port: number; readonly name: string };
  readonly from: string;
  readonly within: Duration;
  readonly signal: AbortSignal;
}

/** A chain of four certificates of usual size is about 6 KB. */
const MOST_READ = 16_384;

/**
 * One TLS handshake, ended by a reset. That somebody answers for the name is what is asked: a portal or a box in between cannot. Who
 * signed the certificate is the payment application's to check, since acquirers have authorities of their own; where it is nobody that
 * Node.js knows, the text says so. Never rejects.
 */
export function exchangeTls({ to, from, within, signal }: TlsExchange): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const began = performance.now();
    let connected = false;
    let [out, back] = [0, 0];
    const tcp = connectTcp({ host: to.address, port: to.port, localAddress: from });
    // Not the socket itself: Node.js (20.20) aborts where a socket that TLS has taken over is reset, and how much is read would be out of our hands.
    const way = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        out += chunk.length;
        tcp.write(chunk, done);
      },
    });
    const tls = connectTls({ socket: way, servername: to.name, rejectUnauthorized: false });
    const end = (found: Found): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      for (const one of [tls, tcp, way]) one.removeAllListeners().on("error", () => {});
      if (connected) tcp.resetAndDestroy();
      else tcp.destroy();
      tls.destroy();
      way.destroy();
      resolve({ ...found, ...effort(found) });
    };
    const effort = ({ kind }: Found): Pick<ProbeOutcome, "sent" | "received"> => {
      const { address } = to;
      if (!connected) return knockEffort(address, kind, performance.now() - began);
      const pieces = (bytes: number): number => Math.ceil(bytes / SEGMENT);
      const headers = (count: number): number => count * segmentBytes(address, 0);
      // Each side acknowledges what the other sends, and the connection itself; the reset is one more.
      return {
        sent: synBytes(address) + headers(2 + pieces(out) + pieces(back)) + out,
        received: synBytes(address) + headers(pieces(back) + pieces(out)) + back,
      };
    };
    const giveUp = (): void => end({ kind: "unreachable", text: "given up" });
    const timer = setTimeout(() => end({ kind: "silent" }), within);
    signal.addEventListener("abort", giveUp);
    tcp.on("connect", () => (connected = true));
    tcp.on("data", (chunk: Buffer) => {
      back += chunk.length;
      if (back > MOST_READ) end({ kind: "foreign", text: "a handshake without an end" });
      else way.push(chunk);
    });
    tcp.on("end", () => end({ kind: "refused", text: "closed within the handshake" }));
    tls.on("secureConnect", () =>
      end(judge(to.name, tls.getPeerCertificate(), tls.authorized ? undefined : String(tls.authorizationError))),
    );
    tcp.on("error", (error) => end(refusalOf(error)));
    tls.on("error", (error) => end(handshakeFault(error)));
  });
}

/** The clock's word counts for nothing here: a terminal that was long off has none, and the handshake's answer proves the path. */
function judge(name: string, certificate: PeerCertificate, unproved: string | undefined): Found {
  const mismatch = checkServerIdentity(name, certificate);
  const said = String(certificate.subject?.CN ?? "no name").slice(0, 100);
  if (mismatch !== undefined)
    return { kind: "foreign", text: `the certificate is for another name (${said}), not for ${name}` };
  return unproved === undefined
    ? { kind: "answered" }
    : { kind: "answered", text: `its signer was not checked here (${unproved})` };
}

/** An error after the connection was up is the far side's word, or no TLS at all. */
function handshakeFault(error: NodeJS.ErrnoException): Found {
  if (error.code?.startsWith("ERR_SSL") !== true) return refusalOf(error);
  return error.code === "ERR_SSL_WRONG_VERSION_NUMBER" || error.code === "ERR_SSL_PACKET_LENGTH_TOO_LONG"
    ? { kind: "foreign", text: "something that speaks no TLS answers there" }
    : { kind: "refused", text: error.code };
}
