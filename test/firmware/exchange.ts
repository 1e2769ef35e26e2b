import { bridgeBench } from "../support/bridge-bench.ts";
import type { Vector } from "./vector-table.ts";

/** What the bridge answers in a vector: its lines, without their line ends. */
export async function exchange({ script, before = [], send }: Vector): Promise<readonly string[]> {
  const bench = await bridgeBench();
  bench.script(...script);
  const { command } = bench.client();
  for (const line of before) await command(line);
  return await command(send);
}
