import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { Fault, textOf } from "../base/fault.ts";
import { unreachable } from "../base/unreachable.ts";
import { askStatus } from "./ask.ts";
import type { AgentAnswer, CheckResult, Examined } from "./doctor-check.ts";
import { existing, isThere } from "./doctor-store.ts";

/** Whether an agent runs here: one that is busy or still starting has the port and the store too. */
export async function findAgent(socket: string): Promise<AgentAnswer> {
  try {
    return { kind: "answers", status: await askStatus(socket) };
  } catch (thrown) {
    const found = textOf(thrown);
    if (!(thrown instanceof Fault) || thrown.code === "no-agent") return { kind: "none", found };
    return thrown.code === "permission-denied" ? { kind: "forbidden", found } : { kind: "no-answer", found };
  }
}

export async function checkAgent({ inForce, agent }: Examined): Promise<readonly CheckResult[]> {
  const { socket } = inForce.settings.agent;
  switch (agent.kind) {
    case "answers":
      return [{ what: "agent", verdict: "ok", found: `runs, and answers on ${socket}` }];
    case "no-answer":
      return [
        {
          what: "agent",
          verdict: "note",
          found: agent.found,
          remedy: "Ask again in a moment; its log says what it does.",
        },
      ];
    case "forbidden":
      return [{ what: "agent", verdict: "note", found: agent.found, remedy: "Run the doctor as a user who may." }];
    case "none":
      return [
        {
          what: "agent",
          verdict: "note",
          found: agent.found,
          remedy: "The checks below look by themselves.",
        },
        ...(await socketPlace(socket)),
      ];
    default:
      return unreachable(agent);
  }
}

async function socketPlace(socket: string): Promise<readonly CheckResult[]> {
  const directory = dirname(socket);
  const place = await existing(directory);
  const writable = await access(place, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (writable) return [];
  const found = (await isThere(directory))
    ? `this user may not make a socket in ${directory}`
    : `${directory} does not exist, and this user may not make it in ${place}`;
  return [
    {
      what: "socket",
      verdict: "fault",
      found,
      remedy: `Make it for the agent's user: sudo install -d -o USER ${directory} (config/systemd/cellward.service does it by itself), run the doctor as that user, or set agent.socket to another path.`,
    },
  ];
}
