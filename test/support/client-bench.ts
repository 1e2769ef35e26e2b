import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Millis } from "../../src/base/duration.ts";
import {
  PtyPort,
  SimulatedModem,
  type SimulatedModemOptions,
  SystemClock,
  TcpPort,
} from "../../src/simulator/index.ts";
import { News } from "./news.ts";

/** Where foreign programs keep what they make up on their own; everything ends with `close`. */
export class ClientBench {
  readonly directory: string;
  readonly modem: SimulatedModem;
  readonly #ends: (() => void | Promise<void>)[] = [];

  constructor(directory: string, options: Partial<SimulatedModemOptions> = {}) {
    this.directory = directory;
    this.modem = new SimulatedModem({
      clock: new SystemClock(),
      registrationDelay: Millis(100),
      ...options,
      carrier: { messageDelay: Millis(0), cell: { tac: 0x1a2b, ci: 0x1c2d3e4 } },
    });
    this.#ends.push(() => this.modem.close());
  }

  file(name: string, text = ""): string {
    const path = join(this.directory, name);
    if (text !== "") writeFileSync(path, text);
    return path;
  }

  /** The modem on a pseudo-terminal. */
  async pty(): Promise<string> {
    const port = await PtyPort.open(this.modem, { link: this.file("modem") });
    this.#ends.push(() => port.close());
    return port.path;
  }

  /** The modem on a Unix socket's path or on `host:port`. */
  async socket(address: string): Promise<string> {
    const port = await TcpPort.listen(this.modem, address);
    this.#ends.push(() => port.close());
    return port.address;
  }

  /** A D-Bus of its own, which may have rules of its own. ofonod hangs where eavesdropping is not allowed (measured with oFono 1.31, dbus 1.14). */
  async bus(kind: "session" | "system", policy = ""): Promise<string> {
    const address = `unix:path=${this.file("bus")}`;
    const config = this.file(
      "bus.conf",
      `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>${kind}</type><listen>${address}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/>${policy}</policy></busconfig>`,
    );
    const daemon = this.start("dbus-daemon", [`--config-file=${config}`, "--nofork", "--print-address=1"]);
    await daemon.says(/unix:path=/);
    return address;
  }

  /** A program that goes on until the bench is closed; `typed`: it is typed to. */
  start(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    typed = false,
  ): RunningClient {
    const client = new RunningClient(
      spawn(command, args, {
        env: { ...clientEnvironment(this.directory), ...env },
        stdio: [typed ? "pipe" : "ignore", "pipe", "pipe"],
      }),
    );
    this.#ends.push(() => client.end());
    return client;
  }

  /** A program that ends by itself: what it printed, and its exit code. */
  async run(
    command: string,
    args: readonly string[],
    options: {
      readonly env?: Readonly<Record<string, string>>;
      readonly input?: string;
      readonly seconds?: number;
    } = {},
  ): Promise<{ readonly code: number; readonly text: string }> {
    const running = promisify(execFile)(command, [...args], {
      env: { ...clientEnvironment(this.directory), ...options.env },
      timeout: (options.seconds ?? 30) * 1_000,
      encoding: "utf8",
      cwd: this.directory,
    });
    // A program that reads nothing may be gone before this is written.
    running.child.stdin?.on("error", () => undefined).end(options.input ?? "");
    try {
      const { stdout, stderr } = await running;
      return { code: 0, text: stdout + stderr };
    } catch (thrown) {
      const { code, stdout, stderr } = thrown as { code?: unknown; stdout?: string; stderr?: string };
      return { code: typeof code === "number" ? code : -1, text: `${stdout ?? ""}${stderr ?? ""}` };
    }
  }

  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).toReversed()) await end();
  }
}

/** Programs of other people read a good deal of their environment; here they find little. */
function clientEnvironment(home: string): Readonly<Record<string, string>> {
  return { PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`, HOME: home, LANG: "C.UTF-8", LC_ALL: "C.UTF-8" };
}

export class RunningClient {
  readonly #child: ChildProcess;
  readonly #news = new News();
  #text = "";
  #ended = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#text += text;
        this.#news.tell();
      });
    }
    child.on("error", (error) => {
      this.#text += String(error);
      this.#ended = true;
      this.#news.tell();
    });
    child.on("exit", () => {
      this.#ended = true;
      this.#news.tell();
    });
  }

  get text(): string {
    return this.#text;
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Waits until it has printed that. */
  async says(pattern: RegExp, seconds = 15): Promise<string> {
    return await this.#news.until(
      () => {
        const found = pattern.exec(this.#text)?.[0];
        if (found === undefined && this.#ended) throw new Error(`it ended: ${this.#text.slice(-2_000)}`);
        return found;
      },
      () => `${pattern.source} in: ${this.#text.slice(-2_000)}`,
      seconds,
    );
  }

  async end(): Promise<void> {
    if (this.#ended || this.#child.exitCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const hard = setTimeout(() => this.#child.kill("SIGKILL"), 3_000);
    await gone;
    clearTimeout(hard);
  }
}
