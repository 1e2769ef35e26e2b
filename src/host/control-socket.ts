import { rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { ControlPeer, type LineHandler } from "./control-peer.ts";
import { listenPrivately } from "./private-socket.ts";

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
    const server = createServer();
    const control = new ControlSocket(server, options);
    server.maxConnections = MAX_CONNECTIONS;
    server.on("connection", (socket) => control.#admit(new ControlPeer(socket, handle, options.failed)));
    await listenPrivately(server, { ...options, setting: "agent.socket" });
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
