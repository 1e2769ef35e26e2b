import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openLogOutput } from "../../src/host/log-output.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

const failure = (code: string): Error => Object.assign(new TypeError(code), { code });

/** A descriptor that takes so many bytes at each call; an Error is thrown instead. The last answer is repeated. */
function descriptor(...answers: readonly (number | Error)[]): {
  write: (fd: number, bytes: Uint8Array) => number;
  text: () => string;
  calls: () => number;
} {
  let text = "";
  let calls = 0;
  return {
    write: (_fd, bytes) => {
      const answer = answers[Math.min(calls, answers.length - 1)] ?? 0;
      calls += 1;
      if (answer instanceof Error) throw answer;
      const taken = bytes.subarray(0, Math.min(answer, bytes.length));
      text += new TextDecoder().decode(taken);
      return taken.length;
    },
    text: () => text,
    calls: () => calls,
  };
}

test("a line is in the file when write has returned", () => {
  const name = join(scratch(), "log");
  const fd = openSync(name, "w");
  const output = openLogOutput(fd);
  output.write("one\n");
  expect(readFileSync(name, "utf8")).toBe("one\n");
  output.write("zwölf 十二\n");
  expect(readFileSync(name, "utf8")).toBe("one\nzwölf 十二\n");
  closeSync(fd);
});

describe("a reader that is not there, or does not read", () => {
  test("a line that goes out in pieces is written whole", () => {
    const pieces = descriptor(2, 1, 100);
    openLogOutput(1, pieces.write).write("hello\n");
    expect(pieces.text()).toBe("hello\n");
  });

  test("a pipe that is full for a moment loses nothing", () => {
    const slow = descriptor(2, failure("EAGAIN"), failure("EAGAIN"), 100);
    openLogOutput(1, slow.write).write("hello\n");
    expect(slow.text()).toBe("hello\n");
  });

  test.each(["EPIPE", "ENOSPC", "EIO", "EBADF"])(
    "%s loses the line, not the agent, and the next line is tried",
    (code) => {
      const broken = descriptor(failure(code), 100);
      const output = openLogOutput(1, broken.write);
      output.write("lost\n");
      output.write("kept\n");
      expect(broken.text()).toBe("kept\n");
    },
  );

  test("a full disk that cut a line off does not spoil the line after it", () => {
    const disk = descriptor(3, failure("ENOSPC"), failure("ENOSPC"), 100);
    const output = openLogOutput(1, disk.write);
    output.write("first\n");
    output.write("second\n");
    output.write("third\n");
    expect(disk.text()).toBe("fir\nthird\n");
  });

  test("a pipe that nobody reads holds the agent up once, not at every line", () => {
    const stuck = descriptor(failure("EAGAIN"));
    const output = openLogOutput(1, stuck.write);
    output.write("first\n");
    const once = stuck.calls();
    for (let i = 0; i < 100; i += 1) output.write("more\n");
    expect(once).toBeLessThan(30);
    expect(stuck.calls()).toBe(once + 100);
  });
});
