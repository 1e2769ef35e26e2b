import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small disk in memory that can be filled and freed, be mounted read-only, and have another one laid over it. */
export class MountedDisk {
  readonly #directory: string;
  readonly #mounted: string[] = [];
  readonly path: string;

  constructor(size: string) {
    this.#directory = mkdtempSync(join(tmpdir(), "cellward-disk-"));
    process.once("exit", this.#cleanUp);
    this.path = join(this.#directory, "disk");
    mkdirSync(this.path);
    this.#mount(this.path, ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", this.path]);
  }

  /** Leaves no byte free. */
  fill(): void {
    const file = openSync(join(this.path, "filler"), "a");
    try {
      while (writeSync(file, Buffer.alloc(64 * 1024)) > 0);
    } catch (thrown) {
      if (!(thrown instanceof Error) || !thrown.message.startsWith("ENOSPC")) throw thrown;
    } finally {
      closeSync(file);
    }
    if (this.freeBytes > 0n) throw new Error(`${this.freeBytes} bytes are still free`);
  }

  free(): void {
    rmSync(join(this.path, "filler"));
  }

  get freeBytes(): bigint {
    const { bavail, bsize } = statfsSync(this.path, { bigint: true });
    return bavail * bsize;
  }

  /** Another place's files lie over this disk's from now on. */
  cover(by: string): void {
    this.#mount(this.path, ["--bind", by, this.path]);
  }

  /** Mounted anew, without a write: refused by the kernel while somebody has a file open for writing. */
  remount(how: "ro" | "rw"): void {
    execFileSync("mount", ["-o", `remount,${how}`, this.path], { stdio: ["ignore", "ignore", "pipe"] });
  }

  dispose(): void {
    process.removeListener("exit", this.#cleanUp);
    this.#cleanUp();
  }

  #mount(path: string, args: readonly string[]): void {
    execFileSync("mount", [...args], { stdio: ["ignore", "ignore", "pipe"] });
    this.#mounted.push(path);
  }

  readonly #cleanUp = (): void => {
    for (const path of this.#mounted.splice(0).toReversed()) execFileSync("umount", ["-l", path]);
    rmSync(this.#directory, { recursive: true, force: true });
  };
}
