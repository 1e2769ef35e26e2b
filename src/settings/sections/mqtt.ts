import { Hours, Millis, Minutes, Seconds } from "../../base/duration.ts";
import { bytes, duration } from "../kinds/amount.ts";
import { boolean, oneOf } from "../kinds/choice.ts";
import { brokerUrl, topicForm, topicRoot } from "../kinds/mqtt.ts";
import { integer } from "../kinds/number.ts";
import { file, text } from "../kinds/text.ts";
import { optional, section, setting } from "../setting.ts";

export const mqtt = section(
  { en: "The fleet's MQTT broker.", zh: "设备群的 MQTT 服务器。" },
  {
    url: optional(brokerUrl(), {
      en: "The broker's address, without credentials.",
      zh: "MQTT 服务器地址，其中不得包含用户名和密码。",
      unset: { en: "no MQTT", zh: "不使用 MQTT" },
    }),
    client_id: optional(
      text({
        allowed: "a text of 1 to 65535 bytes of UTF-8 without control characters",
        example: "pos-0042",
        maxBytes: 65_535,
      }),
      {
        en: "The client identifier; some clouds prescribe it.",
        zh: "客户端标识符；部分云平台有固定要求。",
        unset: { en: "the device's id", zh: "使用设备 id" },
      },
    ),
    username: optional(text({ allowed: "a text of 1 to 65535 bytes", example: "pos-0042" }), {
      en: "The user name for the broker.",
      zh: "登录 MQTT 服务器的用户名。",
      unset: { en: "no user name is sent", zh: "不发送用户名" },
    }),
    password_file: optional(file({ example: "/etc/cellward/mqtt.password", secret: true, oneLine: true }), {
      en: "The file that holds the password; one newline at its end is dropped.",
      zh: "存放密码的文件；末尾的一个换行符会被忽略。",
      unset: { en: "no password is sent", zh: "不发送密码" },
    }),
    ca_file: optional(file({ example: "/etc/cellward/mqtt-ca.pem", secret: false }), {
      en: "The certificate authority that signed the broker's certificate (PEM).",
      zh: "签发服务器证书的 CA 证书（PEM）。",
      unset: { en: "the authorities that come with Node.js", zh: "使用 Node.js 自带的 CA 证书" },
    }),
    cert_file: optional(file({ example: "/etc/cellward/mqtt-client.pem", secret: false }), {
      en: "This device's own certificate (PEM); needs key_file.",
      zh: "本设备的客户端证书（PEM）；须同时设置 key_file。",
      unset: { en: "no client certificate is shown", zh: "不出示客户端证书" },
    }),
    key_file: optional(file({ example: "/etc/cellward/mqtt-client.key", secret: true }), {
      en: "The private key of cert_file (PEM).",
      zh: "cert_file 对应的私钥（PEM）。",
      unset: { en: "no client certificate is shown", zh: "不出示客户端证书" },
    }),
    protocol_version: setting(oneOf("3.1.1", "5"), "3.1.1", {
      en: "The version of MQTT that is spoken.",
      zh: "使用的 MQTT 协议版本。",
    }),
    // MQTT 3.1.1, 3.1.2.10: 16 bits of whole seconds, so 18 h 12 min 15 s at most.
    keepalive: setting(duration({ min: Seconds(10), max: Hours(18), step: Seconds(1) }), "20min", {
      en: "How long the connection may be silent; a lost device is noticed after 1.5 times this.",
      zh: "连接允许静默的最长时间；设备失联在其 1.5 倍时间后才会被发现。",
    }),
    topic_root: setting(topicRoot(), "cellward", {
      en: "Stands for {root} in mqtt.topic.",
      zh: "mqtt.topic 中 {root} 的取值。",
    }),
    topic: setting(topicForm(), "{root}/{device}/{name}", {
      en: "The form of every topic; {device} is the device's id, {name} is what is told (state, usage, event/...).",
      zh: "所有主题的格式；{device} 为设备 id，{name} 为内容名称（state、usage、event/...）。",
    }),
    retain: setting(boolean(), true, {
      en: "States are retained by the broker; some clouds refuse that.",
      zh: "状态消息由服务器保留；部分云平台不支持。",
    }),
    will: setting(boolean(), true, {
      en: "The broker announces a lost device by a last will; some clouds refuse that.",
      zh: "设备失联时由服务器发布遗嘱消息；部分云平台不支持。",
    }),
    connect_timeout: setting(duration({ min: Seconds(1), max: Minutes(10) }), "30s", {
      en: "How long the broker may take to accept a session.",
      zh: "等待服务器接受连接的最长时间。",
    }),
    backoff_first: setting(duration({ min: Millis(100), max: Hours(1) }), "5s", {
      en: "The upper end of the first wait before connecting again; it doubles each time, and the wait is drawn evenly below it.",
      zh: "首次重连等待时间的上限；每次加倍，实际等待时间在上限内随机。",
    }),
    backoff_cap: setting(duration({ min: Seconds(1), max: Hours(24) }), "10min", {
      en: "The upper end that is not exceeded.",
      zh: "重连等待时间上限的最大值。",
    }),
    stable_after: setting(duration({ min: Seconds(1), max: Hours(24) }), "5min", {
      en: "How long a session must last before the waiting starts from backoff_first again.",
      zh: "连接保持多久后，重连等待才从 backoff_first 重新开始。",
    }),
    max_events: setting(integer({ min: 1, max: 1_000_000, unit: " (events)" }), 1000, {
      en: "How many unsent events are kept; the oldest are dropped first and counted.",
      zh: "最多保留的未发送事件数；超出时先丢弃最旧的并计数。",
    }),
    max_bytes: setting(bytes({ min: "16 KiB", max: "1 GiB" }), "1 MiB", {
      en: "How many bytes of unsent messages are kept.",
      zh: "最多保留的未发送消息字节数。",
    }),
  },
);
