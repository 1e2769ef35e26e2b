import { describeBytes } from "../base/bytes.ts";
import { TIME_FLOOR } from "../agent/time-floor.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { isoInstant, WallMs } from "../base/instant.ts";
import { plainText } from "../base/plain-text.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import { agentSocket } from "./agent-socket.ts";
import { askStatus, tellAgent } from "./ask.ts";
import { localTimeText } from "./local-day.ts";
import { factArguments } from "./fact-order.ts";
import { NOTED_FACTS } from "./noted-facts.ts";
import { whoSays } from "./who-says.ts";

/** Why the agent has no present to state a fact of, and what to do: it sees the clock that this program sees. */
export function clockWords(wall: WallMs, contested: string | undefined): string {
  if (contested !== undefined) return `The agent does not know the time: ${contested}.`;
  const shows = `The system clock shows ${isoInstant(wall)}`;
  return wall < TIME_FLOOR
    ? `${shows}, which is before this program was built, and nothing else says the present: set it first (date -s), or wait for the network. 系统时间早于本程序的构建日期，请先校时。`
    : `${shows}, but nothing vouches for it, so that the agent knows no present: where it is right, say \`cellward fact clock-right --by NAME\` and state this again; else wait for the network's time, or set the clock. 没有来源证明系统时间正确：若正确，请执行 cellward fact clock-right --by 姓名 后重试。`;
}

/** What a person states to the agent. Only root and the agent's own user may; everybody in the group may list. */
export async function run(argv: readonly string[]): Promise<number> {
  const { name, values, order } = factArguments(argv);
  const path = agentSocket(values);
  if (name === "list") {
    process.stdout.write(listOf(await askStatus(path)));
    return EXIT.ok.code;
  }
  const told = order(whoSays(values.by));
  const { result, text } = await tellAgent(`${path}.rw`, told);
  if (result === "clock-unset") {
    const { clock } = (await askStatus(path)).state;
    throw new Fault("agent-refused", clockWords(WallMs(Date.now()), clock.trusted ? undefined : clock.text));
  }
  process.stdout.write(`${answerOf(name, result, text)}\n`);
  return EXIT.ok.code;
}

/** Throws `agent-refused` for what was not done and should have been. */
function answerOf(name: string, result: string, text = ""): string {
  const noted = NOTED_FACTS.find((known) => known.name === name);
  if (result === "reading-refused") throw new Fault("usage", text);
  if (result === "reading-kept" || result === "cause-confirmed" || result === "platform-noted") return text;
  if (result === "plan-dated") return text;
  if (result === "refused") throw new Fault("agent-refused", text);
  if (result === "no-such-fact")
    throw new Fault("agent-refused", "the card that is in has no fact of that number; `cellward fact list` shows them");
  if (noted !== undefined) return result === noted.nothing ? noted.needless : noted.done;
  if (result === "taken-back") return "Taken back. The books are rated as if it had never been said. 已撤销。";
  const [, id = "ID"] = /^fact (\d+)/.exec(text) ?? [];
  const [what = "", ...doubts] = text.split("\n");
  return [`Noted as ${what}; \`cellward fact undo ${id}\` takes it back. 已记录。`, ...doubts].join("\n");
}

function listOf({ planFacts = [], usage }: AgentStatus): string {
  const zone = usage?.plan.zone ?? "UTC";
  if (planFacts.length === 0) return "Nothing was stated of the plan of the card that is in. 没有已记录的套餐事实。\n";
  const lines = planFacts.map(({ id, name, at, by, bucket, quota, money }) =>
    [
      String(id),
      localTimeText(at, zone),
      name,
      bucket ?? "",
      quota === undefined ? "" : describeBytes(BigInt(quota), usage?.plan.unitBase ?? 1000),
      money ?? "",
      `by ${by}`,
    ]
      .filter((cell) => cell !== "")
      .join("  "),
  );
  const card = usage?.sim === undefined ? "" : `Of the card ${usage.sim.iccid}:\n`;
  return plainText(`${card}${lines.join("\n")}\n`);
}
