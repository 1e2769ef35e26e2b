/**
 * CPU time a line, in microseconds: ReadlineParser alone, then line/ with at/ (a Dialogue, and a Dialogue whose
 * unsolicited lines are decoded, as in the agent), on the same bytes in the same pieces, in turns.
 */
import { ReadlineParser } from "@serialport/parser-readline";
import { decode } from "../../src/at/decode.ts";
import { LINES, pieces, turn } from "../support/modem-lines.ts";
import { quietDialogue } from "./quiet-dialogue.ts";

const ROUNDS = 9;

/** A turn of the event loop after each 64 KiB, as a port that reads that much at once would take. */
async function cost(feed: (bytes: Buffer) => void, chunks: readonly Buffer[]): Promise<number> {
  const before = process.cpuUsage();
  let fed = 0;
  for (const chunk of chunks) {
    feed(chunk);
    fed += chunk.length;
    if (fed >= 65_536) {
      fed = 0;
      await turn();
    }
  }
  await turn();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / LINES;
}

let seen = 0;
const parser = new ReadlineParser({ delimiter: "\n", encoding: "latin1" });
parser.on("data", () => (seen += 1));

let decoded = 0;
const dialogue = quietDialogue((line) => {
  if (decode(line).kind.length > 0) decoded += 1;
});
let told = 0;
const undecoded = quietDialogue(() => (told += 1));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const results = [];
for (const size of [64, 512, 4_096]) {
  const chunks = pieces(size);
  const [alone, line, both]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = [told, decoded] as const;
    alone.push(await cost((bytes) => void parser.write(bytes), chunks));
    line.push(await cost(undecoded, chunks));
    both.push(await cost(dialogue, chunks));
    if (told - before[0] !== LINES || decoded - before[1] !== LINES) throw new RangeError("lines were lost");
  }
  const beside = (values: readonly number[]): number => median(values.map((value, at) => value / (alone[at] ?? 0)));
  results.push({ size, alone: median(alone), both: median(both), line: beside(line), ratio: beside(both) });
}
process.stdout.write(JSON.stringify(results));
