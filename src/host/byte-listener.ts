import { rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Fault, textOf } from "../base/fault.ts";
import type { ByteHandler, BytePeer, Welcome } from "../ports/byte-peer.ts";
import { listenPrivately, type PrivateSocket } from "./private-socket.ts";

/** Programs on one device; beyond it whoever said nothing for longest makes room. */
const MAX_CLIENTS = 256;
/** Past this a client is hung up on before anything is read of it. */
const MAX_CONNECTIONS = 2 * MAX_CLIENTS;

/** Raw bytes on a Unix socket or over TCP, each client by itself. */
export class ByteListener {
  readonly #server: Server;
  readonly #name: string;
  readonly #welcome: Welcome;
  readonly #peers = new Map<SocketPeer, ByteHandler>();
  #path: string | undefined;

  private constructor(name: string, welcome: Welcome) {
    this.#name = name;
    this.#welcome = welcome;
    this.#server = createServer((socket) => this.#admit(socket));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Throws Fault `socket-in-use` or `socket-unusable`. */
  static async onSocket(place: PrivateSocket, welcome: Welcome): Promise<ByteListener> {
    const listener = new ByteListener("socket", welcome);
    await listenPrivately(listener.#server, place);
    listener.#path = place.path;
    return listener;
  }

  /** Throws Fault `listen-refused`. */
  static async onTcp(host: string, port: number, welcome: Welcome): Promise<ByteListener> {
    const listener = new ByteListener("tcp", welcome);
    await new Promise<void>((resolve, reject) => {
      listener.#server.once("error", (thrown) =>
        reject(new Fault("listen-refused", `cannot listen on ${host}:${port}: ${textOf(thrown)}`, { cause: thrown })),
      );
      listener.#server.listen({ host, port }, resolve);
    });
    listener.#server.on("error", () => undefined);
    return listener;
  }

  /** `HOST:PORT` with the port that was taken, or the socket's path. */
  get address(): string {
    if (this.#path !== undefined) return this.#path;
    const bound = this.#server.address();
    return isBound(bound) ? `${bound.address.includes(":") ? `[${bound.address}]` : bound.address}:${bound.port}` : "";
  }

  get clients(): number {
    return this.#peers.size;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()));
    for (const peer of this.#peers.keys()) peer.hangUp();
    await closed;
    if (this.#path !== undefined) rmSync(this.#path, { force: true });
  }

  #admit(socket: Socket): void {
    if (this.#peers.size >= MAX_CLIENTS) {
      const [longest] = [...this.#peers.keys()].toSorted((a, b) => a.activeAt - b.activeAt);
      longest?.hangUp();
    }
    const peer = new SocketPeer(socket, this.#name);
    const handler = this.#welcome(peer);
    this.#peers.set(peer, handler);
    socket.on("data", (bytes) => {
      peer.activeAt = performance.now();
      handler.receive(bytes);
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#peers.delete(peer);
      handler.left();
    });
  }
}

const isBound = (bound: AddressInfo | string | null): bound is AddressInfo =>
  typeof bound === "object" && bound !== null;

class SocketPeer implements BytePeer {
  readonly name: string;
  readonly #socket: Socket;
  readonly #listeners = new Set<() => void>();
  /** When it last said something; on the monotonic clock. */
  activeAt = performance.now();

  constructor(socket: Socket, name: string) {
    this.#socket = socket;
    this.name = name;
    // A question and its answer are a packet each; without this the answer may wait for 40 ms.
    socket.setNoDelay(true);
  }

  ready(): boolean {
    return this.#socket.writableLength === 0;
  }

  send(bytes: Uint8Array): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    this.#socket.write(bytes, () => {
      if (this.ready()) this.#listeners.forEach((listener) => listener());
    });
  }

  onReady(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  hold(held: boolean): void {
    if (held) this.#socket.pause();
    else this.#socket.resume();
  }

  hangUp(): void {
    this.#socket.destroy();
  }
}
