import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { type TlsOptions, createServer as createTlsServer } from "node:tls";

/** What the server does with the bytes that arrive: bytes to answer, `close` to close, nothing to keep silent. */
export type Script = (received: Buffer, socket: Socket) => readonly number[] | "close" | undefined;

/** A TCP or TLS server on loopback that answers what a test says: for what no real broker can be made to say. */
export class ScriptedServer {
  readonly #server: Server;
  readonly sockets = new Set<Socket>();
  readonly received: Buffer[] = [];
  connections = 0;

  private constructor(script: Script, tls: TlsOptions | undefined) {
    const accept = (socket: Socket): void => this.#accept(socket, script);
    this.#server = tls ? createTlsServer(tls, accept) : createServer(accept);
    this.#server.on("tlsClientError", () => {});
  }

  static async answering(script: Script, tls?: TlsOptions): Promise<ScriptedServer> {
    const server = new ScriptedServer(script, tls);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  send(bytes: readonly number[]): void {
    for (const socket of this.sockets) socket.write(Buffer.from(bytes));
  }

  /** Resolves when no client is connected any more. */
  async left(): Promise<void> {
    // Not `once` of node:events, which rejects when the client left with an RST.
    for (const socket of this.sockets) await new Promise((resolve) => socket.once("close", resolve));
  }

  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #accept(socket: Socket, script: Script): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("data", (bytes: Buffer) => {
      this.received.push(bytes);
      const answer = script(bytes, socket);
      if (answer === "close") socket.destroy();
      else if (answer !== undefined) socket.write(Buffer.from(answer));
    });
  }
}
