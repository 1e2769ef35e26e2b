import type { Readable, Writable } from "node:stream";
import { ControlLines } from "../control-line.ts";
import type { ControlTarget } from "../control-row.ts";

/** Answers the control lines of a stream on another, at the pace at which the answers are taken. */
export function serveControl(target: ControlTarget, input: Readable, output: Writable): void {
  const lines = new ControlLines(target);
  input.on("data", (bytes: Uint8Array) => {
    for (const answer of lines.take(bytes)) {
      if (output.write(answer)) continue;
      input.pause();
      output.once("drain", () => input.resume());
    }
  });
}
