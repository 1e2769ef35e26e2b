import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "../base/fault.ts";

/** A cgroup of version 2 below our own, for one command and what it starts. */
export interface ChildCgroup {
  /** Who writes its process number here is in it, with every socket that it opens from then on. */
  readonly procs: string;
  /** As nft takes it: the path below /sys/fs/cgroup, and how deep it lies in the hierarchy. */
  readonly path: string;
  readonly level: number;
  /** False while a process is still in it. */
  remove(): boolean;
}

/** nft looks there and nowhere else. */
const SYSFS = "/sys/fs/cgroup";
/** What nft's own language could take for something else is not asked for. */
const PLAIN = /^[A-Za-z0-9@_.:/\\-]+$/;

/** A text: why there is none. */
export function makeChildCgroup(name: string): ChildCgroup | string {
  if (process.platform !== "linux") return "this is not Linux";
  try {
    const mount = mountPoint(readFileSync("/proc/self/mountinfo", "utf8"));
    const own = /^0::(\/.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1];
    if (mount === undefined || own === undefined) return "no cgroup of version 2 is mounted";
    if (own.startsWith("/..")) return "our own cgroup lies outside of what is mounted here";
    const below = join(own, name).slice(1);
    const directory = join(mount, below);
    const path = directory.slice(SYSFS.length + 1);
    if (!directory.startsWith(`${SYSFS}/`) || !PLAIN.test(path))
      return `the cgroup ${directory} cannot be named to nft`;
    mkdirSync(directory);
    const procs = join(directory, "cgroup.procs");
    const remove = (): boolean => removed(directory);
    if (mayEnter(procs)) return { procs, path, level: below.split("/").length, remove };
    remove();
    return `this user may not move a process into ${directory}`;
  } catch (thrown) {
    return textOf(thrown);
  }
}

/** Where the whole hierarchy is mounted; a part of it elsewhere has other levels. */
function mountPoint(mountinfo: string): string | undefined {
  for (const line of mountinfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , root, point] = before.split(" ");
    if (after.startsWith("cgroup2 ") && root === "/") return point;
  }
  return undefined;
}

const mayEnter = (procs: string): boolean =>
  spawnSync("/bin/sh", ["-c", 'echo $$ > "$0"', procs], { stdio: "ignore" }).status === 0;

function removed(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch {
    return false;
  }
}
