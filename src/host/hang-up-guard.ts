import { read } from "node:fs";
import { promisify } from "node:util";
import { Fault } from "../base/fault.ts";

const readAsync = promisify(read);

/** What of serialport's Linux binding a read needs (`@serialport/bindings-cpp`, LinuxPortBinding). */
interface PolledPort {
  fd: number | null;
  readonly poller: { once(event: "readable", listener: (error: unknown) => void): unknown };
  read(
    buffer: Buffer,
    offset: number,
    length: number,
  ): Promise<{ readonly bytesRead: number; readonly buffer: Buffer }>;
}

export const isPolledPort = (port: unknown): port is PolledPort =>
  typeof port === "object" && port !== null && "fd" in port && "poller" in port && "read" in port;

const BUSY = new Set(["EAGAIN", "EWOULDBLOCK", "EINTR"]);

/**
 * A terminal that was hung up reads zero bytes for ever, and serialport 13 asks again at once, for ever: no `close`,
 * and one core gone (measured: 3 of 72 pseudo-terminals that vanished within 2 ms of an answer). A tty in raw mode with
 * VMIN 1, as serialport opens it, never reads zero bytes otherwise (termios(3)); here that ends the port.
 */
export function guardHangUp(port: PolledPort): void {
  port.read = async (buffer, offset, length) => {
    for (;;) {
      if (port.fd === null) throw cancelled();
      const bytesRead = await readOnce(port.fd, buffer, offset, length);
      if (bytesRead === 0) throw new Fault("port-hung-up", "the device behind the port is gone");
      if (bytesRead !== "busy") return { bytesRead, buffer };
      if (port.fd === null) throw cancelled();
      await readable(port);
    }
  };
}

async function readOnce(fd: number, buffer: Buffer, offset: number, length: number): Promise<number | "busy"> {
  try {
    return (await readAsync(fd, buffer, offset, length, null)).bytesRead;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && BUSY.has(String(thrown.code))) return "busy";
    throw thrown;
  }
}

function readable(port: PolledPort): Promise<void> {
  return new Promise((resolve, reject) => {
    port.poller.once("readable", (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error instanceof Error ? error : cancelled());
    });
  });
}

/** The stream knows by `canceled` that this was a close and no failure. */
const cancelled = (): Fault => Object.assign(new Fault("port-hung-up", "the port was closed"), { canceled: true });
