import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { TcpPort } from "../../src/simulator/transport/tcp-port.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

async function listening(): Promise<() => Socket> {
  const path = join(scratch(), "modem.sock");
  const port = await TcpPort.listen(new SimulatedModem({ clock: new FakeClock() }), path);
  const clients: Socket[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.destroy();
    await port.close();
  });
  return () => {
    const client = connect(path);
    client.on("error", () => {});
    clients.push(client);
    return client;
  };
}

/** What the modem says up to its OK; rejects when the port is closed on the client. */
async function answered(client: Socket): Promise<string> {
  let heard = "";
  client.write("ATE0\r");
  return new Promise((resolve, reject) => {
    client.on("data", (bytes) => {
      heard += bytes.toString("latin1");
      if (heard.includes("OK\r\n")) resolve(heard);
    });
    client.on("close", () => reject(new TypeError("closed before an answer")));
  });
}

test("who closes and opens again at once is let in, whichever is noticed first", async () => {
  const open = await listening();
  let client = open();
  for (let turn = 0; turn < 200; turn += 1) {
    expect(await answered(client)).toContain("OK");
    client.removeAllListeners("close");
    client.destroy();
    client = open();
  }
});

test("a second client who finds the first there is sent away after a while, a third at once", async () => {
  const open = await listening();
  const first = open();
  await answered(first);
  const second = open();
  await once(second, "connect");
  const third = open();
  await once(third, "close");
  expect(second.destroyed).toBe(false);
  await once(second, "close");
  expect(await answered(first)).toContain("OK");
});
