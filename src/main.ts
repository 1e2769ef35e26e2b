import { EXIT } from "./base/exit-codes.ts";
import { Fault } from "./base/fault.ts";
import { COMMANDS } from "./cli/commands.ts";
import { dispatch, explain, type Surroundings } from "./cli/dispatch.ts";

/** A verb that has answered may leave something behind that keeps the process; it gets this long. */
const LINGER_MS = 500;

const around: Surroundings = {
  commands: COMMANDS,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  debug: process.env.CELLWARD_DEBUG === "1",
};

/** The program: `argv` is what was typed after `cellward`. Gives the exit code, and sees to it that the process ends. */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on("error", whenReaderGone);
  process.stderr.on("error", () => undefined);
  process.on("uncaughtException", (thrown) => process.exit(explain(thrown, around)));
  const code = await dispatch(argv, around);
  endSoon(code);
  return code;
}

/** `cellward status | head -1`: whoever read has seen enough. */
function whenReaderGone(thrown: NodeJS.ErrnoException): void {
  if (thrown.code === "EPIPE") process.exit(process.exitCode ?? EXIT.ok.code);
  const fault = new Fault("output-refused", `the output could not be written: ${thrown.message}`, { cause: thrown });
  process.exit(explain(fault, around));
}

/** Does nothing when the process ends by itself. What is still being written is waited for. */
function endSoon(code: number): void {
  const timer = setTimeout(() => {
    const unread = process.stdout.writableLength + process.stderr.writableLength;
    if (unread > 0) endSoon(code);
    else process.exit(code);
  }, LINGER_MS);
  timer.unref();
}
