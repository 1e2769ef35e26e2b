import { lstatSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { Fault, textOf } from "../base/fault.ts";

/** A path that stays while the pseudo-terminal behind it changes: a symbolic link, replaced in one step. */
export class PortLink {
  readonly path: string;
  #target = "";

  constructor(path: string) {
    this.path = path;
  }

  /** A link that lies there is replaced; anything else is somebody's file and is left alone. */
  pointTo(target: string): void {
    const found = lstatSync(this.path, { throwIfNoEntry: false });
    if (found !== undefined && !found.isSymbolicLink()) {
      throw new Fault("pty-unavailable", `${this.path} exists and is not a link; name a path that is free`);
    }
    const beside = `${this.path}.${process.pid}.new`;
    try {
      symlinkSync(target, beside);
      renameSync(beside, this.path);
    } catch (thrown) {
      throw new Fault("pty-unavailable", `the link ${this.path} cannot be made: ${textOf(thrown)}`, { cause: thrown });
    }
    this.#target = target;
  }

  /** Takes the link away, unless somebody else has pointed it elsewhere meanwhile. */
  remove(): void {
    try {
      if (readlinkSync(this.path) === this.#target) unlinkSync(this.path);
    } catch {
      // Gone already: that is what was wanted.
    }
  }
}
