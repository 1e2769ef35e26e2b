import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "../..");

/** Compiles a TypeScript program into one file that plain node runs; native packages are found in the project's own. */
export async function compileProgram(entry: string, into: string): Promise<string> {
  const outfile = join(into, "program.cjs");
  const external = ["classic-level", "@serialport/bindings-cpp"];
  await build({
    entryPoints: [entry],
    outfile,
    external,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
  });
  return outfile;
}

/** A process of ours that is killed, stopped and continued on purpose; it never outlives the test run. */
export class ChildProgram {
  readonly #child: ChildProcess;
  /** What it wrote to stderr. */
  complaints = "";

  constructor(program: string, args: readonly string[]) {
    const env = { ...process.env, NODE_PATH: join(ROOT, "node_modules") };
    this.#child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "ignore", "pipe"], env });
    this.#child.stderr?.on("data", (chunk: Buffer) => (this.complaints += chunk.toString()));
    process.once("exit", this.#end);
    this.#child.once("exit", () => process.removeListener("exit", this.#end));
  }

  readonly #end = (): void => void this.#child.kill("SIGKILL");

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async kill(): Promise<void> {
    if (this.ended) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }

  /** Resolves when every one of its threads stands still. */
  async stop(): Promise<void> {
    this.#child.kill("SIGSTOP");
    await until(() => this.#states().every((state) => state === "T"), "the program to stand still");
  }

  resume(): void {
    this.#child.kill("SIGCONT");
  }

  #states(): readonly string[] {
    const { pid } = this.#child;
    if (pid === undefined || this.ended) throw new Error(`the program has ended: ${this.complaints}`);
    return threadsOf(pid);
  }
}

function threadsOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2)[0] ?? "";
  });
}

/** Waits for something that the outside does, not for a time. */
export async function until(holds: () => boolean, what: string, seconds = 10): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
