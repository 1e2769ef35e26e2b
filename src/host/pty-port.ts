import { closeSync, constants, type FSWatcher, openSync, readSync, watch, writeSync } from "node:fs";
import { textOf } from "../base/fault.ts";
import type { Duration } from "../base/duration.ts";
import type { PortSide } from "../ports/port-side.ts";
import { PortLink } from "./port-link.ts";
import { openPtyMaster, type PtyMaster } from "./pty-master.ts";

export interface PtyPortOptions {
  /** A path that stays the same when the terminal behind it changes. */
  readonly link?: string;
  /** The port could not come back after it vanished, or the like. */
  readonly onTrouble?: (text: string) => void;
  /** What a client may leave unread, in bytes; pieces beyond it are lost whole. */
  readonly mostBacklog?: number;
}

/**
 * How often the master is asked whether anybody holds the slave: seldom while all is quiet (a timer of 20 ms alone costs
 * 1 % of a core here, the refused read 7 µs), often while somebody talks, because that is when clients close and open
 * again. A close that is shorter than this goes unnoticed, as real modems overlook a DTR that drops for some milliseconds.
 */
const LOOK_QUIET_MS = 50;
const LOOK_BUSY_MS = 2;
const BUSY_FOR_MS = 500;
/** A full terminal buffer (some 12 kB) empties at the client's pace. */
const RETRY_MS = 2;
const MOST_BACKLOG = 1 << 20;
const CHUNK = 65_536;

/**
 * A port of this program's as a pseudo-terminal. The slave is never held open: when the last client closes it, the
 * master reads EIO, which is the drop of DTR; the terminal and its path stay for the next one.
 */
export class PtyPort {
  readonly #modem: PortSide;
  readonly #link: PortLink | undefined;
  readonly #trouble: (text: string) => void;
  readonly #mostBacklog: number;
  readonly #buffer = Buffer.alloc(CHUNK);
  readonly #stops: (() => void)[] = [];
  #master: PtyMaster | undefined;
  #path = "";
  #watcher: FSWatcher | undefined;
  #looking: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #return: NodeJS.Timeout | undefined;
  #backlog: Buffer = Buffer.alloc(0);
  #clients = false;
  #unnoticed = false;
  /** When a byte went either way last. */
  #traffic = 0;
  #closed = false;

  private constructor(modem: PortSide, options: PtyPortOptions) {
    this.#modem = modem;
    this.#link = options.link === undefined ? undefined : new PortLink(options.link);
    this.#trouble = options.onTrouble ?? (() => undefined);
    this.#mostBacklog = options.mostBacklog ?? MOST_BACKLOG;
  }

  static async open(modem: PortSide, options: PtyPortOptions = {}): Promise<PtyPort> {
    const port = new PtyPort(modem, options);
    await port.#appear();
    port.#stops.push(modem.onSend((bytes) => port.#send(bytes)));
    port.#stops.push(modem.onVanish((lasts) => port.#vanish(lasts)));
    return port;
  }

  /** The path for clients: the link where there is one. While the port has vanished, the one that it had. */
  get path(): string {
    return this.#path;
  }
  /** The terminal itself. Undefined while the port has vanished. */
  get device(): string | undefined {
    return this.#master?.path;
  }

