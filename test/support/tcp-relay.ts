import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
}

/** Stands between a client and a server on loopback: counts, freezes, cuts. */
export class TcpRelay {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #frozen = false;
  connections = 0;
  bytesUp = 0;
  bytesDown = 0;

  private constructor(target: number) {
    this.#server = createServer((client) => this.#join({ client, upstream: connect(target, "127.0.0.1") }));
  }

  static async to(target: number): Promise<TcpRelay> {
    const relay = new TcpRelay(target);
    relay.#server.listen(0, "127.0.0.1");
    await once(relay.#server, "listening");
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Whatever either side sends is kept back from now on. */
  freeze(): void {
    this.#frozen = true;
    for (const pair of this.#pairs) hold(pair);
  }

  thaw(): void {
    this.#frozen = false;
    for (const pair of this.#pairs) release(pair);
  }

  /** Every connection is torn down on both sides. */
  cut(): void {
    for (const { client, upstream } of this.#pairs) {
      client.destroy();
      upstream.destroy();
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #join(pair: Pair): void {
    const { client, upstream } = pair;
    this.connections += 1;
    this.#pairs.add(pair);
    client.on("data", (bytes) => {
      this.bytesUp += bytes.length;
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      this.bytesDown += bytes.length;
      client.write(bytes);
    });
    for (const [side, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      side.setNoDelay(true);
      side.on("error", () => other.destroy());
      side.on("end", () => other.end());
      side.on("close", () => {
        other.destroy();
        this.#pairs.delete(pair);
      });
    }
    if (this.#frozen) hold(pair);
  }
}

function hold({ client, upstream }: Pair): void {
  client.pause();
  upstream.pause();
}

function release({ client, upstream }: Pair): void {
  client.resume();
  upstream.resume();
}
