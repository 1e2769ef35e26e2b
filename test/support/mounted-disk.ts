import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small disk in memory that can be filled and freed, and seen read-only from a second path. */
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

  /** The same files where nobody may write, not even root. */
  readOnly(): string {
    const path = join(this.#directory, "read-only");
    mkdirSync(path);
    this.#mount(path, ["--bind", "-o", "ro", this.path, path]);
    return path;
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
