import { Hours, Millis, Minutes, Seconds } from "../../base/duration.ts";
import { boolean, oneOf } from "../kinds/choice.ts";
import { duration } from "../kinds/amount.ts";
import { integer } from "../kinds/number.ts";
import { serialPort } from "../kinds/port.ts";
import { file, path, text } from "../kinds/text.ts";
import { optional, section, setting } from "../setting.ts";

export const device = section(
  { en: "The device itself.", zh: "设备本身。" },
  {
    id: optional(
      text({
        allowed: 'a name of 1 to 64 characters out of A-Z a-z 0-9 _ . : -, such as "pos-0042"',
        example: "pos-0042",
        pattern: /^[A-Za-z0-9_.:-]{1,64}$/,
      }),
      {
        en: "The device's name in MQTT topics and messages.",
        zh: "设备在 MQTT 主题和消息中的名称。",
        unset: {
          en: "`cw-` and 12 hexadecimal digits derived from /etc/machine-id",
          zh: "由 /etc/machine-id 派生：`cw-` 加 12 位十六进制数字",
        },
      },
    ),
    profile: setting(oneOf("pos", "gateway"), "pos", {
      en: "What the device is for, and so which traffic classes it has, by their rank: `pos`: payment, management, telemetry, bulk; `gateway`: alarm, management, telemetry, bulk.",
      zh: "设备用途，决定流量类别及其优先级：`pos` 为 payment、management、telemetry、bulk；`gateway` 为 alarm、management、telemetry、bulk。",
    }),
  },
);

export const modem = section(
  { en: "The cellular modem.", zh: "蜂窝调制解调器（模块）。" },
  {
    port: setting(serialPort("/dev/ttyUSB2"), "/dev/ttyUSB2", {
      en: "The modem's AT port; a name under /dev/serial/by-id survives replugging. `auto` takes the first port that answers AT; `none` is for cards behind a USB stick, a tether or a router, whose radio cannot be asked.",
      zh: "模块的 AT 串口；使用 /dev/serial/by-id 下的名称，重新插拔后不会改变。`auto` 自动选用第一个响应 AT 的串口；`none` 用于上网卡托、手机共享或路由器等无法查询射频状态的场合。",
    }),
    port_shared: setting(boolean(), false, {
      en: "The port is also the one over which pppd dials: the agent opens it between calls, asks, and lets it go again; a port that is busy is then a call and no fault. Only with bearer.owner = external.",
      zh: "该串口同时用于 pppd 拨号：本程序只在通话间隙打开、查询并释放；串口被占用表示正在通话，不视为故障。仅用于 bearer.owner = external。",
    }),
    baud_rate: setting(integer({ min: 300, max: 4_000_000, unit: " (baud)" }), 115_200, {
      en: "The port's speed; USB ports ignore it.",
      zh: "串口波特率；USB 串口不受其影响。",
    }),
    poll_interval: setting(duration({ min: Seconds(5), max: Hours(1) }), "30s", {
      en: "How often the modem is asked for its state, so that a lost unsolicited result heals; the signal at every other time.",
      zh: "轮询模块状态的间隔，用于弥补丢失的主动上报；信号每隔一次查询。",
    }),
    poll: optional(oneOf("normal", "slow", "off"), {
      en: "`slow` asks ten times more rarely and `off` not at all, for modems that drop data while they are asked.",
      zh: "`slow` 表示轮询间隔放大十倍，`off` 表示不轮询，适用于查询时会中断数据的模块。",
      unset: {
        en: "as the modem's family needs it, normally `normal`",
        zh: "按模块系列的需要，通常为 `normal`",
      },
    }),
    sms: setting(oneOf("off", "read", "take"), "off", {
      en: "`read` reads messages as they come and keeps the newest 200 on the device, `take` also deletes them from the modem once they are safe, so that it never fills up. `off`, because reading marks a message as read and a program that waits for unread ones would miss it: choose `read` or `take` where no other program reads SMS.",
      zh: "`read` 读取收到的短信并在设备上保留最新的 200 条；`take` 在保存后还会从模块中删除，避免存储写满。默认 `off`：读取会把短信标记为已读，其他等待未读短信的程序会因此漏收；确认没有其他程序读取短信后，再选择 `read` 或 `take`。",
    }),
    sms_text: setting(boolean(), false, {
      en: "Publish the texts of received messages in `event/sms-received`; otherwise they stay on the device.",
      zh: "在 `event/sms-received` 中发布短信内容；否则内容只保留在设备上。",
    }),
    pin_file: optional(file({ example: "/etc/cellward/sim.pin", secret: true, oneLine: true }), {
      en: "The file that holds the SIM's PIN, 4 to 8 digits. It is tried once, and never on the card's last two tries.",
      zh: "存放 SIM 卡 PIN 码（4 到 8 位数字）的文件。只尝试一次，且绝不使用最后两次机会。",
      unset: { en: "no PIN is entered", zh: "不输入 PIN 码" },
    }),
    families: setting(path({ example: "/etc/cellward/modems" }), "/etc/cellward/modems", {
      en: "A directory with descriptions of modem families of your own, beside those that come with the program.",
      zh: "自定义模块系列描述文件的目录，作为程序自带描述的补充。",
    }),
    reopen_interval: setting(duration({ min: Millis(200), max: Minutes(5) }), "1s", {
      en: "How long to wait before the port is opened again after it vanished or was refused.",
      zh: "串口消失或打开失败后，再次打开前的等待时间。",
    }),
  },
);
