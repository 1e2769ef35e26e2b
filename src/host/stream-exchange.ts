import { connect } from "node:net";
import type { Duration } from "../base/duration.ts";
import type { ProbeOutcome } from "../ports/path-probe.ts";
import { knockEffort, refusalOf, SEGMENT, segmentBytes, synBytes } from "./probe-effort.ts";

type Found = Pick<ProbeOutcome, "kind" | "text">;

export interface StreamExchange {
  readonly to: { readonly address: string; readonly port: number };
  readonly from: string;
  readonly within: Duration;
  /** Sent once the connection is up; undefined: that it is up is all that is asked. */
  readonly words?: Buffer;
  /** What was heard so far says; undefined: more is waited for. `ended`: nothing more comes. */
  readonly judge: (heard: Buffer, ended: boolean) => Found | undefined;
  readonly signal: AbortSignal;
}

/** What is read of an answer at most. What its sender had under way beyond it, ten segments at most, has been paid for all the same. */
const MOST_READ = 2_048;

/** A connection, a few words and their answer, ended by a reset: a close from both sides costs three segments more. Never rejects. */
export function exchangeStream(exchange: StreamExchange): Promise<ProbeOutcome> {
  const { to, from, within, words, judge, signal } = exchange;
  return new Promise((resolve) => {
    const began = performance.now();
    let connected = false;
    let heard = Buffer.alloc(0);
    const socket = connect({ host: to.address, port: to.port, localAddress: from });
    const end = (found: Found): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      socket.removeAllListeners().on("error", () => {});
      if (connected) socket.resetAndDestroy();
      else socket.destroy();
      resolve({ ...found, ...effort(found) });
    };
    const effort = ({ kind }: Found): Pick<ProbeOutcome, "sent" | "received"> => {
      const { address } = to;
      if (!connected) return knockEffort(address, kind, performance.now() - began);
      const pieces = Math.ceil(heard.length / SEGMENT);
      const headers = (count: number): number => count * segmentBytes(address, 0);
      const asked = words === undefined ? 0 : segmentBytes(address, words.length);
      return {
        sent: synBytes(address) + headers(2 + pieces) + asked,
        received: synBytes(address) + headers(pieces + (words === undefined ? 0 : 1)) + heard.length,
      };
    };
    const giveUp = (): void => end({ kind: "unreachable", text: "given up" });
    const timer = setTimeout(() => end({ kind: "silent" }), within);
    signal.addEventListener("abort", giveUp);
    socket.on("error", (error) => end(refusalOf(error)));
    socket.on("connect", () => {
      connected = true;
      if (words === undefined) end({ kind: "answered" });
      else socket.write(words);
    });
    socket.on("data", (chunk) => {
      heard = Buffer.concat([heard, chunk]).subarray(0, MOST_READ);
      const found = judge(heard, heard.length >= MOST_READ);
      if (found !== undefined) end(found);
    });
    socket.on("end", () => end(judge(heard, true) ?? { kind: "silent" }));
  });
}
