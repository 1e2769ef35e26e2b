import { SerialPort } from "serialport";
import { textOf } from "../base/fault.ts";
import type { OpenRefusal, Serial, SerialPorts } from "../ports/serial.ts";
import { guardHangUp, isPolledPort } from "./hang-up-guard.ts";
import { listSerialPorts } from "./serial-list.ts";
import { describeRefusal } from "./serial-refusal.ts";

/** `serialport` behind the port: exclusive by its flock, and nothing thrown. */
export const systemSerialPorts: SerialPorts = {
  list: () => listSerialPorts(),

  async open(path, baudRate) {
    const port = new SerialPort({ path, baudRate, autoOpen: false, hupcl: false });
    // Without a listener a late 'error' would end the process.
    port.on("error", () => {});
    const failure = await new Promise<Error | null>((resolve) => port.open(resolve));
    return failure === null ? { kind: "open", serial: new OpenSerial(port) } : await refusal(path, failure);
  },
};

async function refusal(path: string, failure: Error): Promise<OpenRefusal> {
  return describeRefusal(path, textOf(failure));
}

class OpenSerial implements Serial {
  readonly #port: SerialPort;
  readonly #goneListeners: ((why: string) => void)[] = [];
  #gone: string | undefined;

  constructor(port: SerialPort) {
    this.#port = port;
    if (isPolledPort(port.port)) guardHangUp(port.port);
    // An unplug is only noticed while somebody reads, and `close` may come twice (both measured on 13.0.0).
    port.on("data", () => {});
    port.on("close", (reason: (Error & { disconnected?: boolean }) | null) => {
      this.#end(reason?.disconnected === true ? `the port vanished (${reason.message})` : "the port was closed");
    });
    port.on("error", (error: Error) => {
      if (!port.isOpen) this.#end(`the port failed (${error.message})`);
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.#gone !== undefined || !this.#port.isOpen) return resolve();
      this.#port.write(Buffer.from(bytes), (error) => {
        if (error !== null && error !== undefined) {
          this.#end(`writing failed (${error.message})`);
          return resolve();
        }
        // No drain: tcdrain holds one of libuv's few threads for as long as a hung modem takes nothing.
        resolve();
      });
    });
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.#port.on("data", listener);
  }

  onGone(listener: (why: string) => void): void {
    if (this.#gone !== undefined) return listener(this.#gone);
    this.#goneListeners.push(listener);
  }

  async close(): Promise<void> {
    if (!this.#port.isOpen) return;
    await new Promise<void>((resolve) => this.#port.close(() => resolve()));
  }

  #end(why: string): void {
    if (this.#gone !== undefined) return;
    this.#gone = why;
    for (const listener of this.#goneListeners.splice(0)) listener(why);
    void this.close();
  }
}
