import { bytes, duration } from "../kinds/amount.ts";
import { boolean, oneOf } from "../kinds/choice.ts";
import { classRules } from "../kinds/class-rules.ts";
import { Days, Minutes } from "../../base/duration.ts";
import { commandLine } from "../kinds/command-line.ts";
import { text } from "../kinds/text.ts";
import { optional, section, setting } from "../setting.ts";

const MASK = 'at least three adjoining bits of 32, in hexadecimal with eight digits, such as "0x70000000"';

/** Adjoining bits, so that a shift is all there is between a class and its mark. */
function isMask(value: string): boolean {
  const bits = Number.parseInt(value.slice(2), 16).toString(2).replace(/0+$/, "");
  return /^1{3,32}$/.test(bits);
}

const rate = { min: "256 B", max: "1 GiB" } as const;

export const enforce = section(
  { en: "Keeping the limits of the traffic classes in the kernel.", zh: "在内核中执行各类流量的限制。" },
  {
    mode: setting(oneOf("auto", "advise", "off"), "auto", {
      en: "`auto`: the kernel keeps the limits where nftables, CAP_NET_ADMIN and a [[class_rule]] for the first class are there, else they are advice; `advise`: they are told and nothing is held back; `off`: no limits are worked out for the kernel.",
      zh: "`auto`：具备 nftables、CAP_NET_ADMIN 权限且最高级别业务有 [[class_rule]] 时由内核执行限制，否则仅为建议；`advise`：只给出建议，不拦截；`off`：不使用。",
    }),
    on_exit: setting(oneOf("keep", "remove"), "keep", {
      en: "What becomes of the rules when the agent is stopped; a crash always keeps them, so that payments go on to the limit and bulk stops at its lease.",
      zh: "停止本程序时内核规则的去留；异常退出时始终保留：支付可用到上限，大流量业务用完已分配额度即停。",
    }),
    hard_stop: setting(oneOf("uplink", "bearer", "bearer-always"), "uplink", {
      en: "When a person sets level offline: `uplink` drops what the device sends, but management's trickle, and has who sends to it stopped; `bearer` lets the data connection go too when billed data still arrives; `bearer-always` lets it go whatever arrives.",
      zh: "人工设定 offline 级别时：`uplink` 拦截设备发出的流量（保留管理类的少量额度）并通知下行来源停止；`bearer` 表示仍有计费下行流量时再断开数据连接；`bearer-always` 表示无论如何都断开。",
    }),
    hard_stop_back: setting(duration({ min: Minutes(10), max: Days(7) }), "6h", {
      en: "A data connection that was let go comes back after this time at the latest, to listen whether the order still stands; it goes again when it does.",
      zh: "断开的数据连接最迟经过此时间后恢复，以确认命令是否仍然有效；若仍有效则再次断开。",
    }),
    stop_command: optional(commandLine(["/usr/local/bin/stop-sources"]), {
      en: "Run when who sends to this device is to stop, and when they may go on, at level offline. A request as JSON is on its standard input.",
      zh: "offline 级别时运行的命令，用于让向本设备发送数据的一方停止或恢复。请求以 JSON 形式从标准输入传入。",
      unset: { en: "they are told over MQTT and the bridge alone", zh: "只通过 MQTT 和本地端口通知" },
    }),
    drop_down: setting(boolean(), false, {
      en: "The last resort against senders that nobody can slow down: what comes in for telemetry and bulk beyond their limit is dropped. It is billed all the same, and what was thrown away so is shown (two thirds of what was billed, in a trial of a sender held to 8 kB/s).",
      zh: "无法让发送方减速时的最后手段：遥测和大流量业务超出限制的下行数据在本机丢弃。这些数据仍会计费，丢弃量会显示出来（实测把发送方压到 8 kB/s 时，三分之二的计费流量被浪费）。",
    }),
    unclassified: setting(oneOf("bulk", "telemetry", "management"), "bulk", {
      en: "The class of traffic that no [[class_rule]] names. Name service, time service and ICMP are management's.",
      zh: "没有 [[class_rule]] 匹配的流量所属类别。DNS、NTP 和 ICMP 属于 management。",
    }),
    lease: setting(bytes({ min: "64 KiB", max: "64 MiB" }), "1 MiB", {
      en: "Telemetry and bulk get what they are allowed in slices of this size; a dead agent leaves them no more than one.",
      zh: "遥测和大流量业务的额度按此大小分批发放；本程序异常退出后，它们最多再用一批。",
    }),
    mark_mask: setting(
      text({
        name: "mask",
        allowed: MASK,
        example: "0x70000000",
        pattern: /^0x[0-9a-fA-F]{8}$/,
        maxBytes: 10,
        refuse: (value) => (isMask(value) ? undefined : MASK),
      }),
      "0x70000000",
      {
        en: "The bits of the connection mark that hold the class; the others are left as they are.",
        zh: "连接标记（ct mark）中用于保存类别的比特；其余比特保持不变。",
      },
    ),
    up_rate_telemetry: optional(bytes(rate), {
      en: "Bytes a second that telemetry may send at the most.",
      zh: "遥测业务每秒最多发送的字节数。",
      unset: { en: "as fast as the uplink takes them", zh: "不限速" },
    }),
    up_rate_bulk: optional(bytes(rate), {
      en: "Bytes a second that bulk may send at the most; payments behind a full buffer of the modem wait for seconds.",
      zh: "大流量业务每秒最多发送的字节数；模块缓冲区被占满时支付会等待数秒。",
      unset: { en: "as fast as the uplink takes them", zh: "不限速" },
    }),
  },
);

export const classRule = optional(classRules(), {
  en: "Which traffic is of which class, one table each. As a flag, by destination only: `--set class_rule=payment=203.0.113.0/24:443,bulk=198.51.100.7`.",
  zh: "流量分类规则，每条一个表。命令行仅支持按目的地址：`--set class_rule=payment=203.0.113.0/24:443,bulk=198.51.100.7`。",
  unset: {
    en: "limits are advice, since nothing says what a payment is",
    zh: "限制仅为建议，因为没有规则说明哪些是支付流量",
  },
});
