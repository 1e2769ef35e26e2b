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
          found: { en: agent.found, zh: "代理在运行，但没有给出答复（正忙、正在启动或停滞）" },
          remedy: { en: "Ask again in a moment; its log says what it does.", zh: "请稍后再试；其日志说明它在做什么。" },
        },
      ];
    case "forbidden":
      return [
        {
          what: "agent",
          verdict: "note",
          found: { en: agent.found, zh: `当前用户无权查询代理（${socket}）` },
          remedy: { en: "Run the doctor as a user who may.", zh: "请以有权限的用户运行 cellward doctor。" },
        },
      ];
    case "none":
      return [
        {
          what: "agent",
          verdict: "note",
          found: { en: agent.found, zh: `${socket} 上没有本版本的代理应答` },
          remedy: { en: "The checks below look by themselves.", zh: "以下各项由本命令直接检查。" },
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
    ? {
        en: `this user may not make a socket in ${directory}`,
        zh: `当前用户无权在 ${directory} 中创建套接字`,
      }
    : {
        en: `${directory} does not exist, and this user may not make it in ${place}`,
        zh: `${directory} 不存在，当前用户也无权在 ${place} 中创建`,
      };
  return [
    {
      what: "socket",
      verdict: "fault",
      found,
      remedy: {
        en: `Make it for the agent's user: sudo install -d -o USER ${directory} (config/systemd/cellward.service does it by itself), run the doctor as that user, or set agent.socket to another path.`,
        zh: `请为代理的运行用户创建该目录：sudo install -d -o 用户 ${directory}（config/systemd/cellward.service 会自动创建），或以该用户运行 cellward doctor，或把 agent.socket 设为其他路径。`,
      },
    },
  ];
}
