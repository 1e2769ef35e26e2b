import { createServer, type Server, type Socket } from "node:net";
import type { DataLink, DataPeer } from "../data-peer.ts";
import { listenOn, parseListenAddress } from "./listen-address.ts";

/** What a program that is slow may leave unread of a call before bytes are lost, as on any line. */
const MOST_UNREAD = 1 << 20;

/**
 * Hands the bytes of data calls to a program, for instance to a PPP server behind socat: what the DTE sends behind
 * CONNECT comes out of the socket, what the program writes goes to the DTE. The program that came last has the calls;
 * without one they are silent. A program that leaves during a call hangs up.
 */
export class DataSocket implements DataPeer {
  readonly #server: Server;
  #program: Socket | undefined;
  #link: DataLink | undefined;
  #address = "";

  private constructor() {
    this.#server = createServer((program) => this.#welcome(program));
  }

  /** `HOST:PORT` or the path of a Unix socket. */
  static async listen(address: string): Promise<DataSocket> {
    const socket = new DataSocket();
    socket.#address = await listenOn(socket.#server, parseListenAddress(address));
    return socket;
  }

  get address(): string {
    return this.#address;
  }

  open(link: DataLink): ReturnType<DataPeer["open"]> {
    this.#link = link;
    return {
      receive: (bytes) => {
        const program = this.#program;
        if (program !== undefined && program.writableLength < MOST_UNREAD) program.write(bytes);
      },
      close: () => {
        if (this.#link === link) this.#link = undefined;
      },
    };
  }

  close(): Promise<void> {
    this.#program?.destroy();
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }

  #welcome(program: Socket): void {
    const before = this.#program;
    this.#program = program;
    before?.destroy();
    program.setNoDelay(true);
    program.on("error", () => program.destroy());
    program.on("data", (bytes) => this.#link?.send(bytes));
    program.on("close", () => {
      if (this.#program !== program) return;
      this.#program = undefined;
      this.#link?.hangUp();
    });
  }
}
