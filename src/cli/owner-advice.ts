import type { State } from "../report/contract.ts";

type Asked = NonNullable<State["bearer"]["asked"]>;
type Way = NonNullable<State["bearer"]["asks"]>;

export const OWNER_NAMES: Readonly<Record<Way, string>> = {
  command: "bearer.request_command",
  "network-manager": "NetworkManager",
  "modem-manager": "ModemManager",
};

/** The polkit actions that decide; NetworkManager's and ModemManager's own .policy files. */
const ACTIONS: Readonly<Record<Way, string>> = {
  command: "",
  "network-manager": "org.freedesktop.NetworkManager.network-control",
  "modem-manager": "org.freedesktop.ModemManager1.Device.Control",
};

const MAKE: Readonly<Record<Way, string>> = {
  command: "",
  "network-manager": "nmcli connection add type gsm ifname '*' apn APN",
  "modem-manager": "mmcli -m any --simple-connect=apn=APN",
};

const STANDING: readonly string[] = [
  "The modem shows no active context, the owner says it is connected: nothing was cut. If no data moves, connect anew by hand.",
  "模块没有激活的上下文，而拨号程序认为已连接：未做任何操作；若确无数据，请手动重新连接。",
];

/** What to do about an owner that did not connect, in both languages; nothing where it accepted. */
export function ownerAdvice(way: Way, { outcome, cause }: Pick<Asked, "outcome" | "cause">): readonly string[] {
  if (outcome === "standing") return STANDING;
  const name = OWNER_NAMES[way];
  switch (cause) {
    case "no-program":
      return way === "command"
        ? [
            "Set bearer.request_command to a program that this user may run.",
            "请把 bearer.request_command 设为可执行的程序。",
          ]
        : [
            `${name} is asked by busctl (systemd 240 or newer): install it, or set bearer.request_command instead.`,
            `请求 ${name} 需要 busctl（systemd 240 及以上）：请安装，或改用 bearer.request_command。`,
          ];
    case "hangs":
      return [
        `What ${name} runs does not end: run it by hand and see what it waits for; it has to answer within 30 s and may leave the dialling to go on behind it.`,
        `${name} 执行的程序没有结束：请手动运行，查看它在等待什么；须在30秒内返回，拨号可在后台继续。`,
      ];
    case "not-running":
      return [
        `Start ${name}, or set bearer.request_via to whoever dials.`,
        `请启动 ${name}，或把 bearer.request_via 设为实际的拨号程序。`,
      ];
    case "forbidden":
      return [
        `Allow it with a polkit rule: the agent's user needs ${ACTIONS[way]} (README, "Who dials").`,
        `请用 polkit 规则授权：本程序的用户需要 ${ACTIONS[way]}（见 README）。`,
      ];
    case "not-found":
      return [
        "Nobody else's modem is connected by guess: see `mmcli -L` and `nmcli device`, and meter.interface and modem.port.",
        "不会凭猜测连接其他模块：请查看 `mmcli -L` 和 `nmcli device`，并核对 meter.interface 和 modem.port。",
      ];
    case "nothing-to-connect":
      return [
        `The agent makes none, because it knows no APN: make it once by hand, such as ${MAKE[way]}`,
        `本程序不知道 APN，不会新建连接：请手动建立一次，例如 ${MAKE[way]}`,
      ];
    case "by-hand":
      return [
        "The agent does not overrule that: connect once by hand (`nmcli device connect`, `mmcli --enable`), then it is kept again.",
        "本程序不会违背该设定：请手动连接一次，之后会再次自动请求。",
      ];
    case "failed":
      return [
        `See the log of ${name}; it is asked again ever more rarely.`,
        `请查看 ${name} 的日志；之后会以越来越长的间隔再次请求。`,
      ];
    case undefined:
    default:
      return [];
  }
}
