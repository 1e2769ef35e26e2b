import { createServer } from "node:net";

export interface HeardMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

export interface DemoBroker {
  readonly port: number;
  close(): Promise<void>;
}

/** An MQTT broker inside this process, on a free loopback port. Loaded only here: an agent never needs it. */
export async function openDemoBroker(onMessage: (message: HeardMessage) => void): Promise<DemoBroker> {
  const { Aedes } = await import("aedes");
  const broker = await Aedes.createBroker();
  broker.on("publish", ({ topic, payload, retain }, client) => {
    // Without a client it is the broker's own chatter ($SYS).
    if (client !== null) onMessage({ topic, payload: payload.toString(), retain });
  });
  const server = createServer(broker.handle);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close: async () => {
      await new Promise<void>((resolve) => broker.close(resolve));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
