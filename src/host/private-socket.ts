import { chmodSync, chownSync, lstatSync, mkdirSync, rmSync, statSync } from "node:fs";
import { connect, type Server } from "node:net";
import { dirname } from "node:path";
import { Fault, textOf } from "../base/fault.ts";
import { groupId } from "./group-names.ts";

/** A Unix socket whose file says who may use it. */
export interface PrivateSocket {
  readonly path: string;
  /** 0o660 with the group, 0o600 without. */
  readonly mode: number;
  readonly group?: string;
  /** The setting that names the path, for whoever has to change it. */
  readonly setting: string;
}

/** Throws Fault `socket-in-use` when another agent answers there, `socket-unusable` when the path cannot be used. */
export async function listenPrivately(server: Server, place: PrivateSocket): Promise<void> {
  const { path, mode, group } = place;
  await clearWay(place);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    // The file is nobody's but ours until it has its group and its mode.
    const before = process.umask(0o177);
    try {
      await listening(server, path);
    } finally {
      process.umask(before);
    }
    const gid = group === undefined ? undefined : groupId(group);
    if (gid !== undefined && gid !== statSync(path).gid && mayGive(gid)) chownSync(path, process.geteuid?.() ?? 0, gid);
    chmodSync(path, mode);
  } catch (thrown) {
    server.close();
    throw new Fault(
      "socket-unusable",
      `the local socket ${path} cannot be made: ${textOf(thrown)}. ${directoryAdvice(place)}`,
      { cause: thrown },
    );
  }
}

/** Root may give a socket to any group, everybody else to one of their own. */
const mayGive = (gid: number): boolean => process.geteuid?.() === 0 || (process.getgroups?.().includes(gid) ?? false);

const directoryAdvice = ({ path, setting }: PrivateSocket): string =>
  `Make its directory for the agent's user (install -d -o USER ${dirname(path)}; a systemd unit does it with RuntimeDirectory=), or set ${setting} to another path.`;

/** A socket that a killed agent left is removed; anything else at that path is somebody's and stays. */
async function clearWay({ path, setting }: PrivateSocket): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket())
    throw new Fault(
      "socket-unusable",
      `${path} is there and no socket; move it away, or set ${setting} to another path`,
    );
  if (await answers(path))
    throw new Fault("socket-in-use", `another agent answers on ${path}; stop it, or set ${setting} to another path`);
  rmSync(path, { force: true });
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      server.on("error", () => {});
      resolve();
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    // Whatever else is wrong (a full queue of waiting clients: EAGAIN), somebody listens there.
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "ECONNREFUSED"));
  });
}
