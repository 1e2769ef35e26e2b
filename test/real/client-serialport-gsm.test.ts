import { createRequire } from "node:module";
import { afterEach, expect, test } from "vitest";
import { ClientBench } from "../support/client-bench.ts";
import { describeReal, npmClients } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const benches: ClientBench[] = [];
afterEach(async () => {
  for (const made of benches.splice(0)) await made.close();
});

const OWN = "+861440234567890";
const TEXT = "Hello 你好";

type Reply = { readonly status: string; readonly data: unknown };
type Told = (reply: Reply, error?: unknown) => void;

/** What the test uses of the package, which has no types of its own. */
interface GsmModem {
  on(event: "onNewMessage" | "onMessageSent", listener: (value: readonly unknown[]) => void): void;
  open(path: string, options: object, done: (error: unknown) => void): void;
  close(done: () => void): void;
  initializeModem(done: Told): void;
  getModemSerial(done: Told): void;
  getNetworkSignal(done: Told): void;
  getOwnNumber(done: Told): void;
  setModemMode(done: Told, priority: boolean, timeout: number, mode: "PDU"): void;
  sendSMS(number: string, text: string, flash: boolean, done: Told): void;
  getSimInbox(done: Told): void;
  deleteAllSimMessages(done: Told): void;
}

const reply = (ask: (done: Told) => void): Promise<unknown> =>
  new Promise((resolve, reject) =>
    ask((told, error) => (error === undefined || error === null ? resolve(told.data) : reject(error))),
  );

describeReal(["pty", "serialportGsm"], "serialport-gsm takes the simulated modem for a modem", () => {
  test("identifies, reads the signal, sends, is told of what arrives, lists and deletes", async () => {
    const bench = new ClientBench(scratch());
    benches.push(bench);
    const { Modem } = createRequire(npmClients("package.json"))("serialport-gsm") as { Modem: () => GsmModem };
    const modem = Modem();
    const arrived = new Promise<readonly unknown[]>((resolve) => modem.on("onNewMessage", resolve));
    const path = await bench.pty();
    await new Promise<void>((resolve, reject) =>
      modem.open(path, { baudRate: 115_200, incomingSMSIndicationDelay: 100 }, (error) =>
        error ? reject(error) : resolve(),
      ),
    );
    await reply((done) => modem.initializeModem(done));
    expect(await reply((done) => modem.getModemSerial(done))).toEqual({ modemSerial: "867698041234561" });
    expect(await reply((done) => modem.getNetworkSignal(done))).toMatchObject({ signalQuality: "20" });
    expect(await reply((done) => modem.getOwnNumber(done))).toMatchObject({ number: OWN });
    await reply((done) => modem.setModemMode(done, false, 5_000, "PDU"));
    await reply((done) => modem.sendSMS(OWN, TEXT, false, done));
    const message = { sender: OWN.slice(1), message: TEXT, index: 1 };
    expect(await arrived).toMatchObject([message]);
    expect(await reply((done) => modem.getSimInbox(done))).toMatchObject([message]);
    await reply((done) => modem.deleteAllSimMessages(done));
    expect(bench.modem.state().messages.card).toBe(0);
    await new Promise<void>((resolve) => modem.close(resolve));
  });
});
