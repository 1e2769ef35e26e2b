import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Duration, Millis } from "../base/duration.ts";

/** Where administrators' programs lie; not $PATH, which is whoever started the agent's. */
const PLACES = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"] as const;

/** The absolute path of a program of the system; undefined when there is none. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const place of PLACES) {
    const path = join(place, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}

/** Between a program's end and the end of what it said, where somebody else keeps its pipes open. */
const LAST_WORDS: Duration = Millis(250);

/** Not more of what a program says than a person would read. */
const MOST_OUTPUT = 4_096;

export type ProgramEnd =
  | { readonly kind: "ended"; readonly code: number; readonly out: string; readonly complaints: string }
  /** `begun`: it ran, and was ended because it took too long, or by somebody else. */
  | { readonly kind: "not-run"; readonly why: string; readonly begun?: "late" | "killed" };

export interface ProgramRun {
  /** The absolute path, then the arguments, each as it is: there is no shell. */
  readonly command: readonly [path: string, ...words: readonly string[]];
  readonly input?: string;
  /** Then it is killed, with what it started. */
  readonly within: Duration;
  /** Characters; what is beyond is dropped. */
  readonly mostOutput?: number;
}

/** Runs a program to its end. Its environment holds nothing of ours. Never rejects. */
export function runProgram({
  command: [path, ...words],
  input,
  within,
  mostOutput = MOST_OUTPUT,
}: ProgramRun): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(path, words, {
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
      env: { PATH: PLACES.join(":"), LC_ALL: "C" },
    });
    const said = { out: "", complaints: "" };
    const take = (name: keyof typeof said) => (chunk: string) => {
      said[name] = (said[name] + chunk).slice(0, mostOutput);
    };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child.pid);
      // A grandchild that holds the pipes open must not keep the answer.
      child.stdout.destroy();
      child.stderr.destroy();
    }, within);
    let ended: { readonly code: number | null; readonly signal: string | null } | undefined;
    const settle = (end: ProgramEnd): void => {
      clearTimeout(timer);
      resolve(end);
    };
    const finish = (): void => {
      if (ended === undefined) return;
      const { code, signal } = ended;
      if (timedOut)
        return settle({ kind: "not-run", why: `it took longer than ${within / 1_000} s and was ended`, begun: "late" });
      settle(
        code === null
          ? { kind: "not-run", why: `it was ended by ${signal}`, begun: "killed" }
          : { kind: "ended", code, ...said },
      );
    };
    child.stdout.setEncoding("utf8").on("data", take("out"));
    child.stderr.setEncoding("utf8").on("data", take("complaints"));
    child.on("error", (error) => settle({ kind: "not-run", why: error.message }));
    // With 'close' everything that was said is read; on a busy machine 'exit' comes before (seen: half an answer of nft). What a
    // daemon that was started keeps open is no concern of ours: it is not waited for.
    child.on("exit", (code, signal) => {
      ended = { code, signal };
      setTimeout(finish, LAST_WORDS);
    });
    child.on("close", finish);
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
