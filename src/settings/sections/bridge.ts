import { integer } from "../kinds/number.ts";
import { path, text } from "../kinds/text.ts";
import { optional, section, setting } from "../setting.ts";

const off = { en: "not opened", zh: "不开启" };
const MOST_NUMBERS = 32;
const NUMBERS = `numbers as they are dialled, 3 to 20 digits each, perhaps with a + before or a * behind them, 1 to ${MOST_NUMBERS} separated by single spaces, such as "10086 +86138*"`;

/** unix(7): sun_path holds 108 bytes with its closing NUL. */
const SUN_PATH = 107;

export const bridge = section(
  { en: "The port for the device's own firmware and programs.", zh: "供设备自身固件和程序使用的端口。" },
  {
    socket: optional(
      path({ example: "/run/cellward/bridge.sock", maxBytes: SUN_PATH, why: " (the kernel's limit for a socket)" }),
      {
        en: "A Unix socket on which programs ask before they send, in AT+WARD commands; whoever may open it may ask, there, or by `cellward ask` and JSON on `<agent.socket>.ask`.",
        zh: "本机程序在发送前用 AT+WARD 指令询问的 Unix 套接字；能打开它的用户即可在此询问，或用 `cellward ask` 及 `<agent.socket>.ask` 上的 JSON 询问。",
        unset: off,
      },
    ),
    group: setting(
      text({ allowed: 'a group of this machine, such as "cellward"', example: "cellward", maxBytes: 32 }),
      "cellward",
      {
        en: "The group that may open that socket and `<agent.socket>.ask`; the agent's own where the machine has no such group.",
        zh: "可以打开该套接字和 `<agent.socket>.ask` 的用户组；本机没有该组时使用代理程序自己的组。",
      },
    ),
    serial: optional(path({ example: "/dev/ttyS1" }), {
      en: "A second serial line, to a microcontroller: eight bits, no parity, no flow control.",
      zh: "连接单片机的第二个串口：8 位数据、无校验、无流控。",
      unset: off,
    }),
    baud_rate: setting(integer({ min: 300, max: 4_000_000, unit: " (baud)" }), 115_200, {
      en: "The speed of that line.",
      zh: "该串口的波特率。",
    }),
    pty: optional(path({ example: "/run/cellward/bridge" }), {
      en: "A link to a pseudo-terminal, for programs that want a serial port; needs perl or python3 at the start.",
      zh: "指向伪终端的链接，供需要串口的程序使用；启动时需要 perl 或 python3。",
      unset: off,
    }),
    sms_to: optional(
      text({
        allowed: NUMBERS,
        example: "10086 +86138*",
        maxBytes: 1_024,
        refuse: (value) => {
          const all = value.split(" ");
          return all.length <= MOST_NUMBERS && all.every((one) => /^\+?\d{3,20}\*?$/.test(one)) ? undefined : NUMBERS;
        },
      }),
      {
        en: "The numbers to which clients may send messages (`AT+CMGS`); `*` stands for any end. A message costs money. Needs modem.sms.",
        zh: "允许客户端发送短信（`AT+CMGS`）的号码；`*` 表示任意结尾。短信会产生费用。需开启 modem.sms。",
        unset: { en: "nobody: every message is refused", zh: "不允许任何号码，短信一律拒绝" },
      },
    ),
    sms_per_day: setting(integer({ min: 1, max: 200, unit: " (messages)" }), 20, {
      en: "So many messages of all clients together in any 24 hours, counted over restarts.",
      zh: "所有客户端在任意 24 小时内合计可发送的短信条数，重启后继续累计。",
    }),
    words: optional(path({ example: "/run/cellward" }), {
      en: "A directory with two files of one word each, `level` and `service`, for shell scripts; replaced whole when they change.",
      zh: "存放 `level` 和 `service` 两个单词文件的目录，供脚本读取；变化时整体替换。",
      unset: { en: "none are written", zh: "不写入" },
    }),
  },
);
