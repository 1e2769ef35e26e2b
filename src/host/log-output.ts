import { writeSync } from "node:fs";

/** How long a reader that does not read may hold the agent up, once; then lines are lost until it reads again. */
const PATIENCE_MS = 100;
const NAP_MS = 5;

export interface LogOutput {
  write(line: string): void;
}

/**
 * Writes lines to a descriptor at once: what was logged is out, also if the process dies next.
 * pino's own synchronous destination was measured to keep every line in memory while the disk behind stdout is full
 * (28 MB after 100,000 lines), and to stop the event loop for good when stdout is a pipe that nobody reads.
 * Here such lines are lost and the agent goes on.
 */
export function openLogOutput(fd = 1, writeTo: (fd: number, bytes: Uint8Array) => number = writeSync): LogOutput {
  let stalled = false;
  let cut = false;
  const nap = new Int32Array(new SharedArrayBuffer(4));

  const put = (text: string): boolean => {
    let rest = new TextEncoder().encode(text);
    let waited = 0;
    let begun = false;
    while (rest.length > 0) {
      try {
        const written = writeTo(fd, rest);
        begun ||= written > 0;
        rest = rest.subarray(written);
        waited = 0;
      } catch (thrown) {
        const full = thrown instanceof Error && "code" in thrown && thrown.code === "EAGAIN";
        if (!full || stalled || waited >= PATIENCE_MS) {
          stalled = full;
          cut ||= begun;
          return false;
        }
        Atomics.wait(nap, 0, 0, NAP_MS);
        waited += NAP_MS;
      }
    }
    stalled = false;
    return true;
  };

  return {
    write: (line) => {
      // A line that was cut off is ended first, so that the next one is whole.
      if (put(cut ? `\n${line}` : line)) cut = false;
    },
  };
}
