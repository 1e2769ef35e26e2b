import { closeSync, ftruncateSync, mkdirSync, openSync, rmdirSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

export interface CounterFolderOptions {
  /** ARPHRD of the interface (/sys/class/net/<if>/type): 65534, "none", is a raw-IP modem interface. */
  readonly type?: number;
  readonly ifindex?: number;
}

const STATISTICS = ["rx_bytes", "rx_packets", "tx_bytes", "tx_packets"] as const;
type Statistic = (typeof STATISTICS)[number];

/** Payload and header of a typical packet on a link with an MTU of 1500. */
const BYTES_PER_PACKET = 1_000n;
/** Digits of 2^64 - 1: every number takes the same room, so that one write replaces it whole. */
const WIDTH = 20;

/**
 * A folder in the shape of /sys/class/net whose counters move when the simulated device sends, so that an agent can
 * meter without root and without a modem. Each number is rewritten in place by one pwrite: a reader that keeps its
 * descriptors open sees whole numbers that only grow.
 */
export class CounterFolder {
  /** `<dir>/<interface>`. */
  readonly path: string;
  readonly #type: number;
  readonly #totals: Record<Statistic, bigint> = { rx_bytes: 0n, rx_packets: 0n, tx_bytes: 0n, tx_packets: 0n };
  readonly #files = new Map<Statistic, number>();
  #ifindex: number;

  /** @param dir stands for /sys/class/net; made when it does not exist. */
  constructor(dir: string, ifname: string, options: CounterFolderOptions = {}) {
    this.path = join(dir, ifname);
    this.#type = options.type ?? 65_534;
    this.#ifindex = options.ifindex ?? 7;
    this.#make();
  }

  get ifindex(): number {
    return this.#ifindex;
  }

  /** IP-layer bytes that the device sent (`up`) and received (`down`). */
  add(bytes: { readonly up: number | bigint; readonly down: number | bigint }): void {
    this.#count("tx", BigInt(bytes.up));
    this.#count("rx", BigInt(bytes.down));
  }

  /**
   * The interface goes and comes back under its name, with another index and counters at zero. Files that a reader
   * still holds open are emptied, where the kernel would answer ENODEV.
   */
  recreate(): number {
    this.remove();
    this.#ifindex += 1;
    this.#make();
    return this.#ifindex;
  }

  remove(): void {
    for (const file of this.#files.values()) {
      ftruncateSync(file, 0);
      closeSync(file);
    }
    this.#files.clear();
    const statistics = STATISTICS.map((name) => join("statistics", name));
    for (const name of [...statistics, "type", "ifindex"]) rmSync(join(this.path, name), { force: true });
    // A folder in which somebody else has put something stays.
    for (const folder of [join(this.path, "statistics"), this.path]) removeIfEmpty(folder);
  }

  #make(): void {
    mkdirSync(join(this.path, "statistics"), { recursive: true });
    for (const name of STATISTICS) {
      this.#totals[name] = 0n;
      this.#files.set(name, openSync(join(this.path, "statistics", name), "w"));
      this.#write(name);
    }
    writeFileSync(join(this.path, "type"), `${this.#type}\n`);
    writeFileSync(join(this.path, "ifindex"), `${this.#ifindex}\n`);
  }

  #count(direction: "rx" | "tx", bytes: bigint): void {
    if (bytes <= 0n) return;
    this.#totals[`${direction}_packets`] += (bytes + BYTES_PER_PACKET - 1n) / BYTES_PER_PACKET;
    this.#totals[`${direction}_bytes`] += bytes;
    this.#write(`${direction}_packets`);
    this.#write(`${direction}_bytes`);
  }

  #write(name: Statistic): void {
    const file = this.#files.get(name);
    if (file !== undefined) writeSync(file, `${String(this.#totals[name]).padStart(WIDTH, "0")}\n`, 0);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not empty, or gone already.
  }
}
