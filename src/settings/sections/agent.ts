import { boolean, oneOf } from "../kinds/choice.ts";
import { path } from "../kinds/text.ts";
import { section, setting } from "../setting.ts";

export const store = section(
  { en: "The books on disk.", zh: "磁盘上的流量账本。" },
  {
    directory: setting(path({ example: "/var/lib/cellward" }), "/var/lib/cellward", {
      en: "Where the ledger, the outbox and the witness file are kept.",
      zh: "账本、待发消息和见证文件的存放目录。",
    }),
  },
);

/** unix(7): sun_path holds 108 bytes with its closing NUL; the longest of the others' names has `.ask` behind this one. */
const SUN_PATH = 103;

export const agent = section(
  { en: "The running agent.", zh: "运行中的代理程序。" },
  {
    socket: setting(
      path({ example: "/run/cellward/agent.sock", maxBytes: SUN_PATH, why: " (the kernel's limit for a socket)" }),
      "/run/cellward/agent.sock",
      {
        en: "The local socket on which `cellward status` and the others ask the agent.",
        zh: "`cellward status` 等命令查询代理程序时使用的本地套接字。",
      },
    ),
  },
);

export const clock = section(
  { en: "The wall clock.", zh: "系统时钟。" },
  {
    trust_system: setting(boolean(), false, {
      en: "The system clock may be trusted without proof, and is followed when it is stepped, because this device has a battery-backed clock, chrony or ntpd keeps it, or an administrator says so.",
      zh: "无需证明即信任系统时钟，并跟随其校正：设备带有电池供电的时钟、由 chrony 或 ntpd 校时，或由管理员确认。",
    }),
  },
);

export const log = section(
  { en: "The log.", zh: "日志。" },
  {
    level: setting(oneOf("trace", "debug", "info", "warn", "error"), "info", {
      en: "The least severity that is logged; `trace` shows every AT line.",
      zh: "记录的最低级别；`trace` 会记录每一行 AT 指令。",
    }),
  },
);
