import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface MosquittoOptions {
  /** Lines of mosquitto.conf beside the listener; `allow_anonymous true` is written unless there are passwords. */
  readonly config?: readonly string[];
  /** Lines that belong to the listener (TLS files). */
  readonly listener?: readonly string[];
  readonly passwords?: Readonly<Record<string, string>>;
  readonly port?: number;
}

const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;

/** A real Mosquitto on a free loopback port, its files in a directory of its own. */
export class Mosquitto {
  readonly port: number;
  readonly directory: string;
  readonly #options: MosquittoOptions;
  #child: ChildProcess | undefined;
  /** Everything that it logged. */
  log = "";

  private constructor(port: number, options: MosquittoOptions) {
    this.port = port;
    this.#options = options;
    this.directory = mkdtempSync(join(tmpdir(), "cellward-mosquitto-"));
    process.once("exit", this.#cleanUp);
  }

  /** Resolves when it accepts connections; a port that somebody else took meanwhile is tried again elsewhere. */
  static async start(options: MosquittoOptions = {}): Promise<Mosquitto> {
    for (let attempt = 1; ; attempt += 1) {
      const broker = new Mosquitto(options.port ?? (await freePort()), options);
      try {
        await broker.run();
        return broker;
      } catch (error) {
        await broker.stop();
        if (attempt === 3 || options.port !== undefined) throw error;
      }
    }
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error("mosquitto is not running");
    return this.#child.pid;
  }

  /** Starts it on its port; without persistence configured it has forgotten everything. */
  async run(passwords = this.#options.passwords): Promise<void> {
    if (passwords) this.setPasswords(passwords);
    const file = join(this.directory, "mosquitto.conf");
    writeFileSync(file, this.#configuration());
    // A test worker that is killed runs no clean-up: the kernel takes the broker along with it.
    const child = spawn("setpriv", ["--pdeathsig", "SIGKILL", "mosquitto", "-v", "-c", file], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, PATH },
    });
    this.#child = child;
    const before = this.log.length;
    child.stderr.on("data", (chunk: Buffer) => (this.log += chunk.toString()));
    await Promise.race([
      this.#accepts(before),
      once(child, "error").then(([error]) => Promise.reject(error as Error)),
      once(child, "exit").then(() => Promise.reject(new Error(`mosquitto ended at once: ${this.log}`))),
    ]);
  }

  /** Sends a signal: SIGSTOP freezes it, SIGHUP makes it read its password file again. */
  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  /** Written so that a broker that reads it at this moment sees the old file or the new one. */
  setPasswords(passwords: Readonly<Record<string, string>>): void {
    const file = join(this.directory, "passwords");
    writeFileSync(file, "", { mode: 0o600 });
    for (const [user, password] of Object.entries(passwords)) {
      execFileSync("mosquitto_passwd", ["-b", file, user, password], { stdio: "ignore" });
    }
  }

  /** Resolves when its log holds the text, from `since` (a length of the log) on. */
  async logged(text: string, since = 0): Promise<void> {
    const stderr = this.#child?.stderr;
    while (!this.log.includes(text, since)) {
      if (stderr === undefined || stderr === null) throw new Error("mosquitto is not running");
      await once(stderr, "data", { signal: AbortSignal.timeout(10_000) });
    }
  }

  /** Ends the process and keeps its files: `run()` brings it back on the same port. */
  async halt(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGCONT");
    child.kill(signal);
    await gone;
  }

  async stop(): Promise<void> {
    await this.halt("SIGKILL");
    process.off("exit", this.#cleanUp);
    rmSync(this.directory, { recursive: true, force: true });
  }

  readonly #cleanUp = (): void => {
    this.#child?.kill("SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
  };

  #configuration(): string {
    const { config = [], listener = [], passwords } = this.#options;
    const access = passwords
      ? ["allow_anonymous false", `password_file ${join(this.directory, "passwords")}`]
      : ["allow_anonymous true"];
    const user = process.getuid?.() === 0 ? ["user root"] : [];
    return [...user, ...config, `listener ${this.port} 127.0.0.1`, ...listener, ...access, ""].join("\n");
  }

  async #accepts(since: number): Promise<void> {
    await this.logged(" running", since);
    const socket = connect(this.port, "127.0.0.1");
    await once(socket, "connect");
    socket.destroy();
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
