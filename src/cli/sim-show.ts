import { EXIT } from "../base/exit-codes.ts";
import { plainJson } from "../base/plain-text.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askWholeCard } from "./ask.ts";
import { cardScreen } from "./card-screen.ts";
import { historyScreen } from "./history-screen.ts";
import { languagesOf } from "./language-option.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  socket: { type: "string" },
  json: { type: "boolean" },
  lang: { type: "string" },
} as const;

/** The card that is in: carrier, plan, validity, numbers; `history`: how each carrier did here. */
export async function run(what: "show" | "history", argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const languages = languagesOf(values.lang);
  const answer = await askWholeCard(agentSocket(values));
  const { history, ...card } = answer;
  if (values.json === true) process.stdout.write(`${plainJson(what === "history" ? history : card, 2)}\n`);
  else process.stdout.write(what === "history" ? historyScreen(answer, languages) : cardScreen(answer, languages));
  return EXIT.ok.code;
}
