import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { Fault, textOf } from "../base/fault.ts";

/** Answers one request line with one answer line. Never throws. */
export type LineHandler = (line: string) => Promise<string>;

export interface ControlSocketOptions {
  readonly path: string;
  /** 0o660 with the group for reading, 0o600 for writing: who may open the socket may use it. */
  readonly mode: number;
  readonly group?: string;
}

const MAX_LINE = 64 * 1024;
const MAX_CLIENTS = 16;
/** A fault in answering is the asker's to see, and no reason to end the agent. */
const FAILED = JSON.stringify({ ok: false, error: "the answer could not be made" });
/** A client that says nothing is not kept. */
const IDLE_MS = 30_000;

/** A line-by-line server on a Unix socket. Node offers no peer credentials, so the file's mode is the permission. */
export class ControlSocket {
  readonly #server: Server;
  readonly #path: string;
  readonly #clients = new Set<Socket>();

  private constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  /** Throws Fault `socket-in-use` when another agent answers there, `socket-unusable` when the path cannot be used. */
  static async listen(options: ControlSocketOptions, handle: LineHandler): Promise<ControlSocket> {
    const { path, mode, group } = options;
    await clearWay(path);
    const server = createServer();
    const control = new ControlSocket(server, path);
    server.maxConnections = MAX_CLIENTS;
    server.on("connection", (socket) => control.#serve(socket, handle));
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
      const before = process.umask(0o177);
      try {
        await listening(server, path);
      } finally {
        process.umask(before);
      }
      const gid = group === undefined ? undefined : gidOf(group);
      if (gid !== undefined && process.getuid?.() === 0) chownSync(path, 0, gid);
      chmodSync(path, mode);
    } catch (thrown) {
      server.close();
      throw new Fault("socket-unusable", `the local socket ${path} cannot be made: ${textOf(thrown)}`, {
        cause: thrown,
      });
    }
    return control;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    rmSync(this.#path, { force: true });
  }

  #serve(socket: Socket, handle: LineHandler): void {
    this.#clients.add(socket);
    let pending = "";
    let chain = Promise.resolve();
    socket.setEncoding("utf8");
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#clients.delete(socket));
    socket.on("data", (text: string): void => {
      pending += text;
      const lines = pending.split("\n");
      pending = lines.pop() ?? "";
      if (pending.length > MAX_LINE || lines.some((line) => line.length > MAX_LINE)) return void socket.destroy();
      for (const line of lines)
        chain = chain.then(async () => {
          const answer = await handle(line).catch(() => FAILED);
          if (!socket.destroyed && !socket.write(`${answer}\n`)) await drained(socket);
        });
      // A client that asks and does not read is not read either: nothing piles up for it.
      socket.pause();
      void chain.then(() => socket.resume());
    });
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("drain", resolve);
    socket.once("close", resolve);
  });
}

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
    socket.once("error", () => resolve(false));
  });
}

function gidOf(group: string): number | undefined {
  try {
    const line = readFileSync("/etc/group", "utf8")
      .split("\n")
      .find((row) => row.startsWith(`${group}:`));
    const gid = line?.split(":")[2];
    return gid === undefined ? undefined : Number(gid);
  } catch {
    return undefined;
  }
}
