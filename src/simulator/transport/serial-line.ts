import { spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
import type { Duration } from "../../base/duration.ts";
import { Fault, textOf } from "../../base/fault.ts";
import type { PortSide } from "../../ports/port-side.ts";

/** What the other side may leave unread before bytes are lost: a wire without flow control. */
const MOST_UNREAD = 1 << 16;

/**
 * A simulated modem's port on a serial line of this machine, a null-modem cable to the device under test. The kernel
 * tells nobody of a dropped DTR here, so that a client's leaving goes unnoticed; for the same reason `port-vanish` only
 * makes the line deaf and dumb.
 */
export class SerialLine {
  readonly path: string;
  readonly #modem: PortSide;
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  readonly #stops: (() => void)[] = [];
  #gone: NodeJS.Timeout | undefined;

  private constructor(modem: PortSide, path: string, fds: readonly [number, number]) {
    this.#modem = modem;
    this.path = path;
    this.#input = new ReadStream(fds[0]);
    this.#output = new WriteStream(fds[1]);
  }

  /** Needs `stty` for the speed and the raw mode. Throws a Fault: no such line, or one that cannot be set up. */
  static async open(
    modem: PortSide,
    path: string,
    options: { readonly baudRate?: number; readonly onTrouble?: (text: string) => void } = {},
  ): Promise<SerialLine> {
    await setUp(path, options.baudRate ?? 115_200);
    const line = new SerialLine(modem, path, [openLine(path), openLine(path)]);
    line.#begin(options.onTrouble ?? (() => undefined));
    return line;
  }

  close(): void {
    this.#stops.forEach((stop) => stop());
    clearTimeout(this.#gone);
    this.#input.destroy();
    this.#output.destroy();
  }

  #begin(trouble: (text: string) => void): void {
    this.#input.on("data", (bytes: Uint8Array) => {
      if (this.#gone === undefined) this.#modem.receive(Uint8Array.from(bytes));
    });
    for (const stream of [this.#input, this.#output]) {
      stream.on("error", (error) => trouble(`${this.path}: ${textOf(error)}`));
    }
    this.#stops.push(this.#modem.onSend((bytes) => this.#send(bytes)));
    this.#stops.push(this.#modem.onVanish((lasts) => this.#vanish(lasts)));
  }

  #send(bytes: Uint8Array): void {
    if (this.#gone === undefined && this.#output.writableLength < MOST_UNREAD) this.#output.write(bytes);
  }

  #vanish(lasts: Duration): void {
    clearTimeout(this.#gone);
    this.#modem.hangUp();
    this.#gone = setTimeout(() => (this.#gone = undefined), lasts);
  }
}

function openLine(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch (thrown) {
    throw new Fault("serial-line-unavailable", `${path} cannot be opened: ${textOf(thrown)}`, { cause: thrown });
  }
}

/** Raw, eight bits, no handshake, carrier ignored; `stty` is part of every Debian. */
async function setUp(path: string, baudRate: number): Promise<void> {
  // Without this a missing path would be stty's to name.
  closeSync(openLine(path));
  const said = await new Promise<string | undefined>((resolve) => {
    const args = ["-F", path, String(baudRate), "raw", "-echo", "cs8", "-cstopb", "-parenb", "clocal", "-crtscts"];
    const child = spawn("stty", args, { stdio: ["ignore", "ignore", "pipe"] });
    let text = "";
    child.stderr.on("data", (bytes: Buffer) => (text = (text + bytes.toString("latin1")).slice(-200)));
    child.on("error", (error) => resolve(textOf(error)));
    child.on("close", (code) => resolve(code === 0 ? undefined : text.trim() || `exit code ${code}`));
  });
  if (said !== undefined) throw new Fault("serial-line-unavailable", `${path} cannot be set up: ${said}`);
}
