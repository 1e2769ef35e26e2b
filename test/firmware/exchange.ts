import { bridgeBench } from "../support/bridge-bench.ts";
import type { Vector } from "./vector-table.ts";

const PROMPT = "\r\n> ";
const typed = (text: string): string => text.replace("^Z", "\u001a").replace("^[", "\u001b");

/** What the bridge answers in a vector: its lines, without their line ends. Throws where a text finds no prompt. */
export async function exchange({ script, before = [], send, text }: Vector): Promise<readonly string[]> {
  const bench = await bridgeBench();
  bench.script(...script);
  const { command, say } = bench.client();
  for (const line of before) await command(line);
  if (text === undefined) return await command(send);
  const prompt = await say(`${send}\r`);
  if (prompt !== PROMPT) throw new Error(`${send} is answered by ${JSON.stringify(prompt)}, and not by the prompt`);
  return (await say(typed(text))).split("\r\n").filter((line) => line !== "");
}
