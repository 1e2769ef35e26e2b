import type { SettingsInForce } from "../host/settings-file.ts";
import type { Words } from "../plan/words.ts";
import type { OpenRefusal } from "../ports/serial.ts";
import type { AgentStatus } from "../report/local-contract.ts";

/** What is looked at, by the name that programs go by, and its name in Chinese. */
export const PARTS = {
  config: "配置",
  agent: "代理",
  socket: "套接字",
  port: "串口",
  modem: "模组",
  sim: "卡",
  service: "数据",
  interface: "接口",
  classes: "分类",
  limits: "限制",
  plan: "套餐",
  commands: "命令",
  clock: "时钟",
  secrets: "密码",
  broker: "服务器",
  store: "存储",
} as const;

/** What is well is said in one language; what somebody has to look at, in both. */
export type Judgement =
  | { readonly verdict: "ok"; readonly found: string }
  /** `remedy`: what to do; absent when nothing is to be done. */
  | { readonly verdict: "note"; readonly found: Words; readonly remedy?: Words }
  | { readonly verdict: "fault"; readonly found: Words; readonly remedy: Words };

export type CheckResult = { readonly what: keyof typeof PARTS } & Judgement;

/** A port that was not opened, in the words of what refused it. */
export const refusalWords = ({
  found,
  remedy,
  zh,
}: OpenRefusal): { readonly found: Words; readonly remedy: Words } => ({
  found: { en: found, zh: zh.found },
  remedy: { en: remedy, zh: zh.remedy },
});

/** Whether an agent runs here, by its local socket. */
export type AgentAnswer =
  | { readonly kind: "answers"; readonly status: AgentStatus }
  /** `no-answer`: it is there, but busy, starting, or stands still. */
  | { readonly kind: "no-answer" | "forbidden" | "none"; readonly found: string };

export interface Examined {
  readonly inForce: SettingsInForce;
  readonly agent: AgentAnswer;
  /** An agent has the port and the store; they are not opened beside it. */
  readonly running: boolean;
}

export type Check = (examined: Examined) => Promise<readonly CheckResult[]>;
