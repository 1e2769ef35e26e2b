import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { CarrierLink, Side } from "./carrier-link.ts";

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET_HEADER = 14;

/** A packet capture by tcpdump on one side's interface: the total length that every IP header states, summed. */
export class IpCapture {
  readonly #child: ChildProcess;
  #rest: Buffer = Buffer.alloc(0);
  #headerRead = false;
  #packets = 0;
  #bytes = 0n;
  #grew: () => void = () => undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on("data", (chunk: Buffer) => this.#take(chunk));
  }

  static async start(link: CarrierLink, side: Side, interfaceName: string): Promise<IpCapture> {
    const words = ["-i", interfaceName, "-n", "-U", "--immediate-mode", "-B", "16384", "-s", "64", "-w", "-", "ip"];
    const child = link.spawn(side, "tcpdump", ...words);
    const capture = new IpCapture(child);
    let said = "";
    while (!said.includes("listening on")) {
      if (child.stderr === null) throw new Error("tcpdump has no stderr");
      const [chunk] = (await once(child.stderr, "data")) as [Buffer];
      said += chunk.toString("latin1");
    }
    return capture;
  }

  /** Waits until that many packets were captured; the test's own time limit is the deadline. */
  async bytesOf(packets: number): Promise<bigint> {
    while (this.#packets < packets) await new Promise<void>((resolve) => (this.#grew = resolve));
    if (this.#packets > packets) throw new Error(`${this.#packets} packets were captured, ${packets} were expected`);
    return this.#bytes;
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGINT");
    if (this.#child.exitCode === null) await once(this.#child, "close");
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (!this.#headerRead && this.#rest.length >= FILE_HEADER) {
      this.#rest = this.#rest.subarray(FILE_HEADER);
      this.#headerRead = true;
    }
    while (this.#headerRead && this.#rest.length >= RECORD_HEADER) {
      const end = RECORD_HEADER + this.#rest.readUInt32LE(8);
      if (this.#rest.length < end) break;
      this.#bytes += BigInt(this.#rest.readUInt16BE(RECORD_HEADER + ETHERNET_HEADER + 2));
      this.#packets += 1;
      this.#rest = this.#rest.subarray(end);
    }
    this.#grew();
  }
}
