import { createHash } from "node:crypto";
import { chown, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EvidenceFiles } from "../ports/evidence-files.ts";
import { readBounded } from "./bounded-file.ts";
import { makeDirectory, syncDirectory } from "./durable-directory.ts";

const NAME = /^[0-9a-f]{64}$/;
/** One file, in bytes. */
export const LARGEST_EVIDENCE = 2 << 20;

/** Files of evidence, each under its SHA-256, in a directory beside the store. */
export class EvidenceDirectory implements EvidenceFiles {
  readonly place: string;

  constructor(place: string) {
    this.place = place;
  }

  async list(): Promise<readonly { readonly sha256: string; readonly bytes: number }[]> {
    const names = await readdir(this.place).catch(() => []);
    const found: { readonly sha256: string; readonly bytes: number }[] = [];
    for (const sha256 of names.filter((name) => NAME.test(name))) {
      const { size } = await stat(join(this.place, sha256)).catch(() => ({ size: 0 }));
      found.push({ sha256, bytes: size });
    }
    return found;
  }

  async digest(sha256: string): Promise<string | undefined> {
    const bytes = this.read(sha256);
    return bytes && createHash("sha256").update(bytes).digest("hex");
  }

  /** Undefined when it is not there, cannot be read, or is larger than any file that was taken. */
  read(sha256: string): Uint8Array | undefined {
    try {
      return NAME.test(sha256) ? readBounded(join(this.place, sha256), LARGEST_EVIDENCE) : undefined;
    } catch {
      return undefined;
    }
  }

  async remove(sha256: string): Promise<void> {
    if (NAME.test(sha256)) await rm(join(this.place, sha256), { force: true });
  }

  /**
   * Whole or not at all, on the disk when it resolves, and the agent's own, whoever brings it. Gives the SHA-256, and whether it lay
   * there already. Rejects as node:fs does.
   */
  async put(bytes: Uint8Array): Promise<{ readonly sha256: string; readonly known: boolean }> {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const path = join(this.place, sha256);
    if ((await this.digest(sha256)) === sha256) return { sha256, known: true };
    await makeDirectory(this.place);
    const { uid, gid } = await stat(dirname(this.place));
    const file = await open(`${path}.new`, "w", 0o600);
    try {
      await file.writeFile(bytes);
      await file.chown(uid, gid).catch(() => undefined);
      await file.sync();
    } finally {
      await file.close();
    }
    await chown(this.place, uid, gid).catch(() => undefined);
    await rename(`${path}.new`, path);
    await syncDirectory(this.place);
    return { sha256, known: false };
  }
}
