import { createServer, type Server, type Socket } from "node:net";
import type { ControlTarget } from "../control-row.ts";
import { serveControl } from "./control-stream.ts";
import { listenOn, parseListenAddress } from "./listen-address.ts";

const MOST_CLIENTS = 16;

/** The control commands on a socket: JSON lines in, one JSON line out for each. */
export class ControlServer {
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  #address = "";

  private constructor(target: ControlTarget) {
    this.#server = createServer((client) => this.#welcome(target, client));
    this.#server.maxConnections = MOST_CLIENTS;
  }

  /** `HOST:PORT` or the path of a Unix socket. */
  static async listen(target: ControlTarget, address: string): Promise<ControlServer> {
    const control = new ControlServer(target);
    control.#address = await listenOn(control.#server, parseListenAddress(address));
    return control;
  }

  get address(): string {
    return this.#address;
  }

  close(): Promise<void> {
    this.#clients.forEach((client) => client.destroy());
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }

  #welcome(target: ControlTarget, client: Socket): void {
    this.#clients.add(client);
    client.on("error", () => client.destroy());
    client.on("close", () => this.#clients.delete(client));
    serveControl(target, client, client);
  }
}
