import { readdirSync, readFileSync } from "node:fs";

/**
 * SIGTERM to a process, to what it started, and to whoever else is in the cgroup of these `procs`: a shell that ends leaves
 * what it started running.
 */
export function endProcesses(pid: number, procs?: string): void {
  const all = new Set([...(procs === undefined ? [] : numbersIn(procs)), ...below(pid)]);
  for (const one of all) {
    try {
      process.kill(one, "SIGTERM");
    } catch {
      // It has ended by itself.
    }
  }
}

function below(pid: number): readonly number[] {
  return [pid, ...tasksOf(pid).flatMap((task) => numbersIn(`/proc/${pid}/task/${task}/children`).flatMap(below))];
}

function tasksOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Processes; one that cannot be named here stands as 0 (cgroups(7)), which kill(2) takes for all of ours. */
function numbersIn(file: string): readonly number[] {
  try {
    const found = readFileSync(file, "utf8").split(/\s+/).map(Number);
    return found.filter((number) => Number.isSafeInteger(number) && number > 1);
  } catch {
    return [];
  }
}
