import { closeSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { basename, join } from "node:path";

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
    this.#make(this.path);
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
   * The interface goes and comes back under its name, with another index and counters at zero. Where the kernel would
   * answer ENODEV, a reader that keeps descriptors has to look at the folder's inode number; so that it is another one,
   * the new folder is made before the old one goes.
   */
  recreate(): number {
    const old = [...this.#files.values()];
    this.#ifindex += 1;
    const beside = join(this.path, "..", `.${basename(this.path)}.${this.#ifindex}`);
    this.#make(beside);
    old.forEach((file) => closeSync(file));
    removeFolder(this.path);
    renameSync(beside, this.path);
    return this.#ifindex;
  }

  remove(): void {
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
    removeFolder(this.path);
  }

  #make(folder: string): void {
    mkdirSync(join(folder, "statistics"), { recursive: true });
    for (const name of STATISTICS) {
      this.#totals[name] = 0n;
      this.#files.set(name, openSync(join(folder, "statistics", name), "w"));
      this.#write(name);
    }
    writeFileSync(join(folder, "type"), `${this.#type}\n`);
    writeFileSync(join(folder, "ifindex"), `${this.#ifindex}\n`);
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

/** Takes away what was put there, and the folder when nobody else has put anything in. */
function removeFolder(folder: string): void {
  const statistics = STATISTICS.map((name) => join("statistics", name));
  for (const name of [...statistics, "type", "ifindex"]) rmSync(join(folder, name), { force: true });
  for (const emptied of [join(folder, "statistics"), folder]) {
    try {
      rmdirSync(emptied);
    } catch {
      // Not empty, or gone already.
    }
  }
}
