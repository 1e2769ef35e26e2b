import { spawn } from "node:child_process";
import { constants } from "node:os";
import { textOf } from "../base/fault.ts";
import { CgroupCount, type CgroupBytes } from "../host/cgroup-count.ts";
import { makeChildCgroup } from "../host/child-cgroup.ts";
import { NftGate } from "../host/nft-gate.ts";
import { askHours, askStatus } from "./ask.ts";

/** What was measured while the command ran, and of what. */
export type Measured =
  /** By the command's own cgroup. `left`: something that it started runs on, and is counted no more. */
  | { readonly of: "cgroup"; readonly up: number; readonly down: number; readonly left: boolean }
  /** By the agent's book: everything that the device sent and received meanwhile. */
  | { readonly of: "device"; readonly up: number; readonly down: number; readonly why: string }
  | { readonly of: "nothing"; readonly why: string };

export interface CommandEnd {
  readonly exit: number;
  readonly measured: Measured;
}

export interface CommandRun {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The agent's socket. */
  readonly path: string;
}

/** Runs the command to its end and measures what it sent and received, as well as this user on this machine can. */
export async function runGranted(run: CommandRun): Promise<CommandEnd> {
  const name = `cellward-ask-${process.pid}`;
  const cgroup = makeChildCgroup(name);
  if (typeof cgroup === "string") return await byDevice(run, cgroup);
  const gate = new NftGate();
  try {
    const count = await CgroupCount.begin(gate, name, cgroup);
    if (typeof count === "string") {
      cgroup.remove();
      return await byDevice(run, count);
    }
    const exit = await ended(['echo $$ > "$0" && exec "$@"', cgroup.procs, ...run.command], run.env);
    const bytes = await count.read();
    const left = !cgroup.remove();
    return { exit, measured: typeof bytes === "string" ? { of: "nothing", why: bytes } : ofCgroup(bytes, left) };
  } finally {
    await gate.close();
  }
}

const ofCgroup = (bytes: CgroupBytes, left: boolean): Measured => ({ of: "cgroup", ...bytes, left });

async function byDevice({ command, env, path }: CommandRun, why: string): Promise<CommandEnd> {
  const before = await carried(path);
  const exit = await ended(['exec "$@"', "sh", ...command], env);
  const after = await carried(path);
  if (typeof before === "string") return { exit, measured: { of: "nothing", why: `${why}; ${before}` } };
  if (typeof after === "string") return { exit, measured: { of: "nothing", why: `${why}; ${after}` } };
  if (before.card !== after.card) {
    return { exit, measured: { of: "nothing", why: `${why}; another card is metered by now` } };
  }
  const [up, down] = [after.up - before.up, after.down - before.down];
  return { exit, measured: { of: "device", up: Math.max(0, up), down: Math.max(0, down), why } };
}

/** What the metered uplinks carried in this cycle so far; a text: why that is not known. */
async function carried(path: string): Promise<(CgroupBytes & { readonly card: string }) | string> {
  try {
    // Has the counters looked at now.
    await askHours(path);
    const { usage } = await askStatus(path);
    if (usage === undefined) return "the agent meters nothing";
    const { up, down } = usage.total;
    return { up, down, card: usage.sim?.key ?? "" };
  } catch (thrown) {
    return textOf(thrown);
  }
}

/** By a shell that becomes the command: 126 and 127 where it cannot be run, and 128 with the signal's number where one ended it. */
function ended(words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn("/bin/sh", ["-c", ...words], { stdio: "inherit", env });
    // A key at the terminal reaches the command by itself; what is sent to us alone is passed on. Its use is reported all the same.
    const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    const ignore = (): void => {};
    process.on("SIGINT", ignore).on("SIGQUIT", ignore).on("SIGTERM", passOn).on("SIGHUP", passOn);
    const done = (exit: number): void => {
      process.off("SIGINT", ignore).off("SIGQUIT", ignore).off("SIGTERM", passOn).off("SIGHUP", passOn);
      resolve(exit);
    };
    child.on("error", () => done(126));
    child.on("exit", (code, signal) => done(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
}
