import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SysfsLink {
  readonly ifindex?: number;
  readonly type?: number;
  readonly driver?: string;
  readonly counters?: readonly [rxBytes: number, rxPackets: number, txBytes: number, txPackets: number];
}

const FILES = ["rx_bytes", "rx_packets", "tx_bytes", "tx_packets"] as const;

/** A folder in the shape of /sys/class/net. Files are rewritten in place, as the kernel's change under an open descriptor. */
export class SysfsTree {
  readonly root = mkdtempSync(join(tmpdir(), "cellward-sysfs-"));
  readonly #graveyard = mkdtempSync(join(tmpdir(), "cellward-sysfs-gone-"));
  #gone = 0;

  add(name: string, { ifindex = 3, type = 65534, driver, counters = [0, 0, 0, 0] }: SysfsLink = {}): void {
    const directory = join(this.root, name);
    mkdirSync(join(directory, "statistics"), { recursive: true });
    writeFileSync(join(directory, "ifindex"), `${ifindex}\n`);
    writeFileSync(join(directory, "type"), `${type}\n`);
    this.count(name, ...counters);
    if (driver === undefined) return;
    mkdirSync(join(directory, "device"));
    symlinkSync(`../../../../bus/usb/drivers/${driver}`, join(directory, "device/driver"));
  }

  count(name: string, ...values: readonly (number | bigint)[]): void {
    for (const [index, file] of FILES.entries()) this.write(name, file, `${values[index] ?? 0}\n`);
  }

  write(name: string, file: (typeof FILES)[number], text: string): void {
    writeFileSync(join(this.root, name, "statistics", file), text);
  }

  /** Moved out of sight, not deleted: a deleted folder's inode may be given to the next one at once, the kernel's is not. */
  remove(name: string): void {
    renameSync(join(this.root, name), join(this.#graveyard, String((this.#gone += 1))));
  }

  rename(from: string, to: string): void {
    renameSync(join(this.root, from), join(this.root, to));
  }

  drop(name: string, file: (typeof FILES)[number]): void {
    rmSync(join(this.root, name, "statistics", file));
  }

  close(): void {
    for (const folder of [this.root, this.#graveyard]) rmSync(folder, { recursive: true, force: true });
  }
}
