import { execFileSync } from "node:child_process";
import { closeSync, copyFileSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk as it was at the moment of a cut, mounted. */
export interface CutDisk {
  readonly path: string;
  /** Unmounts and removes it. */
  release(): void;
}

/**
 * An ext4 file system in a file. Cutting its power is copying the file: what the file system has handed to its device
 * is in the copy, what waits in memory is not. The caller stops the writing program first, so that what it has
 * acknowledged is known.
 */
export class PowerCutDisk {
  readonly #directory: string;
  readonly #mounted = new Set<string>();
  #cuts = 0;
  /** Where the writing program's files go. */
  readonly path: string;

  constructor(mebibytes = 64) {
    this.#directory = mkdtempSync(join(tmpdir(), "cellward-power-"));
    process.once("exit", this.#cleanUp);
    const image = join(this.#directory, "image");
    const file = openSync(image, "w");
    ftruncateSync(file, mebibytes * 1024 * 1024);
    closeSync(file);
    run("mkfs.ext4", ["-q", "-F", image]);
    this.path = this.#mount(image, "disk");
  }

  /** The disk after a power cut now, its journal replayed by mounting it. */
  cut(): CutDisk {
    this.#cuts += 1;
    // A new name for every cut: under a used one the loop device serves blocks of the earlier copy (measured).
    const copy = join(this.#directory, `cut-${this.#cuts}.image`);
    copyFileSync(join(this.#directory, "image"), copy);
    const path = this.#mount(copy, `cut-${this.#cuts}`);
    return {
      path,
      release: () => {
        this.#unmount(path);
        rmSync(copy);
      },
    };
  }

  /** Unmounts everything and removes the images. Also done when the test run ends by whatever. */
  dispose(): void {
    process.removeListener("exit", this.#cleanUp);
    this.#cleanUp();
  }

  readonly #cleanUp = (): void => {
    for (const path of this.#mounted) this.#unmount(path);
    rmSync(this.#directory, { recursive: true, force: true });
  };

  #mount(image: string, name: string): string {
    const path = join(this.#directory, name);
    mkdirSync(path);
    run("mount", ["-o", "loop", image, path]);
    this.#mounted.add(path);
    return path;
  }

  #unmount(path: string): void {
    // Lazily: a program that still holds a file there must not keep the mount beyond the test.
    run("umount", ["-l", path]);
    this.#mounted.delete(path);
  }
}

function run(command: string, args: readonly string[]): void {
  const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` };
  execFileSync(command, [...args], { stdio: ["ignore", "ignore", "pipe"], env });
}
