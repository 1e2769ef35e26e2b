import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { ROOT } from "./source-tree.ts";

export interface TrackedFile {
  readonly path: string;
  readonly text: string;
}

/** What a clone would hold: everything git knows, and what it would be asked to know next. */
export function trackedFiles(): readonly TrackedFile[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  return [...new Set(listed.split("\0"))]
    .filter((path) => path !== "" && isFile(path))
    .map((path) => ({ path, text: readFileSync(ROOT + path, "utf8") }));
}

function isFile(path: string): boolean {
  return statSync(ROOT + path, { throwIfNoEntry: false })?.isFile() ?? false;
}
