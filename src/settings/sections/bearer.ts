import { ACCESS_POINT_NAME } from "../../base/access-point-name.ts";
import { oneOf } from "../kinds/choice.ts";
import { commandLine } from "../kinds/command-line.ts";
import { integer } from "../kinds/number.ts";
import { file, path, text } from "../kinds/text.ts";
import { optional, section, setting } from "../setting.ts";

export const bearer = section(
  { en: "The data connection.", zh: "数据连接。" },
  {
    owner: setting(oneOf("external", "agent"), "external", {
      en: "Who dials: `external` means pppd, quectel-CM or NetworkManager do, and the agent only watches; `agent` means it has the data call up and configures the interface (meter.interface), which takes CAP_NET_ADMIN.",
      zh: "由谁拨号：`external` 表示由 pppd、quectel-CM 或 NetworkManager 拨号，本程序只观察；`agent` 表示由本程序拨号并配置网络接口（meter.interface），需要 CAP_NET_ADMIN 权限。",
    }),
    apn: optional(
      text({
        allowed:
          'an access point name, labels of letters, digits, hyphens and underscores joined by dots, 99 characters at most, such as "cmiot"',
        example: "cmiot",
        pattern: ACCESS_POINT_NAME,
        maxBytes: 99,
      }),
      {
        en: "The access point name, where the agent dials.",
        zh: "由本程序拨号时使用的接入点名称（APN）。",
        unset: {
          en: "the context is used as the modem has it; where that has no APN and is not what the modem attaches with, the carrier's (config/carriers) is written",
          zh: "按模块中已有的配置使用；若其中没有 APN 且不是附着用的上下文，则写入运营商数据（config/carriers）中的 APN",
        },
      },
    ),
    cid: setting(integer({ min: 1, max: 16, unit: " (a PDP context's number)" }), 1, {
      en: "The PDP context that is dialled.",
      zh: "拨号使用的 PDP 上下文编号。",
    }),
    type: setting(oneOf("ipv4", "ipv6", "ipv4v6"), "ipv4", {
      en: "What the context is defined for, together with apn.",
      zh: "与 apn 一同写入的上下文类型。",
    }),
    auth: optional(oneOf("pap", "chap"), {
      en: "How apn_user and the password are given to the network.",
      zh: "向网络提交 apn_user 和密码的方式。",
      unset: { en: "chap, where there is a user name", zh: "有用户名时为 chap" },
    }),
    apn_user: optional(
      text({ allowed: "1 to 64 printable ASCII characters", example: "card", pattern: /^[\x20-\x7e]{1,64}$/ }),
      {
        en: "The user name of the access point, where it wants one.",
        zh: "接入点要求的用户名。",
        unset: { en: "no user name is given", zh: "不提交用户名" },
      },
    ),
    apn_password_file: optional(file({ example: "/etc/cellward/apn.password", secret: true, oneLine: true }), {
      en: "The file that holds the access point's password.",
      zh: "存放接入点密码的文件。",
      unset: { en: "an empty password", zh: "空密码" },
    }),
    route_metric: setting(integer({ min: 1, max: 65_535, unit: " (lower is preferred)" }), 700, {
      en: "The metric of the default route that the agent sets.",
      zh: "本程序设置的默认路由的优先级（数值越小越优先）。",
    }),
    resolver_file: setting(path({ example: "/run/cellward/resolv.conf" }), "/run/cellward/resolv.conf", {
      en: "Where the network's resolvers are written when there is neither systemd-resolved nor resolvconf.",
      zh: "系统中既没有 systemd-resolved 也没有 resolvconf 时，写入网络 DNS 服务器的文件。",
    }),
    request_via: optional(oneOf("none", "command", "network-manager", "modem-manager"), {
      en: "With owner = external: who is asked to connect when the modem is registered and no context is up. `network-manager` and `modem-manager` are asked over D-Bus, for what they had connected before; neither is asked unless it is named here.",
      zh: "owner = external 时：模块已注册但没有激活的上下文时，请谁重新连接。`network-manager` 和 `modem-manager` 通过 D-Bus 请求，只恢复其已有的连接；未在此指定时不会请求它们。",
      unset: {
        en: "`command` where there is a request_command, else `none`",
        zh: "有 request_command 时为 `command`，否则为 `none`",
      },
    }),
    request_command: optional(commandLine(["/usr/local/bin/redial", "wwan0"]), {
      en: "With request_via = command: run, with a request as JSON on its standard input, when the modem is registered and no context is up.",
      zh: "request_via = command 时：模块已注册但没有激活的上下文时运行的命令，请求以 JSON 形式从标准输入传入。",
      unset: { en: "nobody is asked", zh: "不发出请求" },
    }),
  },
);
