import { readFile, readlink, readdir, stat } from "node:fs/promises";
import type { OpenRefusal } from "../ports/serial.ts";

/** Turns the driver's message into what a technician can act on: who holds the port, which group may open it. */
export async function describeRefusal(path: string, message: string): Promise<OpenRefusal> {
  if (/No such file|ENOENT|cannot find/i.test(message))
    return {
      kind: "absent",
      found: `${path} does not exist.`,
      remedy: "Plug the modem in, or set modem.port to its path (see /dev/serial/by-id).",
    };
  if (/Permission denied|EACCES|EPERM/i.test(message)) {
    const group = await groupOf(path);
    return {
      kind: "forbidden",
      found: `${path} may not be opened by this user; it belongs to ${group.described}.`,
      remedy: `Add the user to that group (usermod -aG ${group.name} USER) and start again, or run as root.`,
    };
  }
  if (/lock|busy|EBUSY|Resource temporarily unavailable/i.test(message)) {
    const holders = await holdersOf(path);
    const who =
      holders.length === 0
        ? "another process"
        : holders.map((holder) => `${holder.name} (pid ${holder.pid})`).join(", ");
    return {
      kind: "busy",
      found: `${path} is held by ${who}.`,
      remedy: "Stop that program, or give it the modem's other AT port.",
    };
  }
  return {
    kind: "failed",
    found: `${path} could not be opened: ${message}.`,
    remedy: "Run `cellward doctor`; it looks closer.",
  };
}

async function groupOf(path: string): Promise<{ readonly name: string; readonly described: string }> {
  try {
    const { gid, mode } = await stat(path);
    const groups = await readFile("/etc/group", "utf8");
    const name =
      groups
        .split("\n")
        .find((line) => line.split(":")[2] === String(gid))
        ?.split(":")[0] ?? String(gid);
    return { name, described: `group ${name} (mode ${(mode & 0o777).toString(8)})` };
  } catch {
    return { name: "dialout", described: "a group that could not be read" };
  }
}

export interface PortHolder {
  readonly pid: number;
  readonly name: string;
}

/** The processes that have the device open, as far as this user may see. */
export async function holdersOf(path: string): Promise<readonly PortHolder[]> {
  const device = await stat(path).then(
    (s) => s.rdev,
    () => undefined,
  );
  if (device === undefined || device === 0) return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) =>
      (await holds(pid, path, device)) ? { pid: Number(pid), name: await nameOf(pid) } : undefined,
    ),
  );
  return found.filter((holder) => holder !== undefined);
}

async function holds(pid: string, path: string, device: number): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const fd of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "");
    if (target === path) return true;
    if (!target.startsWith("/dev/")) continue;
    const opened = await stat(`/proc/${pid}/fd/${fd}`).then(
      (s) => s.rdev,
      () => 0,
    );
    if (opened === device) return true;
  }
  return false;
}

const nameOf = (pid: string): Promise<string> =>
  readFile(`/proc/${pid}/comm`, "utf8").then(
    (text) => text.trim(),
    () => "unknown",
  );