  close(): void {
    this.#closed = true;
    this.#stops.forEach((stop) => stop());
    clearTimeout(this.#return);
    this.#disappear();
  }

  async #appear(): Promise<void> {
    const master = await openPtyMaster();
    if (this.#closed) return closeSync(master.fd);
    this.#master = master;
    this.#path = this.#link?.path ?? master.path;
    try {
      // Until somebody has closed it once, an unopened slave looks like an open one that says nothing.
      closeSync(openSlave(master.path));
      this.#link?.pointTo(master.path);
    } catch (thrown) {
      this.#disappear();
      throw thrown;
    }
    this.#watch(master.path);
    this.#look();
  }

  #look(): void {
    clearTimeout(this.#looking);
    this.#read();
    const busy = this.#unnoticed || (this.#clients && performance.now() - this.#traffic < BUSY_FOR_MS);
    if (this.#master !== undefined) this.#looking = setTimeout(() => this.#look(), busy ? LOOK_BUSY_MS : LOOK_QUIET_MS);
  }

  /**
   * The kernel tells of every write to the slave's node (inotify IN_MODIFY), so that a command does not wait for the
   * next look. Where it does not (no inotify instance left), the looks are frequent.
   */
  #watch(path: string): void {
    try {
      this.#watcher = watch(path, () => this.#look());
      this.#watcher.on("error", () => this.#unwatch());
      this.#unnoticed = false;
    } catch {
      this.#unwatch();
    }
  }

  #unwatch(): void {
    this.#watcher?.close();
    this.#unnoticed = true;
  }

  #disappear(): void {
    this.#watcher?.close();
    clearTimeout(this.#looking);
    clearTimeout(this.#retry);
    this.#backlog = Buffer.alloc(0);
    this.#link?.remove();
    if (this.#master !== undefined) closeSync(this.#master.fd);
    this.#master = undefined;
    this.#clients = false;
  }

  #vanish(lasts: Duration): void {
    if (this.#master === undefined) return;
    this.#disappear();
    this.#modem.hangUp();
    this.#return = setTimeout(() => {
      this.#appear().catch((thrown: unknown) => this.#trouble(`the port did not come back: ${textOf(thrown)}`));
    }, lasts);
  }

  #read(): void {
    for (let chunks = 0; chunks < 16 && this.#master !== undefined; chunks += 1) {
      const found = readNow(this.#master.fd, this.#buffer);
      if (found === "nobody") return this.#left();
      if (!this.#clients) {
        this.#clients = true;
        this.#modem.arrived?.();
      }
      if (found === "nothing") return;
      this.#traffic = performance.now();
      this.#modem.receive(Uint8Array.from(this.#buffer.subarray(0, found)));
    }
  }

  #left(): void {
    if (!this.#clients) return;
    this.#clients = false;
    this.#backlog = Buffer.alloc(0);
    this.#forgetUnread();
    this.#modem.hangUp();
  }

  /** What the last client did not read would wait in the slave for the next one; a serial driver throws it away. */
  #forgetUnread(): void {
    if (this.#master === undefined) return;
    const slave = openSlave(this.#master.path);
    while (typeof readNow(slave, this.#buffer) === "number");
    closeSync(slave);
  }

  #send(bytes: Uint8Array): void {
    // Somebody may have opened the port since the last look.
    if (!this.#clients) this.#read();
    // Without anybody at the other end the bytes go nowhere, as on a wire.
    if (!this.#clients || this.#backlog.length + bytes.length > this.#mostBacklog) return;
    this.#backlog = Buffer.concat([this.#backlog, bytes]);
    this.#traffic = performance.now();
    this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#retry);
    while (this.#backlog.length > 0 && this.#master !== undefined) {
      const written = writeNow(this.#master.fd, this.#backlog);
      if (written === 0) {
        this.#retry = setTimeout(() => this.#flush(), RETRY_MS);
        return;
      }
      this.#backlog = this.#backlog.subarray(written);
    }
  }
}

function openSlave(path: string): number {
  return openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
}

/** How many bytes; `nothing`: somebody is there and silent (EAGAIN); `nobody`: the other end is closed (EIO). */
function readNow(fd: number, buffer: Buffer): number | "nothing" | "nobody" {
  try {
    const count = readSync(fd, buffer, 0, buffer.length, null);
    return count === 0 ? "nothing" : count;
  } catch (thrown) {
    return codeOf(thrown) === "EAGAIN" || codeOf(thrown) === "EINTR" ? "nothing" : "nobody";
  }
}

function writeNow(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (thrown) {
    // Anything else than a full buffer means that nobody will read this any more.
    return codeOf(thrown) === "EAGAIN" || codeOf(thrown) === "EINTR" ? 0 : bytes.length;
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
}
