import { createSocket } from "node:dgram";
import type { Duration } from "../base/duration.ts";
import type { ProbeOutcome } from "../ports/path-probe.ts";
import { datagramBytes, refusalOf } from "./probe-effort.ts";

export interface DatagramExchange {
  readonly to: { readonly address: string; readonly port: number };
  readonly from: string;
  readonly payload: Buffer;
  readonly within: Duration;
  /** What a datagram says; undefined: it is no answer, and is waited on. */
  readonly judge: (answer: Buffer) => Pick<ProbeOutcome, "kind" | "text"> | undefined;
  readonly signal: AbortSignal;
}

/** One lost datagram is no silence: a radio that sleeps may lose the first. */
const SENDS = 2;
/** Somebody who floods us is not listened to for the whole time. */
const MOST_STRANGERS = 8;

/** One datagram, once more where nothing comes, and its answer. Never rejects. */
export function exchangeDatagram(exchange: DatagramExchange): Promise<ProbeOutcome> {
  const { to, from, payload, within, judge, signal } = exchange;
  return new Promise((resolve) => {
    let [sent, received, strangers] = [0, 0, 0];
    const timers: NodeJS.Timeout[] = [];
    // Connected: the kernel keeps other senders' datagrams away, and tells what ICMP says.
    const socket = createSocket(to.address.includes(":") ? "udp6" : "udp4");
    const end = (found: Pick<ProbeOutcome, "kind" | "text">): void => {
      for (const timer of timers) clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      socket.removeAllListeners().on("error", () => {});
      socket.close();
      resolve({ ...found, sent, received });
    };
    const giveUp = (): void => end({ kind: "unreachable", text: "given up" });
    const send = (): void =>
      socket.send(payload, (error) => {
        if (error === null) sent += datagramBytes(to.address, payload.length);
      });
    signal.addEventListener("abort", giveUp);
    socket.on("error", (error) => end(refusalOf(error)));
    socket.on("message", (answer) => {
      received += datagramBytes(to.address, answer.length);
      const found = judge(answer);
      if (found !== undefined) return end(found);
      strangers += 1;
      if (strangers >= MOST_STRANGERS) end({ kind: "silent", text: "only what was no answer came" });
    });
    socket.on("connect", () => {
      for (let n = 0; n < SENDS; n += 1) timers.push(setTimeout(send, (within / SENDS) * n));
      timers.push(setTimeout(() => end({ kind: "silent" }), within));
    });
    // By its own address only: SO_BINDTODEVICE, which would hold the way too, is nothing that Node offers, and took CAP_NET_RAW
    // until Linux 5.7. Which way a packet with this source takes is asked of the kernel before (route-of.ts).
    socket.bind({ address: from, exclusive: true }, () => socket.connect(to.port, to.address));
  });
}
