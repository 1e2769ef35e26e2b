import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import type { AgentStatus } from "../../src/report/local-contract.ts";
import { News } from "./news.ts";
import { bareEnvironment } from "./bare-environment.ts";
import type { Program } from "./program.ts";

export interface LogLine {
  readonly severity: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface AgentEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly tookMs: number;
}

/** Settings as `--set` takes them. */
export type AgentSettings = Readonly<Record<string, string | number | boolean>>;

export interface AgentOptions {
  /** Words before the program: `setpriv --reuid 65534 ...`. The last of them must exec what follows. */
  readonly before?: readonly string[];
}

/** `cellward run` as a process of its own: what it logs, what it answers, how it ends. */
export class AgentProcess {
  /** Its log, line by line, parsed. */
  readonly lines: LogLine[] = [];
  /** Everything on stdout, as it came. */
  output = "";
  complaints = "";
  readonly #news = new News();
  readonly #child: ChildProcess;
  readonly #socket: string;
  #rest = "";
  #end: { readonly code: number | null; readonly signal: string | null } | undefined;

  constructor(program: Program, settings: AgentSettings, { before = [] }: AgentOptions = {}) {
    this.#socket = String(settings["agent.socket"]);
    const set = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
    const command = ["--pdeathsig", "SIGKILL", ...before, ...program.command.split(" ")];
    this.#child = spawn("setpriv", [...command, "run", ...set], {
      env: bareEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#take(text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.complaints += text;
      this.#news.tell();
    });
    this.#child.on("close", (code, signal) => {
      this.#end = { code, signal };
      this.#news.tell();
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error("the agent was not started");
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#end === undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  said(event: string): LogLine[] {
    return this.lines.filter((line) => line.event === event);
  }

  /** The first line, from the `from`th on, that fits; also one that was logged before. Rejects when the agent has ended. */
  logged(event: string, fits: (line: LogLine) => boolean = () => true, from = 0): Promise<LogLine> {
    return this.#news.until(
      () => {
        const found = this.lines.slice(from).find((line) => line.event === event && fits(line));
        if (found === undefined && this.#end !== undefined) throw new Error(`the agent has ended\n${this.#told()}`);
        return found;
      },
      () => `the agent to log ${event}; it said\n${this.#told()}`,
    );
  }

  /** Something on its standard error. */
  complained(what: RegExp): Promise<true> {
    return this.#news.until(
      () => (what.test(this.complaints) ? true : undefined),
      () => `the agent to complain of ${String(what)}; it said\n${this.#told()}`,
    );
  }

  /** What it answers on its local socket; undefined while it does not. */
  ask(): Promise<AgentStatus | undefined> {
    return new Promise((resolve) => {
      const socket = connect(this.#socket);
      let text = "";
      socket.setEncoding("utf8");
      socket.setTimeout(2_000, () => socket.destroy());
      socket.on("error", () => resolve(undefined));
      socket.on("connect", () => socket.write('{"ask":"status"}\n'));
      socket.on("data", (chunk: string) => {
        text += chunk;
        if (!text.includes("\n")) return;
        socket.destroy();
        resolve((JSON.parse(text) as { readonly status?: AgentStatus }).status);
      });
      socket.on("close", () => resolve(undefined));
    });
  }

  /** Asks, once it has started, until the answer is as wanted. */
  async until(holds: (status: AgentStatus) => boolean, what: string, seconds = 15): Promise<AgentStatus> {
    const deadline = performance.now() + seconds * 1_000;
    await this.logged("agent-started");
    for (;;) {
      const status = await this.ask();
      if (status !== undefined && holds(status)) return status;
      if (this.#end !== undefined) throw new Error(`the agent ended before ${what}\n${this.#told()}`);
      if (performance.now() > deadline) {
        throw new Error(`waited ${seconds} s in vain for ${what}: ${JSON.stringify(status)}\n${this.#told()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<AgentEnd> {
    const since = performance.now();
    if (this.running) this.signal(signal);
    const end = await this.ended();
    return { ...end, tookMs: performance.now() - since };
  }

  kill(): Promise<AgentEnd> {
    return this.end("SIGKILL");
  }

  ended(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
    return this.#news.until(
      () => this.#end,
      () => `the agent to end; it said\n${this.#told()}`,
    );
  }

  /** Resident memory in bytes. */
  get memory(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
  }

  #take(text: string): void {
    this.output += text;
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.lines.push(JSON.parse(line) as LogLine);
    this.#news.tell();
  }

  #told(): string {
    return `${this.complaints}${this.output.split("\n").slice(-25).join("\n")}`;
  }
}
