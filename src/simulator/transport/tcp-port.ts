import { createServer, type Server, type Socket } from "node:net";
import type { Duration } from "../../base/duration.ts";
import { textOf } from "../../base/fault.ts";
import type { PortSide } from "../../ports/port-side.ts";
import { type ListenAddress, listenOn, parseListenAddress } from "./listen-address.ts";

/** What a client may leave unread before bytes are lost, as in a UART without flow control. */
const MOST_UNREAD = 1 << 20;

/** How long a second client waits for the first to be gone. */
const LEAVING_FOR_MS = 500;

/** A simulated modem's port over TCP (or a Unix socket): raw bytes, one client at a time; its leaving is the drop of DTR. */
export class TcpPort {
  readonly #modem: PortSide;
  readonly #trouble: (text: string) => void;
  readonly #stops: (() => void)[] = [];
  #server: Server | undefined;
  #client: Socket | undefined;
  #next: { readonly client: Socket; readonly patience: NodeJS.Timeout } | undefined;
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
    this.#next?.client.destroy();
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
    if (this.#client === undefined) return this.#take(client);
    // Who closes and opens again at once may be seen to come before it is seen to go; no serial port refuses that.
    if (this.#next !== undefined) return void client.destroy();
    const patience = setTimeout(() => client.destroy(), LEAVING_FOR_MS);
    client.on("close", () => {
      clearTimeout(patience);
      if (this.#next?.client === client) this.#next = undefined;
    });
    this.#next = { client, patience };
  }

  #take(client: Socket): void {
    this.#client = client;
    client.setNoDelay(true);
    client.on("data", (bytes) => this.#modem.receive(bytes));
    client.on("close", () => {
      this.#client = undefined;
      this.#modem.hangUp();
      const next = this.#next;
      this.#next = undefined;
      clearTimeout(next?.patience);
      if (next === undefined || next.client.destroyed) return;
      if (this.#server === undefined) next.client.destroy();
      else this.#take(next.client);
    });
  }

  #send(bytes: Uint8Array): void {
    const client = this.#client;
    if (client !== undefined && client.writableLength < MOST_UNREAD) client.write(bytes);
  }
}
