import { chmodSync, chownSync, lstatSync, mkdirSync, rmSync, statSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { dirname } from "node:path";
import { Fault, textOf } from "../base/fault.ts";
import { ControlPeer, type LineHandler } from "./control-peer.ts";
import { groupId } from "./group-names.ts";

export interface ControlSocketOptions {
  readonly path: string;
  /** 0o660 with the group for reading, 0o600 for writing: who may open the socket may use it. */
  readonly mode: number;
  readonly group?: string;
  /** Said to a client for which there is no place. */
  readonly busy: string;
  /** Said where the answer could not be made. */
  readonly failed: string;
}

const MAX_CLIENTS = 16;
/** Beyond the table there are only those that are being turned away; past this a client is hung up on without a word. */
const MAX_CONNECTIONS = 4 * MAX_CLIENTS;

/** A line-by-line server on a Unix socket. Node offers no peer credentials, so the file's mode is the permission. */
export class ControlSocket {
  readonly #server: Server;
  readonly #path: string;
  readonly #busy: string;
  readonly #peers = new Set<ControlPeer>();

  private constructor(server: Server, { path, busy }: ControlSocketOptions) {
    this.#server = server;
    this.#path = path;
    this.#busy = busy;
  }

  /** Throws Fault `socket-in-use` when another agent answers there, `socket-unusable` when the path cannot be used. */
  static async listen(options: ControlSocketOptions, handle: LineHandler): Promise<ControlSocket> {
    const { path, mode, group } = options;
    await clearWay(path);
    const server = createServer();
    const control = new ControlSocket(server, options);
    server.maxConnections = MAX_CONNECTIONS;
    server.on("connection", (socket) => control.#admit(new ControlPeer(socket, handle, options.failed)));
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
      const before = process.umask(0o177);
      try {
        await listening(server, path);
      } finally {
        process.umask(before);
      }
      const gid = group === undefined ? undefined : groupId(group);
      if (gid !== undefined && gid !== statSync(path).gid && mayGive(gid))
        chownSync(path, process.geteuid?.() ?? 0, gid);
      chmodSync(path, mode);
    } catch (thrown) {
      server.close();
      throw new Fault(
        "socket-unusable",
        `the local socket ${path} cannot be made: ${textOf(thrown)}. ${directoryAdvice(path)}`,
        {
          cause: thrown,
        },
      );
    }
    return control;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const peer of this.#peers) peer.destroy();
    await closed;
    rmSync(this.#path, { force: true });
  }

  /** When the table is full, whoever has been idle for longest makes room: sixteen silent clients must not shut a person out. */
  #admit(peer: ControlPeer): void {
    const seated = [...this.#peers].filter(({ leaving }) => !leaving);
    this.#peers.add(peer);
    peer.onClose(() => this.#peers.delete(peer));
    if (seated.length < MAX_CLIENTS) return;
    const [longest = peer] = seated.filter(({ idle }) => idle).toSorted((a, b) => a.activeAt - b.activeAt);
    longest.turnAway(this.#busy);
  }
}

/** Root may give a socket to any group, everybody else to one of their own. */
const mayGive = (gid: number): boolean => process.geteuid?.() === 0 || (process.getgroups?.().includes(gid) ?? false);

const directoryAdvice = (path: string): string =>
  `Make its directory for the agent's user (install -d -o USER ${dirname(path)}; a systemd unit does it with RuntimeDirectory=), or set agent.socket to another path.`;

/** A socket that a killed agent left is removed; anything else at that path is somebody's and stays. */
async function clearWay(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket())
    throw new Fault(
      "socket-unusable",
      `${path} is there and no socket; move it away, or set agent.socket to another path`,
    );
  if (await answers(path))
    throw new Fault("socket-in-use", `another agent answers on ${path}; stop it, or set agent.socket to another path`);
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
