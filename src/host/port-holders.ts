import { readFile, readlink, readdir, stat } from "node:fs/promises";
import type { PortHolders } from "../ports/port-holders.ts";

export interface PortHolder {
  readonly pid: number;
  readonly name: string;
}

export interface Holders {
  /** Without this process. */
  readonly seen: readonly PortHolder[];
  /** There are processes of other users into which this user may not look (proc(5): ptrace access mode). */
  readonly hidden: boolean;
}

const NOBODY: Holders = { seen: [], hidden: false };

/** The processes that have the device open. Never rejects. */
export async function holdersOf(path: string): Promise<Holders> {
  const device = await stat(path).then(
    (found) => found.rdev,
    () => 0,
  );
  if (device === 0) return NOBODY;
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const looks = await Promise.all(pids.map(async (pid) => ({ pid, look: await look(pid, device) })));
  const holding = looks.filter(({ look: found }) => found === "holds");
  return {
    seen: await Promise.all(holding.map(async ({ pid }) => ({ pid: Number(pid), name: await nameOfProcess(pid) }))),
    hidden: looks.some(({ look: found }) => found === "hidden"),
  };
}

/** `socat (pid 12), cat (pid 40)`. */
export const describeHolders = (holders: readonly PortHolder[]): string =>
  holders.map(({ name, pid }) => `${name} (pid ${pid})`).join(", ");

const SHARED_REMEDY =
  "What the modem answers may go there: stop that program, or give it another of the modem's ports.";
const HIDDEN = "Whether a program of another user has the port open, this user cannot see:";

export const systemPortHolders: PortHolders = {
  async others(path) {
    const { seen, hidden } = await holdersOf(path);
    if (seen.length > 0)
      return { seen: true, text: `${path} is also open in ${describeHolders(seen)}. ${SHARED_REMEDY}` };
    return hidden ? { seen: false, text: `${HIDDEN} \`sudo fuser -v ${path}\` tells.` } : undefined;
  },
};

async function look(pid: string, device: number): Promise<"holds" | "not" | "hidden"> {
  const folder = `/proc/${pid}/fd`;
  let descriptors: readonly string[];
  try {
    descriptors = await readdir(folder);
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EACCES" ? "hidden" : "not";
  }
  for (const fd of descriptors) {
    const target = await readlink(`${folder}/${fd}`).catch(() => "");
    if (!target.startsWith("/dev/")) continue;
    const opened = await stat(`${folder}/${fd}`).then(
      (found) => found.rdev,
      () => 0,
    );
    if (opened === device) return "holds";
  }
  return "not";
}

/** Of its program; `unknown` when the kernel does not tell. */
export const nameOfProcess = (pid: string): Promise<string> =>
  readFile(`/proc/${pid}/comm`, "utf8").then(
    (text) => text.trim(),
    () => "unknown",
  );
