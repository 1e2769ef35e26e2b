import { Transform, type TransformCallback } from "node:stream";
import type { Socket } from "node:net";
import type { Allowance, InboundLimits } from "./inbound-limits.ts";
import { type PacketHead, PacketHeads } from "./packet-heads.ts";

/**
 * MQTT 5 table 2-1, the packets that a broker may send to a client that subscribes to nothing and publishes with QoS 1
 * at most. PUBREL belongs to a message of QoS 2, which a broker may take upon itself to send.
 */
const DUE: Readonly<Record<number, string>> = {
  2: "CONNACK",
  3: "PUBLISH",
  4: "PUBACK",
  6: "PUBREL",
  13: "PINGRESP",
  14: "DISCONNECT",
  15: "AUTH",
};
/** The packets that answer one of ours. */
const ANSWERS: ReadonlySet<number> = new Set([2, 4, 13]);
/** Those that name another packet are two bytes longer at least: mqtt.js throws over a PUBREL without (measured). */
const SHORTEST: Readonly<Record<number, number>> = { 4: 4, 6: 4 };
/** An answer is short; one with pages of properties is charged as what nobody asked for. */
const ANSWER_BYTES = 1_024;

/** `foreign`: no broker would send that; `excess`: too large, or too much. */
export interface Objection {
  readonly kind: "foreign" | "excess";
  readonly text: string;
}

/**
 * Stands between the socket and mqtt.js, whose parser gathers a packet of up to 256 MB before anybody may refuse it
 * (measured; its own `maximumPacketSize` is looked at afterwards) and which spends a whole core on a flood of PINGRESP.
 */
export class InboundGuard extends Transform {
  readonly #limits: InboundLimits;
  readonly #now: () => number;
  readonly #onObjection: (found: Objection) => void;
  readonly #heads = new PacketHeads();
  readonly #packets: Bucket;
  readonly #bytes: Bucket;
  /** The CONNACK from the start. */
  #owed = 1;
  #shut = false;

  /** `now` in milliseconds, monotonic. `onObjection` is called once; from then on nothing is let through. */
  constructor(limits: InboundLimits, now: () => number, onObjection: (found: Objection) => void) {
    super();
    this.#limits = limits;
    this.#now = now;
    this.#onObjection = onObjection;
    this.#packets = new Bucket(limits.unasked.packets, now());
    this.#bytes = new Bucket(limits.unasked.bytes, now());
  }

  /** Something was sent that the broker has to answer. */
  owe(): void {
    this.#owed += 1;
  }

  /** Whoever reads the socket by `pipe`, as mqtt.js does, reads what this lets through. */
  standBefore(socket: Socket): void {
    const pipe = socket.pipe.bind(socket);
    socket.pipe = (reader, options) => {
      pipe(this, options);
      return this.pipe(reader, options);
    };
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#shut) return done();
    const found = this.#objectionTo(chunk);
    if (found === undefined) return done(null, chunk);
    this.#shut = true;
    this.#onObjection(found);
    done();
  }

  #objectionTo(chunk: Buffer): Objection | undefined {
    for (const head of this.#heads.in(chunk)) {
      const found =
        head === "malformed" ? foreign("a packet whose length cannot be read") : this.#objectionToHead(head);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #objectionToHead({ type, size }: PacketHead): Objection | undefined {
    const name = DUE[type];
    if (name === undefined) return foreign(`a packet of type ${type}, which nothing of ours asks for`);
    if (size < (SHORTEST[type] ?? 0)) return foreign(`a ${name} that is cut short`);
    const { packetBytes } = this.#limits;
    if (size > packetBytes) return excess(`the broker sent a ${name} of ${size} bytes; ${packetBytes} are accepted`);
    if (this.#owed > 0 && ANSWERS.has(type) && size <= ANSWER_BYTES) {
      this.#owed -= 1;
      return undefined;
    }
    const now = this.#now();
    if (!this.#packets.take(1, now)) return excess(`the broker floods us with ${name} packets that nobody asked for`);
    if (!this.#bytes.take(size, now)) return excess("the broker floods us with bytes that nobody asked for");
    return undefined;
  }
}

const foreign = (what: string): Objection => ({ kind: "foreign", text: `the broker sent ${what}` });
const excess = (text: string): Objection => ({ kind: "excess", text });

/** So much at once, refilled evenly. */
class Bucket {
  readonly #allowance: Allowance;
  #left: number;
  #at: number;

  constructor(allowance: Allowance, now: number) {
    this.#allowance = allowance;
    this.#left = allowance.atOnce;
    this.#at = now;
  }

  take(amount: number, now: number): boolean {
    const { atOnce, perSecond } = this.#allowance;
    this.#left = Math.min(atOnce, this.#left + ((now - this.#at) / 1_000) * perSecond) - amount;
    this.#at = now;
    return this.#left >= 0;
  }
}
