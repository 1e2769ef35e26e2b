import { realpath } from "node:fs/promises";
import { SerialPort } from "serialport";
import { textOf } from "../base/fault.ts";
import type { OpenRefusal, Serial, SerialPorts } from "../ports/serial.ts";
import { closePort } from "./close-port.ts";
import { guardHangUp, isPolledPort } from "./hang-up-guard.ts";
import { listSerialPorts } from "./serial-list.ts";
import { holdersOf, type PortHolder } from "./port-holders.ts";
import { lockPort, type PortLock } from "./port-lock.ts";
import { isOtherDevice } from "./other-device.ts";
import { describeRefusal, held, notSerial } from "./serial-refusal.ts";

/** What is looked at before a device is opened. */
export interface Before {
  lock(path: string): Promise<PortLock>;
  holders(path: string): Promise<readonly PortHolder[]>;
}

/**
 * A pseudo-terminal has no lock file by custom, its number is soon another's, and whoever made it may have it open: only its
 * flock says whether it is free.
 */
const isPseudo = (path: string): boolean => path.startsWith("/dev/pts/");

const BEFORE: Before = {
  lock: async (path) => (isPseudo(path) ? { kind: "none" } : lockPort(path)),
  holders: async (path) => (isPseudo(path) ? [] : (await holdersOf(path)).seen),
};

/**
 * `serialport` behind the port: exclusive by its flock and by the device's lock file, nothing thrown. A port that another process
 * has open already is not opened beside it: each would take the other's answers. `closing`: what the kernel is not done with yet, by its path.
 */
export const serialPorts = (before: Before = BEFORE, closing = new Map<string, Promise<void>>()): SerialPorts => ({
  list: () => listSerialPorts(),

  async open(path, baudRate) {
    const real = await realpath(path).catch((thrown: unknown) => ({ why: textOf(thrown) }));
    if (typeof real !== "string") return describeRefusal(path, real.why);
    // Before anybody is asked who has it open: half the system has /dev/null open.
    if (await isOtherDevice(real)) return notSerial(path);
    // The one of before, which the kernel may not be done with yet: until then it is ours, and nobody else's fault.
    await closing.get(real);
    const locked = await before.lock(real);
    if (locked.kind === "busy") return held(path, [locked.holder], locked.file);
    const release = locked.kind === "held" ? () => locked.release() : () => Promise.resolve();
    const seen = await before.holders(real);
    if (seen.length > 0) {
      await release();
      return held(path, seen);
    }
    const port = new SerialPort({ path, baudRate, autoOpen: false, hupcl: false });
    // Without a listener a late 'error' would end the process.
    port.on("error", () => {});
    const failure = await new Promise<Error | null>((resolve) => port.open(resolve));
    if (failure === null) {
      const noted = (ended: Promise<void>): void => void closing.set(real, ended);
      return { kind: "open", serial: new OpenSerial(port, release, noted) };
    }
    await release();
    return refusal(path, failure);
  },
});

export const systemSerialPorts: SerialPorts = serialPorts();

async function refusal(path: string, failure: Error): Promise<OpenRefusal> {
  return describeRefusal(path, textOf(failure));
}

class OpenSerial implements Serial {
  readonly #port: SerialPort;
  readonly #goneListeners: ((why: string) => void)[] = [];
  readonly #release: () => Promise<void>;
  readonly #onClosing: (ended: Promise<void>) => void;
  #gone: string | undefined;
  #closing: Promise<void> | undefined;

  constructor(port: SerialPort, release: () => Promise<void>, onClosing: (ended: Promise<void>) => void) {
    this.#port = port;
    this.#release = release;
    this.#onClosing = onClosing;
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

  /** Once, whoever asks for it: behind an unplug comes the close of whoever had it open. */
  close(): Promise<void> {
    this.#closing ??= this.#port.isOpen ? this.#close() : this.#release();
    return this.#closing;
  }

  #close(): Promise<void> {
    const { ended, waited } = closePort(this.#port, this.#release);
    this.#onClosing(ended);
    return waited;
  }

  #end(why: string): void {
    if (this.#gone !== undefined) return;
    this.#gone = why;
    for (const listener of this.#goneListeners.splice(0)) listener(why);
    void this.close();
  }
}
