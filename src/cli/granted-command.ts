import { spawn } from "node:child_process";
import { constants } from "node:os";
import { CgroupCount, type CgroupBytes } from "../host/cgroup-count.ts";
import { makeChildCgroup } from "../host/child-cgroup.ts";
import { endProcesses } from "../host/end-processes.ts";
import { NftGate } from "../host/nft-gate.ts";

/** What was measured while the command ran, and of what. */
export type Measured =
  /** By the command's own cgroup. `left`: something that it started runs on, and is counted no more. */
  | { readonly of: "cgroup"; readonly up: number; readonly down: number; readonly left: boolean }
  | { readonly of: "nothing"; readonly why: string };

export interface CommandEnd {
  readonly exit: number;
  readonly measured: Measured;
}

export interface CommandRun {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Aborted: it is to end, with what it started. */
  readonly stop: AbortSignal;
}

/** In the shell's own messages. */
const NAME = "cellward ask";

/** Runs the command to its end and measures what it sent and received, as well as this user on this machine can. */
export async function runGranted(run: CommandRun): Promise<CommandEnd> {
  const name = `cellward-ask-${process.pid}`;
  const cgroup = makeChildCgroup(name);
  if (typeof cgroup === "string") return await unmeasured(run, cgroup);
  const gate = new NftGate();
  try {
    const count = await CgroupCount.begin(gate, name, cgroup);
    if (typeof count === "string") {
      cgroup.remove();
      return await unmeasured(run, count);
    }
    const { procs } = cgroup;
    const exit = await ended(['echo $$ > "$1" && shift && exec "$@"', NAME, procs, ...run.command], run, procs);
    const bytes = await count.read();
    const left = !cgroup.remove();
    return { exit, measured: typeof bytes === "string" ? { of: "nothing", why: bytes } : ofCgroup(bytes, left) };
  } finally {
    await gate.close();
  }
}

const ofCgroup = (bytes: CgroupBytes, left: boolean): Measured => ({ of: "cgroup", ...bytes, left });

/** The device's own count is of other programs, too, and lags behind: another command's bytes would be told as this one's. */
async function unmeasured(run: CommandRun, why: string): Promise<CommandEnd> {
  return { exit: await ended(['exec "$@"', NAME, ...run.command], run), measured: { of: "nothing", why } };
}

/** By a shell that becomes the command: 126 and 127 where it cannot be run, and 128 with the signal's number where one ended it. */
function ended(words: readonly string[], { env, stop }: CommandRun, procs?: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn("/bin/sh", ["-c", ...words], { stdio: "inherit", env });
    // A key at the terminal reaches the command by itself; what is sent to us alone is passed on. Its use is reported all the same.
    const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    const ignore = (): void => {};
    const end = (): void => (child.pid === undefined ? undefined : endProcesses(child.pid, procs));
    process.on("SIGINT", ignore).on("SIGQUIT", ignore).on("SIGTERM", passOn).on("SIGHUP", passOn);
    stop.addEventListener("abort", end);
    if (stop.aborted) end();
    const done = (exit: number): void => {
      process.off("SIGINT", ignore).off("SIGQUIT", ignore).off("SIGTERM", passOn).off("SIGHUP", passOn);
      stop.removeEventListener("abort", end);
      resolve(exit);
    };
    child.on("error", () => done(126));
    child.on("exit", (code, signal) => done(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
}
