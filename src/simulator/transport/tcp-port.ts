import { createServer, type Server, type Socket } from "node:net";
import type { Duration } from "../../base/duration.ts";
import { textOf } from "../../base/fault.ts";
import type { PortSide } from "../at-port.ts";
import { type ListenAddress, listenOn, parseListenAddress } from "./listen-address.ts";

/** What a client may leave unread before bytes are lost, as in a UART without flow control. */
const MOST_UNREAD = 1 << 20;

/** A simulated modem's port over TCP (or a Unix socket): raw bytes, one client at a time; its leaving is the drop of DTR. */
export class TcpPort {
  readonly #modem: PortSide;
  readonly #trouble: (text: string) => void;
  readonly #stops: (() => void)[] = [];
  #server: Server | undefined;
  #client: Socket | undefined;
  #return: NodeJS.Timeout | undefined;
  #closed = false;
  /** What was taken when it was first listened on: it comes back there. */
  #address: string;

  private constructor(modem: PortSide, address: string, onTrouble: (text: string) => void) {
    this.#modem = modem;
    this.#address = address;
    this.#trouble = onTrouble;
  }

  static async listen(
    modem: PortSide,
    address: string,
    onTrouble: (text: string) => void = () => undefined,
  ): Promise<TcpPort> {
    const port = new TcpPort(modem, address, onTrouble);
    await port.#appear(parseListenAddress(address));
    port.#stops.push(modem.onSend((bytes) => port.#send(bytes)));
    port.#stops.push(modem.onVanish((lasts) => port.#vanish(lasts)));
    return port;
  }

  get address(): string {
    return this.#address;
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#stops.forEach((stop) => stop());
    clearTimeout(this.#return);
    return this.#disappear();
  }

  async #appear(address: ListenAddress): Promise<void> {
    const server = createServer((client) => this.#welcome(client));
    this.#address = await listenOn(server, address);
    this.#server = server;
    if (this.#closed) await this.#disappear();
  }

  #disappear(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#client?.destroy();
    return new Promise((resolve) => (server === undefined ? resolve() : void server.close(() => resolve())));
  }

  #vanish(lasts: Duration): void {
    if (this.#server === undefined) return;
    const gone = this.#disappear();
    this.#return = setTimeout(() => {
      gone
        .then(() => this.#appear(parseListenAddress(this.#address)))
        .catch((thrown: unknown) => this.#trouble(`the port did not come back: ${textOf(thrown)}`));
    }, lasts);
  }

  #welcome(client: Socket): void {
    client.on("error", () => client.destroy());
    if (this.#client !== undefined) return void client.destroy();
    this.#client = client;
    client.setNoDelay(true);
    client.on("data", (bytes) => this.#modem.receive(bytes));
    client.on("close", () => {
      this.#client = undefined;
      this.#modem.hangUp();
    });
  }

  #send(bytes: Uint8Array): void {
    const client = this.#client;
    if (client !== undefined && client.writableLength < MOST_UNREAD) client.write(bytes);
  }
}
