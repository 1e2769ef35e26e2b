import type { Readable, Writable } from "node:stream";
import { ControlLines } from "../control-line.ts";
import type { ControlTarget } from "../control-row.ts";

/** Answers the control lines of a stream on another, at the pace at which the answers are taken. */
export function serveControl(target: ControlTarget, input: Readable, output: Writable): void {
  const lines = new ControlLines(target);
  input.on("data", (bytes: Uint8Array) => {
    for (const answer of lines.take(bytes)) {
      if (!output.write(answer)) input.pause();
    }
  });
  // One for the stream's life: a piece of a thousand lines is as many writes that want to wait.
  output.on("drain", () => input.resume());
}
