/** What is held after the 100,000th and after the 1,000,000th line (a Dialogue whose lines are decoded), in bytes. */
import { decode } from "../../src/at/decode.ts";
import { LINES, pieces, turn } from "../support/modem-lines.ts";
import { quietDialogue } from "./quiet-dialogue.ts";

let decoded = 0;
const feed = quietDialogue((line) => {
  if (decode(line).kind.length > 0) decoded += 1;
});

const held: { readonly lines: number; readonly heap: number; readonly rss: number }[] = [];
const chunks = pieces(512);
for (let round = 0; round < 10; round += 1) {
  for (const [at, chunk] of chunks.entries()) {
    feed(chunk);
    if (at % 128 === 0) await turn();
  }
  await turn();
  if (decoded !== (round + 1) * LINES) throw new RangeError(`${decoded} lines of ${(round + 1) * LINES} came through`);
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  held.push({ lines: decoded, heap: heapUsed + external, rss });
}
process.stdout.write(JSON.stringify([held.at(0), held.at(-1)]));
